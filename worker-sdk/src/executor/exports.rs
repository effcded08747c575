//! The executor's entrances for `runtime.js` and the shim. See `docs/contract.md`.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::slab::Id;
use super::task::Task;
use super::{panics, slot, sys};

/// A registered handler: takes and returns what the platform passes and expects.
type Call = fn(JsValue, JsValue, JsValue) -> JsValue;

thread_local! {
    static HANDLERS: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
}

/// Registers a handler with this instance and returns its number.
pub fn register(call: fn(JsValue, JsValue, JsValue) -> JsValue) -> u32 {
    HANDLERS.with_borrow_mut(|handlers| {
        handlers.push(call);
        handlers.len() as u32 - 1
    })
}

#[wasm_bindgen(start)]
fn __worker_sdk_start() {
    sys::init(&wasm_bindgen::exports());
    panics::install_hook();
}

#[wasm_bindgen]
pub fn __worker_sdk_call(handler: u32, a: JsValue, b: JsValue, c: JsValue) -> JsValue {
    let call = HANDLERS.with_borrow(|handlers| handlers.get(handler as usize).copied());
    match call {
        Some(call) => call(a, b, c),
        None => JsValue::UNDEFINED,
    }
}

#[wasm_bindgen]
pub fn __worker_sdk_settle(index: u32, generation: u32, value: JsValue, ok: bool) {
    slot::settle(
        Id::new(index, generation),
        if ok { Ok(value) } else { Err(value) },
    );
}

#[wasm_bindgen]
pub fn __worker_sdk_wake(index: u32, generation: u32) {
    with_task(index, generation, |task| task.resume());
}

#[wasm_bindgen]
pub fn __worker_sdk_cancel(index: u32, generation: u32) {
    with_task(index, generation, |task| task.cancel());
}

#[wasm_bindgen]
pub fn __worker_sdk_slot_gone(index: u32, generation: u32) {
    slot::collected(Id::new(index, generation));
}

#[wasm_bindgen]
pub fn __worker_sdk_hop_gone(index: u32, generation: u32, hop: u32) {
    with_task(index, generation, |task| task.hop_gone(hop));
}

#[wasm_bindgen]
pub fn __worker_sdk_starving(index: u32, generation: u32) {
    with_task(index, generation, |task| {
        crate::console::warn(&format!(
            "{} has waited 30 s for a waker that none of its own promises will call (a channel, lock or notification \
             held by another request?); it is no longer kept alive",
            task.label()
        ));
    });
}

fn with_task(index: u32, generation: u32, f: impl FnOnce(&std::sync::Arc<Task>)) {
    if let Some(task) = Task::find(Id::new(index, generation)) {
        f(&task);
    }
}
