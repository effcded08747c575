//! JavaScript that throws through functions of Rust: functions that were imported without `catch`.

use std::hint::black_box;

use wasm_bindgen::prelude::*;
use worker_sdk::{Result, sleep};

#[wasm_bindgen(
    inline_js = "export const throw_it = (what) => { throw what === 0 ? null : what === 1 ? 'text' : new RangeError('no such thing'); };"
)]
extern "C" {
    fn throw_it(what: i32);
}

pub(crate) async fn route(what: &str) -> Result<String> {
    match what {
        "null" => throw_it(0),
        "text" => throw_it(1),
        "late" => {
            sleep(std::time::Duration::from_millis(5)).await;
            throw_it(2);
        }
        "dropped" => return Ok(dropped(what.len()).to_string()),
        _ => throw_it(2),
    }
    Ok("survived".to_owned())
}

trait Part {
    fn size(&self) -> usize;
}

struct Count(Vec<usize>);

impl Part for Count {
    fn size(&self) -> usize {
        self.0.len()
    }
}

impl Drop for Count {
    fn drop(&mut self) {
        worker_sdk::console_log!("a part is dropped");
        self.0.clear();
    }
}

/// Throws behind the end of a value that a panic before would have dropped.
#[inline(never)]
fn dropped(size: usize) -> usize {
    let part: Box<dyn Part> = black_box(Box::new(Count(vec![1; size])));
    let known = checked(part.as_ref());
    drop(part);
    // What the allocator has got back is used by others.
    let others = black_box(vec![0xFFFF_FFFF_usize; 4]);
    throw_it(2);
    known + others.len()
}

#[inline(never)]
fn checked(part: &dyn Part) -> usize {
    let size = black_box(part.size());
    assert!(size < 1000, "too large");
    size
}
