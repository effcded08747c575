//! Why a stream is given up, on its way through Rust code that only drops.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

thread_local! {
    static REASON: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Runs `drop_all`; streams and writers that are dropped by it are cancelled with `reason`.
pub(super) fn during(reason: JsValue, drop_all: impl FnOnce()) {
    let _outer = Outer(REASON.replace(reason));
    drop_all();
}

/// What comes back when the inner one is over, be it by a panic.
struct Outer(JsValue);

impl Drop for Outer {
    fn drop(&mut self) {
        REASON.set(std::mem::take(&mut self.0));
    }
}

/// `undefined` when nobody gave one.
pub(super) fn current() -> JsValue {
    REASON.with_borrow(JsValue::clone)
}
