//! Keys of objects, which are text and may stand for numbers.

use serde::de::{Deserializer, Expected, Visitor};
use serde::forward_to_deserialize_any;

use super::error::Error;
use super::reader::{Number, Reader, Text};

pub(super) struct Key<'a, 'de>(pub(super) &'a mut Reader<'de>);

impl<'de> Key<'_, 'de> {
    fn text(&mut self, expected: &dyn Expected) -> Result<String, Error> {
        Ok(match self.0.string_for(expected)? {
            Text::Written(text) => text.to_owned(),
            Text::Decoded => self.0.decoded().to_owned(),
        })
    }

    /// A number that is all of the key.
    #[inline(never)]
    fn number(&mut self, expected: &dyn Expected) -> Result<Number, Error> {
        let text = self.text(expected)?;
        let mut reader = Reader::new(&text);
        let starts = matches!(text.as_bytes().first(), Some(b'-' | b'0'..=b'9'));
        let number = starts.then(|| reader.number()).transpose()?;
        match number {
            Some(number) if reader.end().is_ok() && !text.ends_with([' ', '\n', '\t', '\r']) => {
                Ok(number)
            }
            _ => Err(self
                .0
                .fault("invalid value: expected key to be a number in quotes")),
        }
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
            match self.number(&visitor)? {
                Number::Positive(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
                Number::Float(number) => visitor.visit_f64(number),
            }
        })*
    };
}

macro_rules! large_numbers {
    ($($method:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
            match self.text(&visitor)?.parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => Err(self.0.fault("invalid value: expected key to be a number in quotes")),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.visit_string(visitor)
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64
    }

    large_numbers! {
        deserialize_i128 visit_i128
        deserialize_u128 visit_u128
    }

    fn deserialize_bool<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        match self.text(&visitor)?.as_str() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => Err(serde::de::Error::invalid_type(
                serde::de::Unexpected::Str(other),
                &visitor,
            )),
        }
    }

    /// A key that is there is something.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == super::RAW_VALUE {
            return self.0.deserialize_newtype_struct(name, visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_bytes(visitor)
    }

    forward_to_deserialize_any! {
        char str string unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
