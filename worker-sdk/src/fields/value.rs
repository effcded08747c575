//! One text.

use serde::de::value::SeqDeserializer;
use serde::de::{self, DeserializeSeed, EnumAccess, IntoDeserializer, VariantAccess, Visitor};

use super::absent::is_none_when_empty;
use super::error::{Error, Problem, shortened};

/// A text, and the name it was sent with.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
}

impl Value<'_> {
    fn parsed<T: std::str::FromStr>(self, expected: &str) -> Result<T, Error> {
        self.text.parse().map_err(|_| self.wrong(expected))
    }

    #[cold]
    fn wrong(self, expected: &str) -> Error {
        let text = shortened(self.text, 40);
        Error::of(self.name, format!("`{text}` is not {expected}"))
    }

    /// Whether it is `None` of the type `T`, an option.
    pub(super) fn is_none<T>(self) -> bool {
        self.text.is_empty() && is_none_when_empty::<T>()
    }

    fn named<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| error.at(self.name))
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $expected:literal;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let value = self.parsed($expected)?;
            self.named(visitor.$visit(value))
        })*
    };
}

/// Methods of a deserializer that stands for one text, which `single` gives, and that for an enum.
macro_rules! one_value {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.single()?.$method(visitor)
        })*

        fn deserialize_enum<V: Visitor<'de>>(
            self,
            name: &'static str,
            variants: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            self.single()?.deserialize_enum(name, variants, visitor)
        }
    };
}
pub(crate) use one_value;

impl<'de> de::Deserializer<'de> for Value<'de> {
    type Error = Error;

    parsed! {
        deserialize_i8 visit_i8 "an integer from -128 to 127";
        deserialize_i16 visit_i16 "an integer from -32768 to 32767";
        deserialize_i32 visit_i32 "an integer of 32 bits";
        deserialize_i64 visit_i64 "an integer of 64 bits";
        deserialize_i128 visit_i128 "an integer of 128 bits";
        deserialize_u8 visit_u8 "an integer from 0 to 255";
        deserialize_u16 visit_u16 "an integer from 0 to 65535";
        deserialize_u32 visit_u32 "an integer of 32 bits without a sign";
        deserialize_u64 visit_u64 "an integer of 64 bits without a sign";
        deserialize_u128 visit_u128 "an integer of 128 bits without a sign";
        deserialize_f32 visit_f32 "a number";
        deserialize_f64 visit_f64 "a number";
        deserialize_char visit_char "one character";
    }

    /// A box that is ticked is sent as `on`, another one not at all.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = match self.text {
            "true" | "on" => true,
            "false" => false,
            _ => return Err(self.wrong("`true`, `on` or `false`")),
        };
        self.named(visitor.visit_bool(value))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.named(visitor.visit_borrowed_str(self.text))
    }

    /// A list of one.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.named(visitor.visit_seq(SeqDeserializer::new(std::iter::once(self))))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_none::<V::Value>() {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.named(visitor.visit_newtype_struct(self))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.named(visitor.visit_enum(self))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.named(visitor.visit_borrowed_bytes(self.text.as_bytes()))
    }

    serde::forward_to_deserialize_any! {
        str string byte_buf unit unit_struct tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> EnumAccess<'de> for Value<'de> {
    type Error = Error;
    type Variant = UnitVariant;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, UnitVariant), Error> {
        Ok((seed.deserialize(self)?, UnitVariant))
    }
}

/// A variant without values: a text has none to give.
pub(crate) struct UnitVariant;

impl<'de> VariantAccess<'de> for UnitVariant {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Error> {
        Err(has_values())
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(has_values())
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        Err(has_values())
    }
}

#[cold]
fn has_values() -> Error {
    Error::from(Problem::Wrong(
        "this variant has values, which a text cannot give; send the name of one without"
            .to_owned(),
    ))
}
