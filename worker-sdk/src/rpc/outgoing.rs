//! What is sent.

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::call::Arguments;
use super::sys;
use crate::error::Result;
use crate::executor::Promised;
use crate::js::codec;
use crate::js::tape::{Tag, Writer};

/// The name of a method or property and the arguments, all on one tape.
pub struct Outgoing(Writer);

impl Outgoing {
    /// Without a name, the callee itself is called.
    pub(super) fn call(name: Option<&'static str>, arguments: impl Arguments) -> Result<Self> {
        let mut outgoing = Self::named(name);
        let list = outgoing.0.open(Tag::List);
        let count = arguments.append(&mut outgoing)?;
        outgoing.0.close(list, count);
        Ok(outgoing)
    }

    pub(super) fn property(name: &'static str) -> Self {
        let mut outgoing = Self::named(Some(name));
        outgoing.0.tag(Tag::Undefined);
        outgoing
    }

    fn named(name: Option<&'static str>) -> Self {
        let mut writer = Writer::default();
        let list = writer.open(Tag::List);
        writer.close(list, 2);
        match name {
            Some(name) => writer.constant(name),
            None => writer.tag(Tag::Undefined),
        }
        Self(writer)
    }

    pub(super) fn value<T: Serialize>(&mut self, value: &T) -> Result<()> {
        codec::append(value, &mut self.0)
    }

    pub(super) fn live(&mut self, value: JsValue) {
        self.0.live(value);
    }

    /// Calls `callee`, and waits for what it gives.
    pub(super) fn send(self, callee: &JsValue, is_lasting: bool) -> Promised {
        let lasting = i32::from(is_lasting);
        self.0.give(|tape, live| {
            Promised::told(|callbacks, id| {
                let (index, generation) = (id.index, id.generation);
                sys::call(callee, lasting, tape, live, callbacks, index, generation);
            })
        })
    }

    /// Calls `callee`; gives what there is before the call is done, or `undefined` where it failed.
    pub(super) fn begin(self, callee: &JsValue) -> JsValue {
        self.0
            .give(|tape, live| sys::begin_call(callee, tape, live))
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outgoing { .. }")
    }
}
