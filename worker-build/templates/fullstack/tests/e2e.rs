//! The built worker with its files, through HTTP, as its clients see it: `cargo test`.

#![cfg(not(target_family = "wasm"))]

use worker_e2e::serde_json::{Value, json};
use worker_e2e::{Project, Result};

#[test]
fn the_page_and_its_api() -> Result<()> {
    let worker = Project::here().migrate("DB").start()?;
    let page = worker.get("/")?.text();
    assert!(page.contains("<title>Guest book</title>"));
    assert_eq!(worker.get("/some/place")?.text(), page);
    assert_eq!(worker.get("/style.css")?.status, 200);

    worker.post("/api/guests", "application/json", r#"{"name": "Ferris"}"#)?;
    let guests: Value = worker.get("/api/guests")?.json()?;
    assert_eq!(guests, json!([{"id": 1, "name": "Ferris"}]));
    assert_eq!(worker.get("/api/none")?.status, 404);
    Ok(())
}
