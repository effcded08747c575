//! The fields of a form or a query.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::value::MapDeserializer;
use serde::de::{self, DeserializeOwned, Visitor};

use super::error::Error;
use super::field::Field;
use super::value::Value;

/// Urlencoded fields as a value of type `T`.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    T::deserialize(Form(&pairs(text)))
}

/// A name and a text.
type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

fn pairs(text: &str) -> Vec<Pair<'_>> {
    form_urlencoded::parse(text.as_bytes()).collect()
}

struct Form<'a>(&'a [Pair<'a>]);

impl<'a> Form<'a> {
    /// One of each name, in the order in which they came first.
    fn fields(&self) -> Vec<Field<'a>> {
        let mut places = BTreeMap::new();
        let mut fields: Vec<Field<'a>> = Vec::new();
        for (name, text) in self.0 {
            let place = *places.entry(name.as_ref()).or_insert(fields.len());
            match fields.get_mut(place) {
                Some(field) => field.others.push(text),
                None => fields.push(Field {
                    name,
                    first: text,
                    others: Vec::new(),
                }),
            }
        }
        fields
    }
}

impl<'de> de::Deserializer<'de> for Form<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(self.fields().into_iter().map(
            |field| {
                (
                    Value {
                        name: field.name,
                        text: field.name,
                    },
                    field,
                )
            },
        )))
    }

    /// All names and texts in order, also those that come again.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(MapDeserializer::new(
            self.0
                .iter()
                .map(|(name, text)| (Value { name, text: name }, Value { name, text })),
        ))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf tuple_struct map struct enum
        identifier ignored_any
    }
}
