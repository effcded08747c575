//! What a task is called in messages.

use std::fmt;
use std::panic::Location;

use wasm_bindgen::JsValue;

pub(crate) enum Label {
    /// An event handler, with the value that the platform passed to it.
    Event(&'static str, JsValue),
    /// A future given to `spawn` or `wait_until`.
    Spawned(&'static Location<'static>),
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(event, _) => write!(f, "the `{event}` handler"),
            Self::Spawned(location) => write!(f, "the task spawned at {location}"),
        }
    }
}
