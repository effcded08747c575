//! What happens when Rust panics.
//!
//! The hook reports every panic once. With `panic = "abort"` no destructor runs and the instance is ended: the
//! hook rejects everything that is in flight, and the next event gets a fresh instance (`runtime.js`). With
//! `panic = "unwind"` the panic is caught around the poll and fails its task alone.

use std::panic::PanicHookInfo;

use wasm_bindgen::JsValue;

use super::sys;
use super::task::Task;

pub(super) fn install_hook() {
    std::panic::set_hook(Box::new(report));
}

fn report(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic whose payload is not text");
    let location = info.location().map(ToString::to_string).unwrap_or_default();
    let task = Task::current_index().map_or(-1, |index| index as i32);
    sys::panic(message, &location, task, cfg!(not(panic = "unwind")));
}

/// Runs `f`; a panic becomes the JavaScript error that the hook made of it.
#[cfg(panic = "unwind")]
pub(crate) fn guard<T>(f: impl FnOnce() -> T) -> Result<T, JsValue> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(f)).map_err(|_| sys::take_panic())
}

#[cfg(not(panic = "unwind"))]
pub(crate) fn guard<T>(f: impl FnOnce() -> T) -> Result<T, JsValue> {
    Ok(f())
}

/// Drops `value`; the hook has reported a panic of its destructor already.
pub(crate) fn guard_drop<T>(value: T) {
    let _ = guard(move || drop(value));
}
