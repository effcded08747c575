//! The built worker, through HTTP, as its clients see it: `cargo test`.

#![cfg(not(target_family = "wasm"))]

use worker_e2e::http::Request;
use worker_e2e::serde_json::{Value, json};
use worker_e2e::{Result, Worker};

#[test]
fn notes_are_listed() -> Result<()> {
    let worker = Worker::start()?;
    let put = Request::put("/notes/shopping").header("content-type", "application/json");
    worker.send(put, r#"{"text": "milk"}"#)?;
    let notes = worker.get("/notes")?;
    assert_eq!(notes.header("x-content-type-options"), Some("nosniff"));
    // Pages of other sites neither read nor write notes.
    assert_eq!(notes.header("access-control-allow-origin"), None);
    assert_eq!(notes.json::<Value>()?, json!(["shopping"]));
    Ok(())
}
