//! In the real runtime, with a database of its own for each test: `cargo test --target wasm32-unknown-unknown`.

use serde_json::{Value, json};
use worker_sdk::{Request, Result, test};

#[worker_sdk::test]
async fn a_note_is_kept_until_it_is_removed() -> Result<()> {
    test::migrate("DB").await?;
    let note = Request::post("/notes").json(&json!({"text": "milk"}));
    assert_eq!(test::fetch(note).await?.status(), 201);
    let note: Value = test::fetch("/notes/1").await?.read_json().await?;
    assert_eq!(note, json!({"id": 1, "text": "milk"}));

    test::fetch(Request::delete("/notes/1")).await?;
    assert_eq!(test::fetch("/notes/1").await?.status(), 404);
    Ok(())
}

#[worker_sdk::test]
async fn a_note_needs_a_text() -> Result<()> {
    test::migrate("DB").await?;
    let note = Request::post("/notes").json(&json!({"title": "milk"}));
    assert_eq!(test::fetch(note).await?.status(), 422);
    Ok(())
}
