//! The writing side, in Rust.

use wasm_bindgen::JsValue;

use super::{NAN, Tag, is_number};

/// Values for JavaScript.
pub(crate) struct Writer {
    pub(super) words: Vec<u64>,
    pub(super) text: String,
    pub(super) bytes: Vec<u8>,
    pub(super) live: Vec<JsValue>,
    /// Whether JavaScript is going to make JSON of the values, which knows no bytes.
    is_json: bool,
}

/// A container whose count is not known yet.
#[derive(Clone, Copy)]
pub(crate) struct Open(usize);

/// Longer constants are written as text.
#[cfg(target_family = "wasm")]
const LONGEST_CONSTANT: usize = (1 << 14) - 1;

/// With room for what most calls send.
impl Default for Writer {
    fn default() -> Self {
        Self {
            words: Vec::with_capacity(16),
            text: String::new(),
            bytes: Vec::new(),
            live: Vec::new(),
            is_json: false,
        }
    }
}

impl Writer {
    /// For JavaScript that makes JSON of the values: bytes are lists of numbers, as `serde_json` writes them.
    pub(crate) fn for_json() -> Self {
        Self {
            is_json: true,
            ..Self::default()
        }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.is_json
    }

    pub(crate) fn null(&mut self) {
        self.words.push(Tag::Null.word(0));
    }

    pub(crate) fn bool(&mut self, value: bool) {
        let tag = if value { Tag::True } else { Tag::False };
        self.words.push(tag.word(0));
    }

    pub(crate) fn number(&mut self, value: f64) {
        let bits = if value.is_nan() { NAN } else { value.to_bits() };
        self.words.push(bits);
    }

    /// What the next number means.
    pub(crate) fn tag(&mut self, tag: Tag) {
        self.words.push(tag.word(0));
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.words.push(Tag::Text.word(value.len() as u32));
        self.text.push_str(value);
    }

    /// A text that never moves: JavaScript reads it once and knows it by its address from then on.
    pub(crate) fn constant(&mut self, value: &'static str) {
        #[cfg(target_family = "wasm")]
        if value.len() <= LONGEST_CONSTANT {
            let word = Tag::Constant.word(value.as_ptr() as u32);
            self.words.push(word | (value.len() as u64) << 37);
            return;
        }
        self.text(value);
    }

    pub(crate) fn bytes(&mut self, value: &[u8]) {
        self.words.push(Tag::Bytes.word(value.len() as u32));
        self.bytes.extend_from_slice(value);
    }

    /// The bytes of 32-bit numbers, in the order in which JavaScript has them here.
    pub(crate) fn floats(&mut self, values: &[f32]) {
        let length = size_of_val(values);
        self.words.push(Tag::Bytes.word(length as u32));
        self.bytes.reserve(length);
        let bytes = values.iter().flat_map(|value| value.to_le_bytes());
        self.bytes.extend(bytes);
    }

    pub(crate) fn live(&mut self, value: JsValue) {
        self.words.push(Tag::Live.word(self.live.len() as u32));
        self.live.push(value);
    }

    /// A value that was written alone. Its text and bytes come behind those that are here, as the value does.
    pub(crate) fn append(&mut self, value: Self) {
        if value.words.is_empty() || !value.live.is_empty() {
            // Each tape counts its own values that stay in JavaScript.
            return self.live(value.into_js());
        }
        self.words.extend_from_slice(&value.words);
        self.text.push_str(&value.text);
        self.bytes.extend_from_slice(&value.bytes);
    }

    /// Begins a list or an object, to be [closed](Writer::close) after what it contains.
    pub(crate) fn open(&mut self, tag: Tag) -> Open {
        self.words.push(tag.word(0));
        Open(self.words.len() - 1)
    }

    pub(crate) fn close(&mut self, open: Open, count: usize) {
        if let Some(word) = self.words.get_mut(open.0) {
            *word |= count as u32 as u64;
        }
    }

    /// Where the next value begins.
    pub(crate) fn end(&self) -> usize {
        self.words.len()
    }

    /// Whether the value that begins there is an object.
    pub(crate) fn is_object(&self, begin: usize) -> bool {
        let word = self.words.get(begin).filter(|word| !is_number(**word));
        matches!(word.and_then(|word| Tag::of(*word)), Some(Tag::Object))
    }

    #[cfg(test)]
    pub(crate) fn reader(&self) -> super::Reader<'_> {
        super::Reader::new(&self.words, &self.text, &self.bytes, false)
    }

    /// How much text there is.
    pub(crate) fn text_end(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn text_between(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }
}
