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
    #[cfg(feature = "serde")]
    pub(crate) fn write_arguments(list: &JsValue, count: i32, kept: i32, header: i32) -> i32;
    fn take_tape(words: i32, text: i32, bytes: i32);
    fn tape_problem() -> JsValue;
    fn live_values() -> JsValue;
    fn read_value(at: i32, live: &JsValue) -> JsValue;
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

/// So much is copied in the call that writes it.
const SMALL_WORDS: usize = 48;
const SMALL_TEXT: usize = 128;

/// What JavaScript says of a tape; at the end, what Rust says before: where there is room for a small one.
#[derive(Default)]
#[repr(C)]
struct Header {
    words: u32,
    text: u32,
    units: u32,
    bytes: u32,
    live: u32,
    names: u32,
    /// Zero when the tape was copied to there.
    words_at: u32,
    words_room: u32,
    text_at: u32,
    text_room: u32,
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
        let mut words = Vec::<u64>::with_capacity(SMALL_WORDS);
        let mut text = Vec::<u8>::with_capacity(SMALL_TEXT);
        let mut header = Header {
            words_at: words.as_mut_ptr() as u32,
            words_room: SMALL_WORDS as u32,
            text_at: text.as_mut_ptr() as u32,
            text_room: SMALL_TEXT as u32,
            ..Header::default()
        };
        match write(&raw mut header as i32) {
            0 => Err(failed()),
            answer => Ok((answer, Self::take(header, words, text))),
        }
    }

    /// What is small was written to `words` and `text` already.
    fn take(header: Header, mut words: Vec<u64>, mut text: Vec<u8>) -> Self {
        let live = (header.live > 0).then(live_values);
        let mut bytes = Vec::<u8>::with_capacity(header.bytes as usize);
        if header.words_at > 0 {
            words = Vec::with_capacity(header.words as usize);
            text = Vec::with_capacity(header.text as usize);
            take_tape(
                words.as_mut_ptr() as i32,
                text.as_mut_ptr() as i32,
                bytes.as_mut_ptr() as i32,
            );
        }
        // SAFETY: the capacities are what JavaScript announced, and `take_tape` writes exactly that; `announce` writes no
        // more than there was room for. The text is ASCII, or an encoder made it, so it is UTF-8.
        unsafe {
            words.set_len(header.words as usize);
            text.set_len(header.text as usize);
            bytes.set_len(header.bytes as usize);
            Self {
                words,
                text: String::from_utf8_unchecked(text),
                bytes,
                units: header.units == 1,
                names: header.names as usize,
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
        self.give(read_value)
    }

    /// Calls a JavaScript function that reads the tape with `read_value` of tape.js, with what that takes.
    pub(crate) fn give<R>(self, read: impl FnOnce(i32, &JsValue) -> R) -> R {
        // The addresses of words and text, its length, whether it is ASCII, and the address of other bytes.
        let parts = [
            self.words.as_ptr() as u32,
            self.text.as_ptr() as u32,
            self.text.len() as u32,
            self.text.is_ascii().into(),
            self.bytes.as_ptr() as u32,
        ];
        let live = match self.live.is_empty() {
            true => JsValue::UNDEFINED,
            false => js::list(self.live),
        };
        read(parts.as_ptr() as i32, &live)
    }
}
