//! A message as 32-bit words that JavaScript reads in place: one crossing builds the whole response.
//!
//! `status, body kind, body address, body length, field count, values address, values length`, then for each field
//! `name address, name length (with the top bit: a constant)`. The values stand in one string, a line each.

use wasm_bindgen::JsValue;

use super::body::{Body, Content};
use super::headers::{Field, Headers, Name};

const CONSTANT: u32 = 0x8000_0000;
const FIELDS: usize = 7;

/// Texts up to this length cross as JavaScript strings, longer ones as bytes.
const SHORT_TEXT: usize = 512;

const TEXT_TYPE: &str = "text/plain;charset=UTF-8";

enum Kind {
    Nothing = 0,
    Bytes = 1,
    Text = 2,
    Value = 3,
}

/// What keeps the encoded addresses alive, and the values that cannot be encoded.
pub(super) struct Encoded {
    words: Vec<u32>,
    pub(super) extra: JsValue,
    /// Headers that are a JavaScript object already, or `undefined`.
    pub(super) headers: JsValue,
    _body: Content,
    _fields: Vec<Field>,
    _values: String,
}

impl Encoded {
    pub(super) fn at(&self) -> i32 {
        self.words.as_ptr() as i32
    }
}

pub(super) fn encode(status: u16, headers: Headers, body: Body) -> Encoded {
    let body = body.into_content();
    let (mut fields, headers) = headers.into_parts();
    let (kind, at, length, extra) = match &body {
        Content::Empty => (Kind::Nothing, 0, 0, JsValue::UNDEFINED),
        Content::Bytes(bytes) => (
            Kind::Bytes,
            bytes.as_ptr() as u32,
            bytes.len(),
            JsValue::UNDEFINED,
        ),
        Content::Text(text) if text.len() <= SHORT_TEXT => (
            Kind::Text,
            text.as_ptr() as u32,
            text.len(),
            JsValue::UNDEFINED,
        ),
        Content::Text(text) => {
            if headers.is_undefined()
                && !fields
                    .iter()
                    .any(|field| field.name.as_str().eq_ignore_ascii_case("content-type"))
            {
                fields.push(Field {
                    name: Name::Constant("content-type"),
                    value: TEXT_TYPE.to_owned(),
                });
            }
            (
                Kind::Bytes,
                text.as_ptr() as u32,
                text.len(),
                JsValue::UNDEFINED,
            )
        }
        Content::Value(value) => (Kind::Value, 0, 0, value.clone()),
    };
    let mut words = Vec::with_capacity(FIELDS + 2 * fields.len());
    words.extend([
        u32::from(status),
        kind as u32,
        at,
        length as u32,
        fields.len() as u32,
        0,
        0,
    ]);
    let values = encode_fields(&mut words, &fields);
    if let [_, _, _, _, _, at, length, ..] = words.as_mut_slice() {
        *at = values.as_ptr() as u32;
        *length = values.len() as u32;
    }
    Encoded {
        words,
        extra,
        headers,
        _body: body,
        _fields: fields,
        _values: values,
    }
}

/// Adds the names to `words` and gives the values, each with a line feed behind it, which no value contains.
fn encode_fields(words: &mut Vec<u32>, fields: &[Field]) -> String {
    let mut values = String::new();
    for field in fields {
        let (name, mark) = match &field.name {
            Name::Constant(name) => (*name, CONSTANT),
            Name::Owned(name) => (name.as_str(), 0),
        };
        words.push(name.as_ptr() as u32);
        words.push(name.len() as u32 | mark);
        values.push_str(&field.value);
        values.push('\n');
    }
    values
}
