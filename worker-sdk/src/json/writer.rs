//! Writes JSON piece by piece, whatever type it is made of.

use crate::quoted::push_quoted;
use crate::text::push_decimal;

#[derive(Default)]
pub(crate) struct Writer {
    text: String,
    /// The next string is JSON already.
    is_raw: bool,
}

impl Writer {
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            is_raw: false,
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn expect_raw(&mut self) {
        self.is_raw = true;
    }

    pub(super) fn word(&mut self, word: &str) {
        self.text.push_str(word);
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.text.push(byte.into());
    }

    #[inline(never)]
    pub(super) fn string(&mut self, text: &str) {
        match std::mem::take(&mut self.is_raw) {
            true => self.text.push_str(text),
            false => push_quoted(text, &mut self.text),
        }
    }

    /// What stands before an element of an array or object.
    pub(super) fn comma(&mut self, is_first: &mut bool) {
        if !std::mem::take(is_first) {
            self.byte(b',');
        }
    }

    #[inline(never)]
    pub(super) fn key(&mut self, name: &str, is_first: &mut bool) {
        self.comma(is_first);
        push_quoted(name, &mut self.text);
        self.byte(b':');
    }

    #[inline(never)]
    pub(super) fn signed(&mut self, number: i64) {
        if number < 0 {
            self.byte(b'-');
        }
        self.unsigned(number.unsigned_abs());
    }

    pub(super) fn unsigned(&mut self, number: u64) {
        push_decimal(number, &mut self.text);
    }

    /// What is no number in JSON is `null`.
    pub(super) fn float(&mut self, number: impl zmij::Float, is_finite: bool) {
        match is_finite {
            true => self.word(zmij::Buffer::new().format_finite(number)),
            false => self.word("null"),
        }
    }
}
