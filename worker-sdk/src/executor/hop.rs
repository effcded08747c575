//! The way back into the request that owns a task.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use super::slab::Id;
use super::sys;

thread_local! {
    static ARMED: Cell<usize> = const { Cell::new(0) };
}

/// Resolver of a promise that the owning request created; resolving it polls the task there.
pub(super) struct Hop(JsValue);

impl Hop {
    /// Called in the request that owns the task.
    pub(super) fn arm(task: Id, number: i32) -> Self {
        ARMED.set(ARMED.get() + 1);
        Self(sys::arm(task.index, task.generation, number))
    }

    pub(super) fn call(self) {
        sys::call(&self.0);
    }

    /// Whether a task waits for a waker, which the future of a client that left may hold.
    pub(super) fn is_any_armed() -> bool {
        ARMED.get() > 0
    }
}

impl Drop for Hop {
    fn drop(&mut self) {
        ARMED.set(ARMED.get().wrapping_sub(1));
    }
}
