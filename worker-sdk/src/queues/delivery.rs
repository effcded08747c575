//! What the messages of a batch share.

use std::cell::Cell;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::body::Body;
use super::sys;
use crate::js::{self, Local};
use crate::time::Timestamp;

/// A batch in JavaScript. Messages are known by their index: a value of JavaScript for each would cost more than all
/// else that most handlers ask of them.
///
/// Acknowledged messages are collected, as the platform takes as long for one as for all. It learns of them before
/// anything else is said, when nobody has the batch any more, and whenever the handler waits or is over: JavaScript does
/// that by itself, also when the handler panicked.
pub(super) struct Delivery {
    raw: JsValue,
    messages: JsValue,
    length: usize,
    queue: String,
    acks: Local<Acks>,
}

struct Acks {
    /// One for each message, and [`WAITING`] behind them while JavaScript has not told the platform of all of them; see
    /// queues.js.
    marks: Box<[Cell<u8>]>,
    /// How many were made since JavaScript looked at them.
    fresh: Cell<usize>,
    /// Whether the platform may have been told of something.
    is_begun: Cell<bool>,
}

/// A message that was acknowledged.
const ACK: u8 = 1;
const WAITING: u8 = 1;

impl Acks {
    fn of(length: usize) -> Self {
        Self {
            marks: vec![Cell::new(0); length + 1].into(),
            fresh: Cell::new(0),
            is_begun: Cell::new(false),
        }
    }

    fn address(&self) -> i32 {
        self.marks.as_ptr() as i32
    }

    /// Whether JavaScript waits for the moment to look at the marks.
    fn are_collected(&self) -> bool {
        self.marks.last().is_some_and(|mark| mark.get() == WAITING)
    }

    fn collect(&self) {
        self.fresh.set(0);
        if let Some(mark) = self.marks.last() {
            mark.set(WAITING);
        }
    }
}

impl Delivery {
    pub(super) fn of(raw: JsValue) -> Arc<Self> {
        let messages = js::property(&raw, "messages");
        let length = js::length(&messages);
        Arc::new(Self {
            length,
            messages,
            queue: js::string_property(&raw, "queue").unwrap_or_default(),
            raw,
            acks: Local::new(Acks::of(length)),
        })
    }

    /// The batch, of which everything is said.
    pub(super) fn raw(&self) -> &JsValue {
        self.tell();
        &self.raw
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

    /// A message, of which everything is said.
    pub(super) fn message(&self, index: usize) -> JsValue {
        self.tell();
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

    pub(super) fn ack(&self, index: usize) {
        let acks = &*self.acks;
        let Some(mark) = acks.marks.get(index).filter(|mark| mark.get() == 0) else {
            return;
        };
        mark.set(ACK);
        if !acks.are_collected() {
            acks.collect();
            sys::collect_acks(&self.messages, acks.address(), self.length as i32);
        }
        acks.fresh.set(acks.fresh.get() + 1);
    }

    pub(super) fn retry(&self, index: usize, delay: f64) {
        self.tell();
        sys::retry(&self.messages, index as i32, delay);
    }

    pub(super) fn ack_all(&self) {
        self.tell();
        sys::ack_all(&self.raw);
    }

    pub(super) fn retry_all(&self, delay: f64) {
        self.tell();
        sys::retry_all(&self.raw, delay);
    }

    /// Tells the platform of the messages that were acknowledged, before something else is said.
    fn tell(&self) {
        let is_first = !self.acks.is_begun.replace(true);
        if self.acks.are_collected() {
            let is_whole = is_first && self.acks.fresh.get() == self.length;
            sys::tell_acks(&self.raw, self.acks.address(), is_whole.into());
        }
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        self.tell();
    }
}
