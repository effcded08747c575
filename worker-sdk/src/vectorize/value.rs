//! Values that metadata is compared with.

use std::borrow::Cow;

use crate::js::exact;
use crate::js::tape::Writer;

/// What a [`Filter`](super::Filter) compares with: text, a number, a boolean, or null.
///
/// # Examples
///
/// ```
/// use worker_sdk::vectorize::{Filter, Value};
///
/// let filter = Filter::new().eq("draft", false).ne("author", Value::null());
/// # drop(filter);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Value(Content);

#[derive(Clone, Debug, PartialEq)]
enum Content {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    /// An integer that a JavaScript number does not hold, as text.
    Inexact(String),
}

/// What JSON or JavaScript cannot hold.
pub(super) enum Wrong {
    NotFinite,
    Integer(String),
}

impl Value {
    /// No value.
    #[must_use]
    pub const fn null() -> Self {
        Self(Content::Null)
    }

    pub(super) fn has_order(&self) -> bool {
        !matches!(self.0, Content::Null | Content::Bool(_))
    }

    pub(super) fn write(&self, writer: &mut Writer) -> Result<(), Wrong> {
        match &self.0 {
            Content::Null => writer.null(),
            Content::Bool(value) => writer.bool(*value),
            Content::Number(number) if !number.is_finite() => return Err(Wrong::NotFinite),
            Content::Number(number) => writer.number(*number),
            Content::Text(text) => writer.text(text),
            Content::Inexact(integer) => return Err(Wrong::Integer(integer.clone())),
        }
        Ok(())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self(Content::Bool(value))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(Content::Text(text))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Cow<'_, str>> for Value {
    fn from(text: Cow<'_, str>) -> Self {
        text.into_owned().into()
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        let inexact = || Content::Inexact(value.to_string());
        Self(exact::from_i64(value).map_or_else(inexact, Content::Number))
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        let inexact = |_| Self(Content::Inexact(value.to_string()));
        i64::try_from(value).map_or_else(inexact, Into::into)
    }
}

macro_rules! numbers {
    ($($type:ty)*) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self(Content::Number(value.into()))
            }
        })*
    };
}

numbers!(i8 i16 i32 u8 u16 u32 f32 f64);

/// `None` is [`Value::null`].
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::null(), Into::into)
    }
}
