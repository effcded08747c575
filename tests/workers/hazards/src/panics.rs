//! Panics and other ways in which Rust code stops.

use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use worker_sdk::{Env, Error, Result, isolate, sleep};

use crate::peer;
use crate::probes::Guard;

pub(crate) async fn route(what: &str, env: &Env) -> Result<String> {
    let _guard = Guard::new();
    match what {
        "at-once" => panic!("boom at once"),
        "after-timer" => {
            sleep(Duration::from_millis(5)).await;
            panic!("boom after a timer");
        }
        "after-peer" => {
            peer::ask(env, "fast").await?;
            panic!("boom after a subrequest");
        }
        "index" => {
            let items: Vec<usize> = Vec::new();
            return Ok(items[what.len()].to_string());
        }
        "overflow" => return Ok(descend(1).to_string()),
        "overflow-late" => {
            sleep(Duration::from_millis(5)).await;
            return Ok(descend(1).to_string());
        }
        "abort" => std::process::abort(),
        "memory" => {
            // Two gigabytes, until there are no more.
            let block = || Vec::<u8>::with_capacity(std::hint::black_box(0x7FFF_0000));
            return Ok(format!(
                "{:?}",
                [block(), block(), block()].map(|v| v.as_ptr())
            ));
        }
        "listener" => {
            isolate::on_unhandled_rejection(|error| panic!("boom in a listener: {error}"));
            drop(Promise::reject(&JsValue::from_str("unheard")));
            sleep(Duration::from_secs(8)).await;
        }
        "error" => return Err(Error::new("an ordinary error")),
        "slow" => sleep(Duration::from_secs(8)).await,
        "very-slow" => sleep(Duration::from_secs(50)).await,
        _ => {}
    }
    Ok("survived".to_owned())
}

/// Uses up the stack; the compiler can neither see an end of it nor turn it into a loop.
#[inline(never)]
fn descend(depth: u64) -> u64 {
    let frame = std::hint::black_box([depth; 64]);
    let deeper = if frame[0] == 0 { 0 } else { descend(depth + 1) };
    deeper + frame[(depth % 64) as usize]
}
