//! What the messages of a batch share.

use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::body::Body;
use super::sys;
use crate::js;
use crate::time::Timestamp;

/// A batch in JavaScript. Messages are known by their index: a value of JavaScript for each would cost more than all
/// else that most handlers ask of them.
pub(super) struct Delivery {
    pub(super) raw: JsValue,
    messages: JsValue,
    length: usize,
    queue: String,
}

impl Delivery {
    pub(super) fn of(raw: JsValue) -> Arc<Self> {
        let messages = js::property(&raw, "messages");
        Arc::new(Self {
            length: js::length(&messages),
            messages,
            queue: js::string_property(&raw, "queue").unwrap_or_default(),
            raw,
        })
    }

    pub(super) fn queue(&self) -> &str {
        &self.queue
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// The array of messages.
    #[cfg(feature = "serde")]
    pub(super) fn messages(&self) -> &JsValue {
        &self.messages
    }

    pub(super) fn message(&self, index: usize) -> JsValue {
        js::item(&self.messages, index)
    }

    pub(super) fn body(&self, index: usize) -> Body {
        Body::from_raw(sys::body_of(&self.messages, index as i32))
    }

    pub(super) fn id(&self, index: usize) -> String {
        js::written(&|at, room| sys::id_of(&self.messages, index as i32, at, room))
            .unwrap_or_default()
    }

    pub(super) fn sent_at(&self, index: usize) -> Timestamp {
        Timestamp::from_millis(sys::sent_at(&self.messages, index as i32))
    }

    pub(super) fn attempts(&self, index: usize) -> u32 {
        sys::attempts_of(&self.messages, index as i32) as u32
    }

    /// The platform learns of it at once, so it holds even if the next instruction panics.
    pub(super) fn ack(&self, index: usize) {
        sys::ack(&self.messages, index as i32);
    }

    pub(super) fn retry(&self, index: usize, delay: f64) {
        sys::retry(&self.messages, index as i32, delay);
    }
}
