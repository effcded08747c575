//! Values in rows.

use std::fmt;

use super::error::Mismatch;
use crate::js::exact;
use crate::js::tape::Item;
use crate::time::Timestamp;

/// A value in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueRef<'a> {
    /// No value.
    Null,
    /// A number without a fraction, up to ±(2^53 − 1). JavaScript does not tell a real `1.0` from an integer.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl<'a> ValueRef<'a> {
    /// `None` for what is no value of a database.
    #[inline]
    pub(super) fn of(item: Item<'a>) -> Option<Self> {
        Some(match item {
            Item::Null | Item::Undefined => Self::Null,
            Item::Number(number) => Self::number(number),
            Item::Text(text) => Self::Text(text),
            Item::Bytes(bytes) => Self::Blob(bytes),
            Item::Bool(value) => Self::Integer(value.into()),
            Item::Signed(value) => Self::Integer(value),
            _ => return None,
        })
    }

    #[inline]
    fn number(number: f64) -> Self {
        match exact::to_i64(number) {
            Some(0) if number.is_sign_negative() => Self::Real(number),
            Some(integer) => Self::Integer(integer),
            None => Self::Real(number),
        }
    }

    /// An owned copy.
    #[must_use]
    pub fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Integer(value) => Value::Integer(value),
            Self::Real(value) => Value::Real(value),
            Self::Text(value) => Value::Text(value.to_owned()),
            Self::Blob(value) => Value::Blob(value.to_vec()),
        }
    }
}

/// What it is, for messages; longer text is cut.
impl fmt::Display for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Integer(value) => write!(f, "the number {value}"),
            Self::Real(value) => write!(f, "the number {value}"),
            Self::Text(text) if text.chars().nth(40).is_some() => {
                let shown: String = text.chars().take(40).collect();
                write!(f, "the text \"{}…\"", shown.escape_debug())
            }
            Self::Text(text) => write!(f, "the text \"{}\"", text.escape_debug()),
            Self::Blob(bytes) => write!(f, "a blob of {} bytes", bytes.len()),
        }
    }
}

/// A value of a database, for columns and parameters whose type is not known.
///
/// # Examples
///
/// ```
/// use worker_sdk::params;
/// use worker_sdk::sql::{Params, Value};
///
/// let fields = [Value::Text("Ada".into()), Value::Integer(36), Value::Null];
/// let values: Params = fields.into_iter().collect();
/// assert_eq!(values.len(), 3);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A number without a fraction.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// A type that a column can have.
///
/// Derive it, and [`ToSql`](super::ToSql), for an enum whose variants have no fields, which are text then, and for a struct of
/// one field, which is what its field is. A variant with a number (`Low = 1`) is refused: implement the traits to store numbers.
/// These attributes exist for both derives:
///
/// | attribute | |
/// |---|---|
/// | `#[sql(rename = "text")]`, on a variant | its text is another than its name |
/// | `#[sql(rename_all = "snake_case")]`, on the enum | so is that of all: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE` |
/// | `#[sql(crate = path)]` | where this crate is, if not at `::worker_sdk` |
///
/// # Examples
///
/// ```
/// use worker_sdk::sql::{FromRow, FromSql, ToSql};
///
/// #[derive(FromSql, ToSql)]
/// struct NoteId(u32);
///
/// #[derive(FromSql, ToSql)]
/// #[sql(rename_all = "snake_case")]
/// enum Status {
///     Draft,
///     InReview,
///     #[sql(rename = "live")]
///     Published,
/// }
///
/// #[derive(FromRow)]
/// struct Note {
///     id: NoteId,
///     status: Status,
/// }
/// ```
///
/// # Example: by hand
///
/// ```
/// use worker_sdk::sql::{FromSql, Mismatch, ValueRef};
///
/// enum Role { Admin, Member }
///
/// impl FromSql for Role {
///     fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
///         match value {
///             ValueRef::Text("admin") => Ok(Role::Admin),
///             ValueRef::Text("member") => Ok(Role::Member),
///             _ => Err(Mismatch::new("`admin` or `member`")),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of a column",
    note = "numbers, `bool`, `String`, `Vec<u8>` and `Option`s of them are; wrap structured data in `Json`, or derive `FromSql`"
)]
pub trait FromSql: Sized {
    /// The Rust value of a value in a row.
    ///
    /// # Errors
    ///
    /// Fails for a value that the type does not have.
    fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch>;
}

