//! The built worker, through HTTP, as its clients see it: `cargo test`.

#![cfg(not(target_family = "wasm"))]

use worker_e2e::serde_json::{Value, json};
use worker_e2e::{Project, Result};

#[test]
fn notes_are_listed() -> Result<()> {
    let worker = Project::here().migrate("DB").start()?;
    worker.post("/notes", "application/json", r#"{"text": "milk"}"#)?;
    let notes: Value = worker.get("/notes")?.json()?;
    assert_eq!(notes, json!([{"id": 1, "text": "milk"}]));
    Ok(())
}
