//! JavaScript values that cross as they are, inside of values that serde knows.
//!
//! serde has no room for them, so they pass as a newtype of a name that nobody else has, around an index into a list
//! that exists for the time of one call. Numbers of other values have fewer bits than this index.

use std::cell::RefCell;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{self, Serialize, Serializer};
use wasm_bindgen::JsValue;

use crate::js;

pub(super) const LIVE: &str = "$worker_sdk::Live";

thread_local! {
    /// What is being written, until the serializer takes it.
    static PASSED: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    /// The values of the tape that is being read.
    static READING: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// A value that stays in JavaScript.
#[derive(Clone, Debug)]
pub struct Live(pub JsValue);

impl Serialize for Live {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PASSED.with_borrow_mut(|passed| *passed = Some(self.0.clone()));
        let done = serializer.serialize_newtype_struct(LIVE, &());
        match take() {
            None => done,
            Some(_) => Err(ser::Error::custom(
                "a value that stays in JavaScript has no other form",
            )),
        }
    }
}

pub(super) fn take() -> Option<JsValue> {
    PASSED.with_borrow_mut(Option::take)
}

/// While it exists, indexes mean values of this list.
pub(super) struct Reading(Option<JsValue>);

impl Reading {
    pub(super) fn begin(live: Option<&JsValue>) -> Self {
        Self(READING.replace(live.cloned()))
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        READING.set(self.0.take());
    }
}

impl<'de> Deserialize<'de> for Live {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(LIVE, Index)
    }
}

struct Index;

impl Visitor<'_> for Index {
    type Value = Live;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value that stays in JavaScript")
    }

    fn visit_u128<E: de::Error>(self, index: u128) -> Result<Live, E> {
        READING.with_borrow(|live| {
            live.as_ref()
                .filter(|live| (index as usize) < js::length(live))
                .map(|live| Live(js::item(live, index as usize)))
                .ok_or_else(|| E::custom("a value that stays in JavaScript is gone"))
        })
    }
}
