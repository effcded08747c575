//! In the real runtime, with a database of its own for each test: `cargo test --target wasm32-unknown-unknown`.

use serde_json::{Value, json};
use worker_sdk::{Request, Result, test};

#[worker_sdk::test]
async fn a_guest_signs() -> Result<()> {
    test::migrate("DB").await?;
    let guest = Request::post("/api/guests").json(&json!({"name": " Ferris "}));
    assert_eq!(test::fetch(guest).await?.status(), 201);
    let guests: Value = test::fetch("/api/guests").await?.read_json().await?;
    assert_eq!(guests, json!([{"id": 1, "name": "Ferris"}]));
    Ok(())
}

#[worker_sdk::test]
async fn nobody_has_no_name() -> Result<()> {
    test::migrate("DB").await?;
    let guest = Request::post("/api/guests").json(&json!({"name": " "}));
    assert_eq!(test::fetch(guest).await?.status(), 400);
    Ok(())
}
