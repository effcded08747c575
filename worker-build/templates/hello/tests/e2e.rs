//! The built worker, through HTTP, as its clients see it: `cargo test`.

#![cfg(not(target_family = "wasm"))]

use worker_e2e::{Project, Result, Worker};

#[test]
fn greets_by_name() -> Result<()> {
    let worker = Worker::start()?;
    assert_eq!(worker.get("/Ferris")?.text(), "Hello, Ferris!");
    Ok(())
}

#[test]
fn staging_has_its_own_greeting() -> Result<()> {
    let worker = Project::here().environment("staging").start()?;
    assert_eq!(worker.get("/")?.text(), "Hello from staging, world!");
    Ok(())
}
