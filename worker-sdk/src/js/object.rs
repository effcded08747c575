//! Objects of the platform as types of the SDK, without the macros of serde. Members that are not there, or null, are
//! empty, and those that newer platforms add do no harm.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::time::Timestamp;

/// A type whose members come from an object.
pub(crate) trait Object: Default {
    /// What messages call it.
    const CALLED: &'static str;

    /// Without it, the object is another one.
    const NEEDED: Option<&'static str> = None;

    /// Reads the value of a member; null is as none.
    fn read<'de, M: MapAccess<'de>>(&mut self, name: &str, map: &mut M) -> Result<(), M::Error>;
}

/// Reads members by their names, some `as` another type than they have. The map of `others` keeps what has no name here.
macro_rules! object {
    ($type:ident, $called:literal, { $($name:literal => $field:ident $(as $via:ty)?),* $(,)? } $(needs $needed:literal)? $(others $others:ident)?) => {
        impl $crate::js::object::Object for $type {
            const CALLED: &'static str = $called;
            $(const NEEDED: Option<&'static str> = Some($needed);)?

            fn read<'de, M: serde::de::MapAccess<'de>>(&mut self, name: &str, map: &mut M) -> Result<(), M::Error> {
                match name {
                    $($name => {
                        if let Some(value) = map.next_value()? {
                            self.$field = $crate::js::object::object!(@value value $($via)?);
                        }
                    })*
                    _ => $crate::js::object::object!(@other self name map $($others)?),
                }
                Ok(())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::js::object::object_of(deserializer)
            }
        }
    };
    (@value $value:ident) => { $value };
    (@value $value:ident $via:ty) => { <$via>::into($value) };
    (@other $self:ident $name:ident $map:ident) => {
        drop($map.next_value::<serde::de::IgnoredAny>()?)
    };
    (@other $self:ident $name:ident $map:ident $others:ident) => {
        drop($self.$others.insert($name.to_owned(), $map.next_value()?))
    };
}
pub(crate) use object;

pub(crate) fn object_of<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_map(Members(PhantomData))
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::CALLED)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<T, M::Error> {
        let mut object = T::default();
        let mut needed = T::NEEDED;
        while let Some(name) = map.next_key::<String>()? {
            needed = needed.filter(|needed| *needed != name);
            object.read(&name, &mut map)?;
        }
        needed.map_or(Ok(object), |needed| Err(M::Error::missing_field(needed)))
    }
}

/// A text, which some write as a number where it looks like one.
#[derive(Default)]
pub(crate) struct Text(pub(crate) String);

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<String, E> {
        Ok(flag.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }
}

/// A time: a date, a text that says one, or milliseconds since 1970. None where it says nothing.
pub(crate) struct Time(Option<Timestamp>);

impl From<Time> for Option<Timestamp> {
    fn from(time: Time) -> Self {
        time.0
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        Ok(Self(match text.parse() {
            Ok(millis) => Some(Timestamp::from_millis(millis)),
            Err(_) => super::time(&text),
        }))
    }
}
