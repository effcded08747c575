//! Parameters of a path as types of serde.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Visitor};

use crate::fields::{Error, Problem, Value, one_value};
use crate::http::{HttpError, StatusCode};

type Pairs<'a> = &'a [(&'a str, String)];

/// The answer to a path that is not the expected one.
#[cold]
pub(super) fn into_rejection(error: Error) -> HttpError {
    match explained(error) {
        error @ Error {
            problem: Problem::Ours(_),
            ..
        } => HttpError::internal(error),
        error => error.into_rejection(StatusCode::BAD_REQUEST),
    }
}

/// A parameter that is not there is missing in the path of the route, not in that of the request.
#[cold]
fn explained(error: Error) -> Error {
    match error.problem {
        Problem::Missing(field) => Error::ours(format!(
            "`Path` asks for a parameter `{field}`, which the path of the route does not have; name one `{{{field}}}`"
        )),
        _ => error,
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

impl<'de> de::Deserializer<'de> for Deserializer<'de> {
    type Error = Error;

    one_value! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option
        deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            [_] => self.single()?.deserialize_any(visitor),
            _ => self.deserialize_map(visitor),
        }
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

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.values()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        if self.0.len() != len {
            return Err(wrong_count(len, self.0));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(
            self.values().map(|value| (value.name, value)),
        ))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
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
        T::deserialize(Deserializer::new(pairs)).map_err(|error| explained(error).to_string())
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
