//! Servers that only the platform can reach, by a client certificate or in a private network. There are no simulators of
//! them: what is bound here says so, and a stand-in with the same interface shows what it is asked.
#![cfg(target_family = "wasm")]

use wasm_bindgen::prelude::*;
use worker_sdk::fetch::Fetcher;
use worker_sdk::{Env, Request, Result};

#[wasm_bindgen(inline_js = r#"
export const server = () => ({
  async fetch(request) {
    return new Response(`${request.method} ${request.url} ${await request.text()}`, { status: 202 });
  },
});
"#)]
extern "C" {
    fn server() -> JsValue;
}

#[track_caller]
fn is_remote(error: &worker_sdk::Error, name: &str) {
    assert_eq!(
        error.to_string(),
        format!("fetch from a service failed: Error: Binding {name} needs to be run remotely")
    );
}

#[worker_sdk::test]
async fn a_client_certificate_needs_the_platform(env: Env) -> Result<()> {
    let server: Fetcher = env.get("CERTIFICATE")?;
    let error = server.fetch("https://example.com/").await.unwrap_err();
    is_remote(&error, "CERTIFICATE");
    Ok(())
}

#[worker_sdk::test]
async fn private_networks_need_the_platform(env: Env) -> Result<()> {
    for name in ["INTRANET", "NETWORK"] {
        let server: Fetcher = env.get(name)?;
        let error = server.fetch("https://example.com/").await.unwrap_err();
        is_remote(&error, name);
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_stand_in_is_asked() -> Result<()> {
    let server = Fetcher::from_raw(server());
    let order = Request::post("https://intranet/orders?page=2").body("tea");
    let answer = server.fetch(order).await?;
    assert_eq!(answer.status(), 202);
    assert_eq!(
        answer.read_text().await?,
        "POST https://intranet/orders?page=2 tea"
    );
    Ok(())
}
