//! A tape to Rust values.

use serde::de::value::SeqDeserializer;
use serde::de::{self, DeserializeSeed, Error as _, SeqAccess, Unexpected, Visitor};

use super::containers::{Entries, List, Variant, View, only_field};
use super::error::Problem;
use super::ser::DATE;
use super::{key, live};
use crate::js::exact;
use crate::js::tape::{Item, Reader};
use crate::time::Timestamp;

pub(super) type Result<T, E = Problem> = std::result::Result<T, E>;

/// One value, and the tape after it.
pub(crate) struct Deserializer<'a, 'de> {
    pub(super) item: Item<'de>,
    pub(super) reader: &'a mut Reader<'de>,
}

impl<'a, 'de> Deserializer<'a, 'de> {
    #[inline]
    pub(crate) fn new(reader: &'a mut Reader<'de>) -> Result<Self> {
        match reader.next() {
            Some(item) => Ok(Self { item, reader }),
            None => Err(Problem::new("the value ends early")),
        }
    }

    /// An integer that is known exactly, for types that hold integers.
    fn integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let Item::Number(number) = self.item else {
            return match self.item {
                Item::Date(ms) => number_of(ms, visitor),
                _ => de::Deserializer::deserialize_any(self, visitor),
            };
        };
        match exact::to_i64(number) {
            // That of -0, too.
            Some(integer) => whole(integer, visitor),
            None if number.fract() == 0.0 => Err(rounded(number, &visitor)),
            None => visitor.visit_f64(number),
        }
    }

    fn float<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.item {
            Item::Number(number) | Item::Date(number) => visitor.visit_f64(number),
            _ => de::Deserializer::deserialize_any(self, visitor),
        }
    }

    fn bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.item {
            Item::Bytes(bytes) | Item::View(_, bytes) => visitor.visit_borrowed_bytes(bytes),
            _ => de::Deserializer::deserialize_any(self, visitor),
        }
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.item {
            Item::Bytes(bytes) => numbers(bytes, visitor),
            _ => de::Deserializer::deserialize_any(self, visitor),
        }
    }
}

#[cold]
#[inline(never)]
fn rounded(number: f64, expected: &dyn de::Expected) -> Problem {
    Problem::new(format!(
        "expected {expected}, found the number {number}, which is beyond 2^53 − 1 and may be rounded; \
         pass it as text"
    ))
}

/// A number without a fraction is an integer, as in JSON.
fn number_of<'de, V: Visitor<'de>>(number: f64, visitor: V) -> Result<V::Value> {
    match exact::to_i64(number) {
        Some(0) if number.is_sign_negative() => visitor.visit_f64(number),
        Some(integer) => whole(integer, visitor),
        None => visitor.visit_f64(number),
    }
}

fn whole<'de, V: Visitor<'de>>(integer: i64, visitor: V) -> Result<V::Value> {
    match u64::try_from(integer) {
        Ok(integer) => visitor.visit_u64(integer),
        Err(_) => visitor.visit_i64(integer),
    }
}

/// Bytes as a list of numbers, all of which have to be taken.
pub(crate) fn numbers<'de, V: Visitor<'de>>(bytes: &[u8], visitor: V) -> Result<V::Value> {
    let mut list = SeqDeserializer::new(bytes.iter().copied());
    let value = visitor.visit_seq(&mut list)?;
    match list.size_hint() {
        Some(0) => Ok(value),
        left => Err(left_over("a list", bytes.len(), left.unwrap_or_default())),
    }
}

#[cold]
#[inline(never)]
pub(super) fn left_over(what: &str, length: usize, left: usize) -> Problem {
    let expected = length - left;
    Problem::new(format!(
        "expected {what} of {expected}, found one of {length}"
    ))
}

fn unexpected<'de, V: Visitor<'de>>(what: &'static str, visitor: &V) -> Result<V::Value> {
    Err(Problem::invalid_type(Unexpected::Other(what), visitor))
}

macro_rules! as_one {
    ($how:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            self.$how(visitor)
        })*
    };
}

impl<'de> de::Deserializer<'de> for Deserializer<'_, 'de> {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.item {
            Item::Null | Item::Undefined | Item::Nothing => visitor.visit_unit(),
            Item::Bool(value) => visitor.visit_bool(value),
            Item::Number(number) => number_of(number, visitor),
            Item::Signed(value) => visitor.visit_i64(value),
            Item::Unsigned(value) => visitor.visit_u64(value),
            Item::Huge => unexpected("a `bigint` of more than 64 bits", &visitor),
            Item::Text(text) => visitor.visit_borrowed_str(text),
            Item::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            Item::View(elements, bytes) => View::visit(elements, bytes, self.reader, visitor),
            Item::Date(ms) => match Timestamp::from_millis(ms).to_iso_string() {
                Some(text) => visitor.visit_string(text),
                None => visitor.visit_unit(),
            },
            Item::List(length) => List::visit(length, self.reader, visitor),
            Item::Object(length) | Item::Map(length) => {
                Entries::visit(length, self.reader, visitor)
            }
            Item::Live(_) => unexpected("a value that stays in JavaScript", &visitor),
            Item::Rows { .. } => unexpected("rows", &visitor),
        }
    }

    as_one!(integer:
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    );
    as_one!(float: deserialize_f32 deserialize_f64);
    as_one!(bytes: deserialize_bytes deserialize_byte_buf);
    as_one!(list: deserialize_seq);

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.list(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.item {
            Item::Null | Item::Undefined | Item::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        match (name, self.item) {
            (live::LIVE, Item::Live(index)) => visitor.visit_u128(index as u128),
            (live::LIVE, _) => self.deserialize_any(visitor),
            (DATE, _) => self.float(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.item {
            Item::Text(name) => visitor.visit_enum(Variant::of_name(name, self.reader)),
            Item::Object(length) => match only_field(length, self.reader) {
                Some((name, behind)) => {
                    let variant = Variant::with_content(name, &mut *self.reader);
                    let value = visitor
                        .visit_enum(variant)
                        .map_err(|problem| problem.in_field(name))?;
                    skip(behind * 2, self.reader);
                    Ok(value)
                }
                None => unexpected("an object that has not exactly one field", &visitor),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let left = match self.item {
            Item::List(count) => count,
            Item::Object(count) | Item::Map(count) => count * 2,
            _ => 0,
        };
        skip(left, self.reader);
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool char str string unit unit_struct map struct identifier
    }
}

fn skip(count: usize, reader: &mut Reader<'_>) {
    for _ in 0..count {
        reader.skip();
    }
}

/// The key of a map: text, or any value in a JavaScript `Map`.
#[inline]
pub(super) fn key<'de, K: DeserializeSeed<'de>>(
    seed: K,
    item: Item<'de>,
    reader: &mut Reader<'de>,
) -> Result<K::Value> {
    match item {
        Item::Text(text) => seed.deserialize(key::Deserializer(text)),
        item => seed.deserialize(Deserializer { item, reader }),
    }
}