macro_rules! integers {
    ($($type:ty),*) => {
        $(impl FromSql for $type {
            #[inline]
            fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
                match value {
                    ValueRef::Integer(integer) => Self::try_from(integer).ok(),
                    ValueRef::Real(0.0) => Some(0),
                    _ => None,
                }
                .ok_or(Mismatch::new(concat!("an integer that is a `", stringify!($type), "`")))
            }
        })*
    };
}

integers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

macro_rules! from_sql {
    ($($type:ty, $expected:literal: $($pattern:pat => $value:expr),*;)*) => {
        $(impl FromSql for $type {
            #[inline]
            fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
                match value {
                    $($pattern => Ok($value),)*
                    _ => Err(Mismatch::new($expected)),
                }
            }
        })*
    };
}

from_sql! {
    bool, "0 or 1": ValueRef::Integer(0) => false, ValueRef::Integer(1) => true;
    f64, "a number": ValueRef::Real(number) => number, ValueRef::Integer(integer) => integer as f64;
    f32, "a number": ValueRef::Real(number) => number as f32, ValueRef::Integer(integer) => integer as f32;
    String, "text": ValueRef::Text(text) => text.to_owned();
    Box<str>, "text": ValueRef::Text(text) => text.into();
    Vec<u8>, "a blob": ValueRef::Blob(bytes) => bytes.to_vec();
}

/// From milliseconds since 1970, from what SQLite's `CURRENT_TIMESTAMP` writes, which is UTC, or from
/// [ISO 8601](Timestamp::from_iso_string).
impl FromSql for Timestamp {
    fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Real(ms) => Some(Self::from_millis(ms)),
            ValueRef::Integer(ms) => Some(Self::from_millis(ms as f64)),
            ValueRef::Text(text) => Self::from_sql_text(text),
            _ => None,
        }
        .ok_or(Mismatch::new(
            "milliseconds since 1970, or text such as `2026-11-20 12:00:00`",
        ))
    }
}

impl FromSql for char {
    fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        let ValueRef::Text(text) = value else {
            return Err(Mismatch::new("one character"));
        };
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(c),
            _ => Err(Mismatch::new("one character")),
        }
    }
}

impl<const N: usize> FromSql for [u8; N] {
    fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        let expected = || Mismatch::new(format!("a blob of {N} bytes"));
        match value {
            ValueRef::Blob(bytes) => bytes.try_into().map_err(|_| expected()),
            _ => Err(expected()),
        }
    }
}

#[cfg(feature = "serde")]
impl FromSql for crate::Bytes {
    fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        Vec::from_sql(value).map(Self)
    }
}

/// From JSON text.
#[cfg(feature = "json")]
impl<T: serde::de::DeserializeOwned> FromSql for crate::Json<T> {
    fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        let ValueRef::Text(text) = value else {
            return Err(Mismatch::new("JSON text"));
        };
        let parsed = crate::json::from_str(text);
        parsed
            .map(Self)
            .map_err(|error| Mismatch::new(format!("JSON text of the right shape ({error})")))
    }
}

impl<T: FromSql> FromSql for Option<T> {
    #[inline]
    fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Null => Ok(None),
            value => T::from_sql(value).map(Some),
        }
    }
}

impl FromSql for Value {
    fn from_sql(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        Ok(value.to_value())
    }
}

/// The unit type takes any value and forgets it.
impl FromSql for () {
    fn from_sql(_: ValueRef<'_>) -> Result<Self, Mismatch> {
        Ok(())
    }
}
