//! The one call in each direction.

use wasm_bindgen::prelude::*;

use super::{Reader, Writer};
use crate::error::{Error, Kind, Result};
use crate::js;

#[wasm_bindgen(module = "/src/js/tape.js")]
extern "C" {
    fn write_value(value: &JsValue, header: i32) -> i32;
    fn write_lists(rows: &JsValue, header: i32) -> i32;
    fn write_objects(rows: &JsValue, header: i32) -> i32;
    #[cfg(feature = "serde")]
    pub(crate) fn write_contents(messages: &JsValue, from: i32, header: i32) -> i32;
    fn take_tape(words: i32, text: i32, bytes: i32);
    fn tape_problem() -> JsValue;
    fn live_values() -> JsValue;
    fn read_value(
        words: i32,
        text: i32,
        text_length: i32,
        is_ascii: i32,
        bytes: i32,
        live: &JsValue,
    ) -> JsValue;
}

/// What JavaScript is asked to write.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    Value,
    /// Rows that are lists, after one with the names of the columns.
    Lists,
    /// Rows that are objects.
    Objects,
}

/// A value that JavaScript wrote.
pub(crate) struct Tape {
    words: Vec<u64>,
    text: String,
    bytes: Vec<u8>,
    units: bool,
    names: usize,
    live: Option<JsValue>,
}

impl Tape {
    /// # Errors
    ///
    /// Fails for a value that is nested too deeply, and when a getter throws.
    pub(crate) fn of(value: &JsValue, source: Source) -> Result<Self> {
        let (_, tape) = Self::by(&|at| match source {
            Source::Value => write_value(value, at),
            Source::Lists => write_lists(value, at),
            Source::Objects => write_objects(value, at),
        })?;
        Ok(tape)
    }

    /// What a JavaScript function writes with `written` of tape.js, given the address of the header, and what it
    /// answers; an answer of zero is a failure.
    pub(crate) fn by(write: &dyn Fn(i32) -> i32) -> Result<(i32, Self)> {
        let mut header = [0_u32; 6];
        match write(header.as_mut_ptr() as i32) {
            0 => Err(failed()),
            answer => Ok((answer, Self::take(header))),
        }
    }

    fn take([words, text, units, bytes, live, names]: [u32; 6]) -> Self {
        let live = (live > 0).then(live_values);
        let mut tape_words = Vec::<u64>::with_capacity(words as usize);
        let mut tape_text = Vec::<u8>::with_capacity(text as usize);
        let mut tape_bytes = Vec::<u8>::with_capacity(bytes as usize);
        take_tape(
            tape_words.as_mut_ptr() as i32,
            tape_text.as_mut_ptr() as i32,
            tape_bytes.as_mut_ptr() as i32,
        );
        // SAFETY: the capacities are what JavaScript announced, and `take_tape` writes exactly that; an encoder made
        // the text, so it is UTF-8.
        unsafe {
            tape_words.set_len(words as usize);
            tape_text.set_len(text as usize);
            tape_bytes.set_len(bytes as usize);
            Self {
                words: tape_words,
                text: String::from_utf8_unchecked(tape_text),
                bytes: tape_bytes,
                units: units == 1,
                names: names as usize,
                live,
            }
        }
    }

    pub(crate) fn reader(&self) -> Reader<'_> {
        let all = Reader::new(&self.words, &self.text, &self.bytes, self.units);
        all.clone().with_names(self.names).unwrap_or(all)
    }

    /// The list of values that stay in JavaScript, if there are any.
    pub(crate) fn live(&self) -> Option<&JsValue> {
        self.live.as_ref()
    }
}

#[cold]
#[inline(never)]
fn failed() -> Error {
    let problem = tape_problem();
    match problem.is_undefined() {
        true => Error::last_failure("reading a JavaScript value"),
        false => Error::described(Kind::Malformed, &problem),
    }
}

impl Writer {
    /// The JavaScript value. An empty tape is `undefined`.
    pub(crate) fn into_js(self) -> JsValue {
        if self.words.is_empty() {
            return JsValue::UNDEFINED;
        }
        let live = match self.live.is_empty() {
            true => JsValue::UNDEFINED,
            false => js::list(self.live),
        };
        read_value(
            self.words.as_ptr() as i32,
            self.text.as_ptr() as i32,
            self.text.len() as i32,
            self.text.is_ascii().into(),
            self.bytes.as_ptr() as i32,
            &live,
        )
    }
}
