//! Promises that Rust settles.

use wasm_bindgen::JsValue;

use super::label::Label;
use super::slab::Id;
use super::sys;
use super::task::{REJECT, RESOLVE, Task};

/// The other end of a promise that JavaScript holds. It is rejected when this is dropped, as with the future that
/// panicked or was cancelled, and when the instance ends, in which case nothing is dropped.
#[must_use = "dropping it rejects the promise"]
pub(crate) struct Deferred(Id);

impl Deferred {
    /// A promise of the request whose task is polled now. `name` is what it is called in messages.
    pub(crate) fn new(name: &'static str) -> (Self, JsValue) {
        // A task that nobody polls: the table of tasks is what an ending instance rejects.
        let id = Task::new(Label::Event(name), std::future::pending()).id();
        let promise = sys::pend(id.index, id.generation, sys::NO_CLIENT);
        (Self(id), promise)
    }

    /// Whether it was neither settled nor rejected with its instance.
    pub(crate) fn is_open(&self) -> bool {
        Task::find(self.0).is_some()
    }

    pub(crate) fn resolve(&mut self, value: &JsValue) {
        self.settle(value, RESOLVE);
    }

    fn settle(&self, value: &JsValue, how: i32) {
        if let Some(task) = Task::find(self.0) {
            sys::finish(self.0.index, value, how);
            task.cancel();
        }
    }
}

impl Drop for Deferred {
    fn drop(&mut self) {
        self.settle(&JsValue::UNDEFINED, REJECT);
    }
}
