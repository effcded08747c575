//! What both directions of a socket share: the last of them closes it.

use std::sync::atomic::{AtomicBool, Ordering};

use wasm_bindgen::JsValue;

use super::sys;

pub(super) struct Connection {
    raw: JsValue,
    /// Whether it is still ours to close.
    open: AtomicBool,
}

impl Connection {
    pub(super) fn new(raw: JsValue) -> Self {
        Self {
            raw,
            open: AtomicBool::new(true),
        }
    }

    pub(super) fn raw(&self) -> &JsValue {
        &self.raw
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    pub(super) fn set_open(&self, open: bool) {
        self.open.store(open, Ordering::Relaxed);
    }

    /// Somebody else closes it.
    pub(super) fn let_go(&self) {
        self.set_open(false);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.is_open() {
            sys::abandon_socket(&self.raw);
        }
    }
}
