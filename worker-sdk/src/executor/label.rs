//! What a task is called in messages.

use std::panic::Location;

use wasm_bindgen::JsValue;

use crate::js;

pub(crate) enum Label {
    /// An event handler.
    Event(&'static str),
    /// A future given to `spawn` or `wait_until`.
    Spawned(&'static Location<'static>),
}

impl Label {
    /// The name of the event or of the file, and the line of a spawned task, for `starved` in `runtime.js`.
    pub(super) fn parts(&self) -> (JsValue, i32) {
        match self {
            Self::Event(event) => (js::constant(event), 0),
            Self::Spawned(location) => (js::text(location.file()), location.line() as i32),
        }
    }
}
