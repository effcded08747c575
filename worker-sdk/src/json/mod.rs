//! JSON text, read and written.
//!
//! It reads and refuses what `serde_json` does, with the same words. Everything that does not depend on the type that is
//! read or written is compiled once, and numbers need no tables, so that a worker stays small.

mod de;
mod decimal;
mod error;
mod key;
mod reader;
mod ser;
mod ser_key;
#[cfg(test)]
mod tests;
mod writer;

use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};

pub(crate) use error::Error;
use reader::Reader;
use writer::Writer;

/// Reads a document.
pub(crate) fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    let mut reader = Reader::new(text);
    let read = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| reader.located(error))
}

/// Reads a document that has to be UTF-8.
pub(crate) fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    from_str(error::utf8(bytes)?)
}

/// The string that `text` begins with, and its length as it is written.
#[cfg(feature = "router")]
pub(crate) fn leading_string(text: &str) -> Option<(String, usize)> {
    let mut reader = Reader::new(text);
    let text = match reader.string().ok()? {
        reader::Text::Written(text) => text.to_owned(),
        reader::Text::Decoded => reader.decoded().to_owned(),
    };
    Some((text, reader.at()))
}

/// The document of a value.
pub(crate) fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    written(value, 128)
}

/// The document of a value, as bytes for a body.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    written(value, 1024).map(String::into_bytes)
}

fn written<T: Serialize + ?Sized>(value: &T, room: usize) -> Result<String, Error> {
    let mut writer = Writer::with_room(room);
    value.serialize(&mut writer)?;
    Ok(writer.into_text())
}

/// What `serde_json` calls its own structs, which stand for text that is JSON already.
const RAW: &str = "$serde_json::private::";
/// One of them: any value as it was written.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Any value, as it was written.
pub(crate) struct Raw<'de>(pub(crate) &'de str);

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Raw<'de>, M::Error> {
        map.next_key::<IgnoredAny>()?;
        map.next_value().map(Raw)
    }
}
