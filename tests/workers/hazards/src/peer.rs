//! Subrequests to the service `PEER`.

use worker_sdk::http::Method;
use worker_sdk::{Env, Request, Result};

/// The body of the peer's answer to a request for `path`.
pub(crate) async fn ask(env: &Env, path: &str) -> Result<String> {
    let request = Request::new(Method::GET, &format!("http://peer/{path}"))?;
    env.service("PEER")?.fetch(request).await?.read_text().await
}
