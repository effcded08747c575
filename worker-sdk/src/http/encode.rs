//! A message as 32-bit words that JavaScript reads in place: one crossing builds the whole response.

use std::borrow::Cow;

use wasm_bindgen::JsValue;

use super::body::{Body, Content};
use super::headers::{Field, Headers, Name};

const CONSTANT: u32 = 0x8000_0000;

/// Kinds of bodies, as `respond.js` knows them.
const NOTHING: u32 = 0;
const BYTES: u32 = 1;
const TEXT: u32 = 2;
const VALUE: u32 = 3;
const CONSTANT_TEXT: u32 = 4;

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
        Content::Bytes(bytes) => head.set_body(BYTES, bytes),
        Content::Text(Cow::Borrowed(text)) => head.set_body(CONSTANT_TEXT, text.as_bytes()),
        Content::Text(Cow::Owned(text)) => head.set_body(TEXT, text.as_bytes()),
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

/// Each value gets a line feed behind it, which no value contains.
#[inline(never)]
fn encode_fields(fields: &[Field], names: &mut Vec<[u32; 2]>, values: &mut String) {
    names.reserve_exact(fields.len());
    for field in fields {
        let (name, mark) = match &field.name {
            Name::Constant(name) => (*name, CONSTANT),
            Name::Owned(name) => (name.as_str(), 0),
        };
        names.push([name.as_ptr() as u32, name.len() as u32 | mark]);
        values.push_str(&field.value);
        values.push('\n');
    }
}
