//! What a span says of itself.

use std::borrow::Cow;
use std::fmt::Display;

use wasm_bindgen::JsValue;

use crate::js;

/// Every integer up to here is exact as a number of JavaScript.
const EXACT: u128 = 1 << 53;

/// The value of an attribute: a flag, a number or text.
///
/// An integer that a number of JavaScript would round becomes text.
///
/// # Examples
///
/// ```
/// use worker_sdk::spans::Value;
///
/// assert_eq!(Value::from(3), Value::Number(3.0));
/// assert_eq!(Value::from(u64::MAX), Value::Text("18446744073709551615".into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Text.
    Text(Cow<'a, str>),
}

impl Value<'_> {
    pub(super) fn to_js(&self) -> JsValue {
        match self {
            Self::Bool(flag) => JsValue::from_bool(*flag),
            Self::Number(number) => JsValue::from_f64(*number),
            Self::Text(text) => js::text(text),
        }
    }

    fn integer(value: impl Display, magnitude: u128, rounded: f64) -> Self {
        match magnitude <= EXACT {
            true => Self::Number(rounded),
            false => Self::Text(value.to_string().into()),
        }
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

macro_rules! numbers {
    ($($type:ty)*) => {
        $(
            impl From<$type> for Value<'_> {
                fn from(number: $type) -> Self {
                    Self::Number(number.into())
                }
            }
        )*
    };
}

macro_rules! integers {
    ($($type:ty: $magnitude:expr;)*) => {
        $(
            impl From<$type> for Value<'_> {
                fn from(integer: $type) -> Self {
                    Self::integer(integer, $magnitude(integer), integer as f64)
                }
            }
        )*
    };
}

numbers!(f64 f32 i8 i16 i32 u8 u16 u32);
integers! {
    i64: |integer: i64| integer.unsigned_abs().into();
    u64: u128::from;
    isize: |integer: isize| integer.unsigned_abs() as u128;
    usize: |integer| integer as u128;
}

/// How what a span stands for has ended: [`Span::set_status`](super::Span::set_status), and what a tail worker
/// [is told of it](crate::tail::SpanUpdate).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Nobody said.
    #[default]
    Unset,
    /// It succeeded.
    Ok,
    /// It failed, for this reason.
    Error(String),
}

impl Status {
    /// `None` for a code that this version does not know.
    pub(crate) fn from_raw(raw: &JsValue) -> Option<Self> {
        Some(match js::string_property(raw, "code")?.as_str() {
            "unset" => Self::Unset,
            "ok" => Self::Ok,
            "error" => Self::Error(js::string_property(raw, "message").unwrap_or_default()),
            _ => return None,
        })
    }

    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Unset => "unset",
            Self::Ok => "ok",
            Self::Error(_) => "error",
        }
    }

    pub(super) fn message(&self) -> JsValue {
        match self {
            Self::Error(message) => js::text(message),
            _ => JsValue::UNDEFINED,
        }
    }
}

/// Where a span belongs, as other systems have to be told: [`Span::context`](super::Span::context).
///
/// For tests, [`default`](Default::default) is one of which nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SpanContext {
    /// The id of the trace, 32 hexadecimal digits.
    pub trace_id: String,
    /// The id of the span, 16 hexadecimal digits.
    pub span_id: String,
    /// The flags of the trace; the lowest bit says that it is recorded.
    pub trace_flags: u8,
}

impl SpanContext {
    pub(super) fn from_raw(raw: &JsValue) -> Option<Self> {
        Some(Self {
            trace_id: js::string_property(raw, "traceId")?,
            span_id: js::string_property(raw, "spanId")?,
            trace_flags: js::number(&js::property(raw, "traceFlags")).unwrap_or_default() as u8,
        })
    }

    /// The header `traceparent` of W3C Trace Context, which tells another server what its spans are part of.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::spans::SpanContext;
    ///
    /// let mut context = SpanContext::default();
    /// context.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736".to_owned();
    /// context.span_id = "00f067aa0ba902b7".to_owned();
    /// context.trace_flags = 1;
    /// let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    /// assert_eq!(context.traceparent(), header);
    /// ```
    ///
    /// See <https://www.w3.org/TR/trace-context/#traceparent-header>.
    #[must_use]
    pub fn traceparent(&self) -> String {
        let Self {
            trace_id,
            span_id,
            trace_flags,
        } = self;
        format!("00-{trace_id}-{span_id}-{trace_flags:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_that_would_be_rounded_are_text() {
        let exact = 1_u64 << 53;
        assert_eq!(Value::from(exact), Value::Number(exact as f64));
        assert_eq!(Value::from(exact + 1), Value::from("9007199254740993"));
        assert_eq!(Value::from(i64::MIN), Value::from("-9223372036854775808"));
        assert_eq!(Value::from(-3_isize), Value::Number(-3.0));
        assert_eq!(Value::from(7_usize), Value::Number(7.0));
    }
}
