//! A field with all its texts.

use serde::de::value::SeqDeserializer;
use serde::de::{self, IntoDeserializer, Visitor};

use super::error::Error;
use super::value::{Value, one_value};

/// A name that was sent, and every text it was sent with.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) first: &'a str,
    pub(super) others: Vec<&'a str>,
}

impl<'a> Field<'a> {
    fn single(&self) -> Result<Value<'a>, Error> {
        if self.others.is_empty() {
            return Ok(Value {
                name: self.name,
                text: self.first,
            });
        }
        let count = self.others.len() + 1;
        let problem = format!("was sent {count} times, but takes one value");
        Err(Error::of(self.name, problem))
    }
}

impl<'de> de::Deserializer<'de> for Field<'de> {
    type Error = Error;

    one_value! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier deserialize_unit deserialize_map
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.single() {
            Ok(value) => value.deserialize_any(visitor),
            Err(_) => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let name = self.name;
        let texts = std::iter::once(self.first).chain(self.others);
        let values = texts.map(|text| Value { name, text });
        let mut values = SeqDeserializer::new(values);
        visitor
            .visit_seq(&mut values)
            .and_then(|value| values.end().map(|()| value))
            .map_err(|error: Error| error.at(name))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.single() {
            Ok(value) if value.is_none::<V::Value>() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let name = self.name;
        visitor
            .visit_newtype_struct(self)
            .map_err(|error| error.at(name))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.single()?.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.single()?.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

impl<'de> IntoDeserializer<'de, Error> for Field<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
