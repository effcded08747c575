//! Parameters of a path as types of serde.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    self, DeserializeSeed, EnumAccess, Expected, IntoDeserializer, Unexpected, VariantAccess,
    Visitor,
};

use crate::error::mismatch;
use crate::http::HttpError;

type Pairs<'a> = &'a [(&'a str, String)];

/// What is wrong, and with which parameter.
pub(super) struct Error {
    field: Option<String>,
    problem: String,
    /// It is the handler that asks for too many or too few.
    is_our_mistake: bool,
}

impl Error {
    #[cold]
    fn of(field: &str, problem: String) -> Self {
        Self {
            field: Some(field.to_owned()),
            problem,
            is_our_mistake: false,
        }
    }

    #[cold]
    fn ours(problem: String) -> Self {
        Self {
            field: None,
            problem,
            is_our_mistake: true,
        }
    }

    #[cold]
    pub(super) fn into_rejection(self) -> HttpError {
        if self.is_our_mistake {
            return HttpError::internal(self);
        }
        let text = self.to_string();
        match self.field {
            Some(field) => HttpError::bad_request(text).with("field", field),
            None => HttpError::bad_request(text),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.problem)
    }
}

/// A derived one would be the only code of a worker that shows text as Rust writes it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            field: None,
            problem: message.to_string(),
            is_our_mistake: false,
        }
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(mismatch("type", &found, expected))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(mismatch("value", &found, expected))
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::ours(format!(
            "`Path` asks for a parameter `{field}`, which the path of the route does not have; name one `{{{field}}}`"
        ))
    }
}

/// All parameters of a path.
pub(super) struct Deserializer<'a>(Pairs<'a>);

impl<'a> Deserializer<'a> {
    pub(super) fn new(pairs: Pairs<'a>) -> Self {
        Self(pairs)
    }

    fn single(&self) -> Result<Value<'a>, Error> {
        match self.0 {
            [(name, text)] => Ok(Value { name, text }),
            pairs => Err(wrong_count(1, pairs)),
        }
    }

    fn values(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        self.0.iter().map(|(name, text)| Value { name, text })
    }
}

#[cold]
fn wrong_count(wanted: usize, pairs: Pairs<'_>) -> Error {
    let mut names = String::new();
    for (name, _) in pairs {
        let separator = if names.is_empty() { "" } else { ", " };
        names.extend([separator, "`{", name, "}`"]);
    }
    Error::ours(format!(
        "`Path` asks for {wanted} of the parameters of the path, which has {}: {names}; take a tuple or struct with as many",
        pairs.len(),
    ))
}

macro_rules! one_value {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
            self.single()?.$method(visitor)
        })*
    };
}

impl<'a> de::Deserializer<'a> for Deserializer<'a> {
    type Error = Error;

    one_value! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option
        deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            [_] => self.single()?.deserialize_any(visitor),
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.values()))
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        if self.0.len() != len {
            return Err(wrong_count(len, self.0));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(
            self.values().map(|value| (value.name, value)),
        ))
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.single()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

/// One parameter.
#[derive(Clone, Copy)]
struct Value<'a> {
    name: &'a str,
    text: &'a str,
}

impl<'a> Value<'a> {
    fn parsed<T: std::str::FromStr>(self, expected: &str) -> Result<T, Error> {
        self.text.parse().map_err(|_| self.wrong(expected))
    }

    #[cold]
    fn wrong(self, expected: &str) -> Error {
        Error::of(self.name, format!("`{}` is not {expected}", self.text))
    }

    fn named<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|mut error| {
            error.field.get_or_insert_with(|| self.name.to_owned());
            error
        })
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

impl<'de> de::Deserializer<'de> for Value<'de> {
    type Error = Error;

    parsed! {
        deserialize_bool visit_bool "`true` or `false`";
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

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.named(visitor.visit_borrowed_str(self.text))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
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
        str string byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'a> IntoDeserializer<'a, Error> for Value<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'a> EnumAccess<'a> for Value<'a> {
    type Error = Error;
    type Variant = UnitVariant;

    fn variant_seed<T: DeserializeSeed<'a>>(
        self,
        seed: T,
    ) -> Result<(T::Value, UnitVariant), Error> {
        Ok((seed.deserialize(self)?, UnitVariant))
    }
}

/// A variant without values: a path has none to give.
struct UnitVariant;

impl<'a> VariantAccess<'a> for UnitVariant {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, _: T) -> Result<T::Value, Error> {
        Err(has_values())
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(has_values())
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        Err(has_values())
    }
}

#[cold]
fn has_values() -> Error {
    Error::ours(
        "`Path` takes an enum whose variants have values; a part of a path can only name one"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Small,
        Large,
    }

    #[derive(Deserialize, Debug, PartialEq)]
    struct Id(u32);

    #[derive(Deserialize, Debug, PartialEq)]
    struct Place {
        id: Id,
        kind: Option<Kind>,
    }

    fn read<'a, T: Deserialize<'a>>(pairs: Pairs<'a>) -> Result<T, String> {
        T::deserialize(Deserializer::new(pairs)).map_err(|error| error.to_string())
    }

    #[test]
    fn types_of_parameters() {
        let two = [("id", "7".to_owned()), ("kind", "large".to_owned())];
        let one = &two[..1];
        assert_eq!(read(one), Ok(7_u8));
        assert_eq!(read(one), Ok("7".to_owned()));
        assert_eq!(read(one), Ok('7'));
        assert_eq!(read(one), Ok(Id(7)));
        assert_eq!(read(one), Ok((7_i64,)));
        assert_eq!(read(one), Ok(Some(7.0)));
        assert_eq!(read(one), Ok(()));
        assert_eq!(read(&two[1..]), Ok(Kind::Large));
        assert_eq!(read(&two), Ok((Id(7), Kind::Large)));
        assert_eq!(
            read(&two),
            Ok(Place {
                id: Id(7),
                kind: Some(Kind::Large)
            })
        );
        assert_eq!(read(&two), Ok(vec!["7".to_owned(), "large".to_owned()]));
        let map: BTreeMap<String, String> = read(&two).unwrap();
        assert_eq!(map["kind"], "large");
    }

    #[test]
    fn mistakes_name_the_parameter() {
        let two = [("id", "x".to_owned()), ("kind", "huge".to_owned())];
        let cases = [
            (
                read::<u8>(&two[..1]).map(drop),
                "id: `x` is not an integer from 0 to 255",
            ),
            (
                read::<(String, Kind)>(&two).map(drop),
                "kind: unknown variant `huge`, expected `small` or `large`",
            ),
            (
                read::<Place>(&two).map(drop),
                "id: `x` is not an integer of 32 bits without a sign",
            ),
            (
                read::<u8>(&two).map(drop),
                "`Path` asks for 1 of the parameters of the path, which has 2: `{id}`, `{kind}`; take a tuple or struct \
                 with as many",
            ),
            (
                read::<Place>(&[("kind", "large".to_owned())]).map(drop),
                "`Path` asks for a parameter `id`, which the path of the route does not have; name one `{id}`",
            ),
        ];
        for (result, expected) in cases {
            assert_eq!(result.unwrap_err(), expected);
        }
    }
}
