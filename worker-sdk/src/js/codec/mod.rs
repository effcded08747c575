//! The one codec between Rust values and JavaScript values.
//!
//! | Rust | JavaScript |
//! |---|---|
//! | structs, maps | plain objects; keys that are numbers, booleans or unit variants become text |
//! | `None`, `()`, unit structs | `null`; when reading also `undefined`, and a field may be left out |
//! | integers, floats | numbers; an integer beyond ±(2^53 − 1) is an error in both directions, never rounded |
//! | `Bytes`, `serde_bytes` | `Uint8Array`; when reading also `ArrayBuffer`, other views and lists of numbers |
//! | `Bytes` in untagged and internally tagged enums and in flattened fields | as above, but other views are their elements |
//! | `Vec<u8>` | a list of numbers, as serde sees it; when reading also bytes |
//! | sequences of numbers, when reading | also typed arrays: `Vec<f32>` of a `Float32Array`, `Vec<i64>` of a `BigInt64Array` |
//! | `Timestamp` | `Date`; when reading also a number |
//! | numbers and text, when reading | also a `Date`, as milliseconds or as ISO 8601; also a `bigint` of up to 64 bits |
//! | maps and sequences, when reading | also `Map` and `Set` |
//! | enums | as in JSON: a unit variant is text, others an object with one field |
//!
//! Half of a surrogate pair, which is no Unicode text, is read as U+FFFD. Functions and symbols are left out, as in
//! JSON. Names are own properties: `__proto__` is a name like others. At most 128 levels of values are passed,
//! about four million values (a member of an object counts as two), and 64 MiB of text and bytes.

mod bytes;
mod containers;
mod de;
mod error;
mod key;
mod live;
mod ser;
mod several;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

pub use bytes::Bytes;
use de::Deserializer;
pub(crate) use de::numbers;
pub(crate) use error::Problem;
pub use live::Live;
pub(crate) use ser::DATE;
pub(crate) use several::Several;

use super::tape::{Item, Reader, Source, Tag, Tape, Writer};
use crate::error::{Error, Result};

/// A JavaScript value made of a Rust value.
///
/// # Errors
///
/// Fails for an integer that a JavaScript number cannot hold, for keys that are no text, for more than 128 levels,
/// and when `value` refuses. The error names the path to the culprit.
pub(crate) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue> {
    let mut writer = Writer::default();
    append(value, &mut writer)?;
    Ok(writer.into_js())
}

/// Writes a value behind others.
///
/// # Errors
///
/// As [`to_js`].
pub(crate) fn append<T: Serialize + ?Sized>(value: &T, writer: &mut Writer) -> Result<()> {
    value
        .serialize(ser::Serializer::new(writer))
        .map_err(|problem| Error::of(problem.while_writing()))
}

/// Writes a list of objects. What else is among `values` is the problem `no_object`.
///
/// # Errors
///
/// As [`to_js`].
pub(crate) fn append_objects<T: Serialize>(
    values: &[T],
    no_object: &'static str,
    writer: &mut Writer,
) -> Result<()> {
    let list = writer.open(Tag::List);
    for (index, value) in values.iter().enumerate() {
        let begin = writer.end();
        let written = value.serialize(ser::Serializer::new(writer));
        let written = written.and_then(|()| match writer.is_object(begin) {
            true => Ok(()),
            false => Err(Problem::new(no_object)),
        });
        written.map_err(|problem| Error::of(problem.in_element(index).while_writing()))?;
    }
    writer.close(list, values.len());
    Ok(())
}

/// A Rust value made of a JavaScript value.
///
/// # Errors
///
/// Fails when the value does not have the shape of `T`; the error [is malformed](Error::is_malformed) and names the
/// path, what was expected and what was found.
pub(crate) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T> {
    from_js_of(value, "")
}

/// As [`from_js`]; errors say that the value was `of` something, such as "the metadata of `key`".
pub(crate) fn from_js_of<T: DeserializeOwned>(value: &JsValue, of: &str) -> Result<T> {
    let tape = Tape::of(value, Source::Value)?;
    from_tape_of(&tape, &|| of.to_owned())
}

/// As [`from_js_of`], of a value that is on a tape already.
pub(crate) fn from_tape_of<T: DeserializeOwned>(tape: &Tape, of: &dyn Fn() -> String) -> Result<T> {
    let _live = live::Reading::begin(tape.live());
    from_tape(tape.reader()).map_err(|problem| Error::of(problem.while_reading(&of())))
}

/// The next value of a tape that JavaScript wrote, of several.
fn next_of<'de, T: serde::Deserialize<'de>>(
    reader: &mut Reader<'de>,
    live: Option<&JsValue>,
    of: &dyn std::fmt::Display,
) -> Result<T> {
    let _live = live::Reading::begin(live);
    let value = Deserializer::new(reader).and_then(T::deserialize);
    value.map_err(|problem| Error::of(problem.while_reading(&of.to_string())))
}

/// The entries of a `Map` whose keys are text, in its order. Errors say that a value was `of` its key.
pub(crate) fn entries<T: DeserializeOwned>(
    tape: &Tape,
    of: fn(&str) -> String,
) -> impl Iterator<Item = Result<(String, T)>> {
    let live = live::Reading::begin(tape.live());
    let mut reader = tape.reader();
    let mut left = match reader.next() {
        Some(Item::Map(count)) => count,
        _ => 0,
    };
    std::iter::from_fn(move || {
        let _live = &live;
        left = left.checked_sub(1)?;
        let Some(Item::Text(key)) = reader.next() else {
            return None;
        };
        let value = Deserializer::new(&mut reader).and_then(T::deserialize);
        if value.is_err() {
            // What follows cannot be found any more.
            left = 0;
        }
        let value = value.map_err(|problem| Error::of(problem.while_reading(&of(key))));
        Some(value.map(|value| (key.to_owned(), value)))
    })
}

/// A plain object of names and values.
///
/// # Errors
///
/// As [`to_js`]; the path begins with the name.
pub(crate) fn object_to_js<'a, T: Serialize>(
    fields: impl IntoIterator<Item = (&'a str, T)>,
) -> Result<JsValue> {
    let mut writer = Writer::default();
    let object = writer.open(Tag::Object);
    let mut count = 0;
    for (name, value) in fields {
        writer.text(name);
        value
            .serialize(ser::Serializer::new(&mut writer))
            .map_err(|problem| Error::of(problem.in_field(name).while_writing()))?;
        count += 1;
    }
    writer.close(object, count);
    Ok(writer.into_js())
}

fn from_tape<'de, T: serde::Deserialize<'de>>(mut reader: Reader<'de>) -> Result<T, Problem> {
    T::deserialize(Deserializer::new(&mut reader)?)
}

#[cfg(test)]
mod tests;
