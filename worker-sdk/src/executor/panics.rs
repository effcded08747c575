//! What happens when Rust panics.
//!
//! The hook reports every panic once. With `panic = "abort"` no destructor runs and the instance is ended: the
//! hook rejects everything that is in flight, and the next event gets a fresh instance (`runtime.js`). With
//! `panic = "unwind"` the panic is caught around the poll and fails its task alone.

use std::panic::PanicHookInfo;

use wasm_bindgen::JsValue;

use super::sys;
use super::task::Task;
use crate::js;

pub(super) fn install_hook() {
    #[cfg(debug_assertions)]
    sys::readable_frames();
    std::panic::set_hook(Box::new(report));
}

fn report(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic whose payload is not text");
    let (file, line, column) = match info.location() {
        Some(at) => (js::text(at.file()), at.line() as i32, at.column() as i32),
        None => (JsValue::UNDEFINED, 0, 0),
    };
    #[cfg(debug_assertions)]
    let message = &*super::help::with_help(message);
    let task = Task::current_index().unwrap_or(-1);
    let fatal = i32::from(cfg!(not(panic = "unwind")));
    sys::panic(&js::text(message), &file, line, column, task, fatal);
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
