//! In the real runtime, with a namespace of its own for each test: `cargo test --target wasm32-unknown-unknown`.

use serde_json::{Value, json};
use worker_sdk::{Request, Result, test};

#[worker_sdk::test]
async fn a_note_is_kept_until_it_is_removed() -> Result<()> {
    let note = Request::put("/notes/shopping").json(&json!({"text": "milk"}));
    assert_eq!(test::fetch(note).await?.status(), 204);
    let note: Value = test::fetch("/notes/shopping").await?.read_json().await?;
    assert_eq!(note, json!({"text": "milk"}));

    test::fetch(Request::delete("/notes/shopping")).await?;
    assert_eq!(test::fetch("/notes/shopping").await?.status(), 404);
    Ok(())
}

#[worker_sdk::test]
async fn a_note_needs_a_text() -> Result<()> {
    let note = Request::put("/notes/shopping").json(&json!({"title": "milk"}));
    assert_eq!(test::fetch(note).await?.status(), 422);
    Ok(())
}
