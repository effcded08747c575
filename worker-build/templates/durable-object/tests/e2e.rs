//! The built worker, through HTTP, as its clients see it: `cargo test`.

#![cfg(not(target_family = "wasm"))]

use worker_e2e::{Result, Worker};

#[test]
fn a_counter_is_shared() -> Result<()> {
    let worker = Worker::start()?;
    for _client in 0..2 {
        worker.post("/apples", "text/plain", "")?;
    }
    assert_eq!(worker.get("/apples")?.text(), "2");
    Ok(())
}
