//! What others send.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::serve::refused;
use super::sys;
use super::value::Value;
use crate::error::Result;
use crate::js;
use crate::js::codec::Several;
use crate::js::tape::{Tape, write_arguments};

/// The arguments of a call.
pub struct Incoming {
    list: JsValue,
    /// Those that do not stay what they are. None where they cannot be written together: each is read alone, and says
    /// what is wrong with it.
    written: Option<Several>,
}

impl Incoming {
    /// Of an array of JavaScript, for as many parameters as there are in `stay`, which says what is taken as it is.
    #[must_use]
    pub fn new(list: JsValue, stay: &[bool]) -> Self {
        let kept = stay
            .iter()
            .rev()
            .fold(0, |kept, &stays| kept << 1 | i32::from(stays));
        let is_any = stay.contains(&false) && stay.len() < 32;
        let write = |at| write_arguments(&list, stay.len() as i32, kept, at);
        let tape = is_any.then(|| Tape::by(&write).ok()).flatten();
        Self {
            written: tape.map(|(_, tape)| Several::of(tape)),
            list,
        }
    }

    /// The argument at a place, by the name of its parameter. They are taken in order.
    ///
    /// # Errors
    ///
    /// Fails with a `TypeError` when it has another shape.
    pub fn take<T: Value>(&mut self, at: usize, name: &str) -> Result<T, JsValue> {
        T::take(self, at, &format_args!("argument {at} (`{name}`)")).map_err(refused)
    }

    pub(super) fn item(&self, at: usize) -> JsValue {
        js::item(&self.list, at)
    }

    /// The next of those that do not stay what they are.
    pub(super) fn next<T>(&mut self, at: usize, of: &dyn fmt::Display) -> Result<T>
    where
        T: Serialize + DeserializeOwned + 'static,
    {
        let Some(written) = &mut self.written else {
            return T::from_js(js::item(&self.list, at), of);
        };
        let Some(read) = written.next(of) else {
            return T::from_js(js::item(&self.list, at), of);
        };
        if written.has_live() {
            // Stubs that were read are others of the same objects.
            sys::dispose(&js::item(&self.list, at));
        }
        read
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Incoming { .. }")
    }
}
