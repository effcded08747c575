//! Values for the placeholders of a statement.

use std::borrow::Cow;
use std::fmt;

use wasm_bindgen::JsValue;

use super::error::{WhyNot, WrongParam};
use super::value::Value;
use crate::error::{Error, Result};
use crate::js::exact;
use crate::js::tape::{Open, Tag, Writer};
use crate::time::Timestamp;

/// Makes [`Params`] of values that are [`ToSql`], which it borrows.
///
/// # Examples
///
/// ```
/// use worker_sdk::params;
///
/// let name = String::from("Ada");
/// let values = params![1, name, None::<f64>, [0_u8, 255]];
/// assert_eq!((values.len(), name.as_str()), (4, "Ada"));
/// ```
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        $crate::sql::Params::new()$(.with(&$value))*
    };
}

/// Values for the placeholders of a statement, in order.
///
/// [`params!`](crate::params) makes them of a fixed number of values, which it borrows, `collect` of any number. A tuple of up
/// to twelve values, an array or a `Vec` can stand in their place.
///
/// A value that cannot be bound is not an error until the statement runs, which then fails and does nothing.
///
/// # Examples
///
/// ```
/// use worker_sdk::sql::Params;
///
/// let ids = [1, 5, 9];
/// let places = vec!["?"; ids.len()].join(", ");
/// let sql = format!("SELECT * FROM users WHERE id IN ({places})");
/// let values: Params = ids.iter().collect();
/// assert_eq!(values.len(), 3);
/// # let _ = sql;
/// ```
pub struct Params {
    writer: Writer,
    list: Open,
    count: usize,
    problem: Option<Error>,
}

impl Params {
    /// No values.
    #[must_use]
    pub fn new() -> Self {
        let mut writer = Writer::default();
        let list = writer.open(Tag::List);
        Self {
            writer,
            list,
            count: 0,
            problem: None,
        }
    }

    /// Adds a value for the next placeholder.
    pub fn push(&mut self, value: &(impl ToSql + ?Sized)) {
        self.push_param(value.to_sql());
    }

    /// As [`push`](Params::push), for a chain of calls.
    #[must_use]
    pub fn with(mut self, value: &(impl ToSql + ?Sized)) -> Self {
        self.push(value);
        self
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn push_param(&mut self, param: Result<Param<'_>>) {
        self.count += 1;
        let refused = match param {
            Ok(Param::Null) => return self.writer.null(),
            Ok(Param::Text(text)) => return self.writer.text(&text),
            Ok(Param::Blob(bytes)) => return self.writer.bytes(&bytes),
            Ok(Param::Integer(value)) => match exact::from_i64(value) {
                Some(number) => return self.writer.number(number),
                None => WhyNot::Inexact(value),
            },
            Ok(Param::Real(number)) if number.is_finite() => return self.writer.number(number),
            Ok(Param::Real(number)) => WhyNot::Infinite(number),
            Err(error) => WhyNot::Refused(error),
        };
        let place = self.count;
        let error = || {
            Error::of(WrongParam {
                place,
                why: refused,
            })
        };
        self.problem.get_or_insert_with(error);
    }

    /// The list of JavaScript values.
    pub(crate) fn into_js(mut self) -> Result<JsValue> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        self.writer.close(self.list, self.count);
        Ok(self.writer.into_js())
    }
}

impl Default for Params {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Params({} values)", self.count)
    }
}

impl<T: ToSql> Extend<T> for Params {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        for value in values {
            self.push(&value);
        }
    }
}

impl<T: ToSql> FromIterator<T> for Params {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut params = Self::new();
        params.extend(values);
        params
    }
}

/// No values.
impl From<()> for Params {
    fn from((): ()) -> Self {
        Self::new()
    }
}

