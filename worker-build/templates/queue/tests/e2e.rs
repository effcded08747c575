//! The built worker, through HTTP, as its clients see it: `cargo test`.

#![cfg(not(target_family = "wasm"))]

use std::thread::sleep;
use std::time::Duration;

use worker_e2e::{Result, Worker};

#[test]
fn an_order_is_shipped_soon() -> Result<()> {
    let worker = Worker::start()?;
    let order = r#"{"id": 7, "article": "apple"}"#;
    let taken = worker.post("/orders", "application/json", order)?;
    assert_eq!(taken.status, 202);
    for _ in 0..100 {
        let shipped = worker.get("/7")?;
        if shipped.status == 200 {
            assert_eq!(shipped.text(), "apple");
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
    panic!("the order was not shipped within 10 s");
}

#[test]
fn what_makes_no_sense_is_refused() -> Result<()> {
    let worker = Worker::start()?;
    let taken = worker.post("/orders", "application/json", "no order")?;
    assert_eq!(taken.status, 400);
    for path in ["/", "/apple"] {
        assert_eq!(worker.get(path)?.status, 404);
    }
    Ok(())
}
