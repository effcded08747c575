//! A message as 32-bit words that JavaScript reads in place: one crossing builds the whole response.

use std::borrow::Cow;

use wasm_bindgen::JsValue;

use super::body::{Body, Content};
use super::headers::{Field, FieldName, Headers};

const CONSTANT: u32 = 0x8000_0000;

/// Kinds of bodies, as `respond.js` knows them.
const NOTHING: u32 = 0;
const BYTES: u32 = 1;
const TEXT: u32 = 2;
const VALUE: u32 = 3;
const CONSTANT_TEXT: u32 = 4;
/// Text that goes as bytes, which say nothing of their type.
const TEXT_AS_BYTES: u32 = 5;

/// Strings of so many bytes are quicker than bytes whatever is in them, and are remembered when they are constant.
const SHORT: usize = 512;
/// Of ASCII, longer ones are, too: there is nothing to decode.
const SHORT_ASCII: usize = 16 * 1024;

/// What JavaScript reads. Addresses are those of memory that lives as long as the call.
#[repr(C)]
struct Head {
    status: u32,
    kind: u32,
    body: u32,
    body_length: u32,
    /// How many fields there are; for each, the address and the length of its name stand at `names`, and its value
    /// is a line of the text at `values`.
    count: u32,
    names: u32,
    values: u32,
    values_length: u32,
}

/// A message on its way: the address of its head, a body and headers that are JavaScript values already.
pub(super) struct Encoded<'a> {
    pub(super) at: i32,
    pub(super) body: &'a JsValue,
    pub(super) headers: &'a JsValue,
}

/// Hands the encoded message to `send`.
pub(super) fn encode(
    status: u16,
    headers: Headers,
    body: Body,
    send: impl FnOnce(Encoded<'_>) -> JsValue,
) -> JsValue {
    let body = body.into_content();
    let (fields, headers) = headers.into_parts();
    let mut head = Head {
        status: u32::from(status),
        kind: NOTHING,
        body: 0,
        body_length: 0,
        count: fields.len() as u32,
        names: 0,
        values: 0,
        values_length: 0,
    };
    let mut value = &JsValue::UNDEFINED;
    match &body {
        Content::Empty => {}
        Content::Bytes(bytes) => {
            // A string would bring a content type of its own.
            let has_type = fields.iter().any(Field::is_content_type);
            let kind = if has_type && is_quick_text(bytes) {
                TEXT
            } else {
                BYTES
            };
            head.set_body(kind, bytes);
        }
        Content::Text(text) => {
            let kind = match text {
                Cow::Borrowed(text) if text.len() <= SHORT => CONSTANT_TEXT,
                _ if text.len() <= SHORT || is_quick_text(text.as_bytes()) => TEXT,
                _ => TEXT_AS_BYTES,
            };
            head.set_body(kind, text.as_bytes());
        }
        Content::Value(stream) => {
            head.kind = VALUE;
            value = stream;
        }
    }
    let mut names = Vec::new();
    let mut values = String::new();
    encode_fields(&fields, &mut names, &mut values);
    head.names = names.as_ptr() as u32;
    head.values = values.as_ptr() as u32;
    head.values_length = values.len() as u32;
    send(Encoded {
        at: std::ptr::from_ref(&head) as i32,
        body: value,
        headers: &headers,
    })
}

impl Head {
    fn set_body(&mut self, kind: u32, bytes: &[u8]) {
        self.kind = kind;
        self.body = bytes.as_ptr() as u32;
        self.body_length = bytes.len() as u32;
    }
}

/// Whether all of it is ASCII, and not too much to be quicker as a string.
#[inline(never)]
fn is_quick_text(bytes: &[u8]) -> bool {
    let is_ascii = |word: &[u8; 8]| u64::from_ne_bytes(*word) & 0x8080_8080_8080_8080 == 0;
    // The last word covers what the others leave.
    bytes.len() <= SHORT_ASCII
        && bytes.last_chunk().is_some_and(is_ascii)
        && bytes.as_chunks().0.iter().all(is_ascii)
}

/// Each value gets a line feed behind it, which no value contains.
#[inline(never)]
fn encode_fields(fields: &[Field], names: &mut Vec<[u32; 2]>, values: &mut String) {
    names.reserve_exact(fields.len());
    for field in fields {
        let (name, mark) = match &field.name {
            FieldName::Constant(name) => (*name, CONSTANT),
            FieldName::Owned(name) => (name.as_str(), 0),
        };
        names.push([name.as_ptr() as u32, name.len() as u32 | mark]);
        values.push_str(&field.value);
        values.push('\n');
    }
}