impl<T: ToSql, const N: usize> From<[T; N]> for Params {
    fn from(values: [T; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<T: ToSql> From<Vec<T>> for Params {
    fn from(values: Vec<T>) -> Self {
        values.into_iter().collect()
    }
}

/// A value as SQLite knows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Param<'a> {
    /// No value.
    Null,
    /// An integer; beyond ±(2^53 − 1) it cannot be bound.
    Integer(i64),
    /// A number; one that is not finite cannot be bound.
    Real(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Blob(Cow<'a, [u8]>),
}

/// A value that can be bound to a placeholder.
///
/// Derive it for enums and structs of one field, see [`FromSql`](super::FromSql).
///
/// # Example: by hand
///
/// ```
/// use worker_sdk::Result;
/// use worker_sdk::sql::{Param, ToSql};
///
/// enum Role { Admin, Member }
///
/// impl ToSql for Role {
///     fn to_sql(&self) -> Result<Param<'_>> {
///         Ok(Param::Text(match self {
///             Role::Admin => "admin".into(),
///             Role::Member => "member".into(),
///         }))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be bound to a placeholder of a statement",
    note = "numbers, `bool`, text, bytes and `Option`s of them can; wrap structured data in `Json`, or derive `ToSql`"
)]
pub trait ToSql {
    /// The value as SQLite knows it.
    ///
    /// # Errors
    ///
    /// Fails when the value has no form that SQLite knows.
    fn to_sql(&self) -> Result<Param<'_>>;
}

macro_rules! to_sql {
    ($($type:ty: |$value:ident| $param:expr;)*) => {
        $(impl ToSql for $type {
            fn to_sql(&self) -> Result<Param<'_>> {
                let $value = self;
                Ok($param)
            }
        })*
    };
}

to_sql! {
    bool: |value| Param::Integer((*value).into());
    i8: |value| Param::Integer((*value).into());
    i16: |value| Param::Integer((*value).into());
    i32: |value| Param::Integer((*value).into());
    i64: |value| Param::Integer(*value);
    isize: |value| Param::Integer(*value as i64);
    u8: |value| Param::Integer((*value).into());
    u16: |value| Param::Integer((*value).into());
    u32: |value| Param::Integer((*value).into());
    // What does not fit is beyond 2^53 as well.
    u64: |value| Param::Integer(i64::try_from(*value).unwrap_or(i64::MAX));
    usize: |value| Param::Integer(i64::try_from(*value).unwrap_or(i64::MAX));
    f32: |value| Param::Real((*value).into());
    f64: |value| Param::Real(*value);
    str: |value| Param::Text(value.into());
    String: |value| Param::Text(value.into());
    Box<str>: |value| Param::Text((&**value).into());
    Cow<'_, str>: |value| Param::Text((&**value).into());
    char: |value| Param::Text(value.to_string().into());
    [u8]: |value| Param::Blob(value.into());
    Vec<u8>: |value| Param::Blob(value.into());
    Timestamp: |value| Param::Real(value.as_millis());
    Value: |value| match value {
        Value::Null => Param::Null,
        Value::Integer(value) => Param::Integer(*value),
        Value::Real(value) => Param::Real(*value),
        Value::Text(value) => Param::Text(value.into()),
        Value::Blob(value) => Param::Blob(value.into()),
    };
}

impl<const N: usize> ToSql for [u8; N] {
    fn to_sql(&self) -> Result<Param<'_>> {
        self.as_slice().to_sql()
    }
}

#[cfg(feature = "serde")]
impl ToSql for crate::Bytes {
    fn to_sql(&self) -> Result<Param<'_>> {
        self.0.as_slice().to_sql()
    }
}

/// As JSON text.
#[cfg(feature = "json")]
impl<T: serde::Serialize> ToSql for crate::Json<T> {
    fn to_sql(&self) -> Result<Param<'_>> {
        Ok(Param::Text(crate::json::to_string(&self.0)?.into()))
    }
}

impl<T: ToSql> ToSql for Option<T> {
    fn to_sql(&self) -> Result<Param<'_>> {
        self.as_ref().map_or(Ok(Param::Null), ToSql::to_sql)
    }
}

impl<T: ToSql + ?Sized> ToSql for &T {
    fn to_sql(&self) -> Result<Param<'_>> {
        (**self).to_sql()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(params: Params) -> String {
        params.problem.map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn what_cannot_be_bound_is_named() {
        assert_eq!(message(params![1, (1_i64 << 53) - 1, 0.5, "a"]), "");
        assert_eq!(
            message(params![1, 1_i64 << 53, f64::NAN]),
            "cannot bind parameter 2: 9007199254740992 is beyond 2^53 − 1, where numbers of JavaScript are not \
             exact; bind it as text"
        );
        assert_eq!(
            message(params![u64::MAX]),
            "cannot bind parameter 1: 9223372036854775807 is beyond 2^53 − 1, where numbers of JavaScript are not \
             exact; bind it as text"
        );
        assert_eq!(
            message(params![f64::NAN]),
            "cannot bind parameter 1: SQLite has no NaN; bind `None`, or a number that is finite"
        );
    }
}
