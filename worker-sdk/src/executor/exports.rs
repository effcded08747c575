//! The executor's entrances for `runtime.js` and the shim. See `docs/contract.md`.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::slab::Id;
use super::task::Task;
use super::{panics, sys};

/// A registered handler: takes and returns what the platform passes and expects.
type Call = fn(JsValue, JsValue, JsValue) -> JsValue;

/// A function that JavaScript calls back with two numbers and a value.
pub(crate) type Callback = fn(i32, i32, JsValue) -> JsValue;

thread_local! {
    static HANDLERS: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
    static CALLBACKS: RefCell<Vec<Callback>> = const { RefCell::new(Vec::new()) };
}

/// The number of a function for JavaScript. Unlike an export, one that no code mentions is not part of the module.
#[inline(never)]
pub(crate) fn callback(function: Callback) -> i32 {
    CALLBACKS.with_borrow_mut(|all| {
        let known = all
            .iter()
            .position(|other| std::ptr::fn_addr_eq(*other, function));
        known.unwrap_or_else(|| {
            all.push(function);
            all.len() - 1
        }) as i32
    })
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

/// What `runtime.js` tells a task; the numbers stand there, too. Gives 0 when the task
/// is gone, and after its cancellation how many promises of it somebody else holds.
pub(crate) fn tell(index: i32, generation: i32, what: i32, hop: i32) -> i32 {
    let Some(task) = Task::find(Id::new(index, generation)) else {
        return 0;
    };
    match what {
        0 => task.resume(),
        1 => {
            task.cancel();
            return task.slots();
        }
        2 => task.hop_gone(hop),
        3 => task.starve(hop),
        _ => task.cancel_if_stranded(),
    }
    1
}

/// Calls a function that Rust gave to JavaScript by number.
#[wasm_bindgen]
pub fn __worker_sdk_callback(number: i32, a: i32, b: i32, value: JsValue) -> JsValue {
    let callback = CALLBACKS.with_borrow(|all| all.get(number as usize).copied());
    match callback {
        Some(callback) => callback(a, b, value),
        None => JsValue::UNDEFINED,
    }
}
