//! The worker with the bindings of its configuration. Run with `cargo test -p bindings --target wasm32-unknown-unknown`.
#![cfg(target_family = "wasm")]

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{Request, Result, test};

async fn limits(key: &str) -> Result<(StatusCode, String)> {
    let request = Request::new(Method::GET, "http://shop/limits")?;
    let request = request.with_header("authorization", format!("Bearer {key}"))?;
    let response = test::fetch(request).await?;
    Ok((response.status(), response.read_text().await?))
}

#[worker_sdk::test]
async fn variables_and_a_secret() -> Result<()> {
    let (status, text) = limits("open sesame").await?;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        text,
        r#"{"max_items":2,"regions":["eu"],"banner":"nothing here is real"}"#
    );
    assert_eq!(limits("a guess").await?.0, StatusCode::UNAUTHORIZED);
    Ok(())
}

#[worker_sdk::test]
async fn static_assets() -> Result<()> {
    let response = test::fetch("/").await?;
    assert!(response.read_text().await?.contains("Welcome"));
    Ok(())
}
