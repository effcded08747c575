//! What can be wrong with HTTP messages.

#[cfg(feature = "json")]
use std::error::Error as StdError;
use std::fmt::{self, Write};

use wasm_bindgen::JsValue;

use crate::error::{Detail, Error, Kind};

pub(super) struct HeaderName {
    pub(super) name: String,
}

pub(super) struct HeaderValue {
    pub(super) name: String,
}

pub(super) struct RedirectStatus {
    pub(super) status: u16,
}

pub(super) struct BodyUsed;

pub(crate) struct WrongChunk;

#[cfg(any(feature = "form", feature = "json"))]
const COMPARE: &str = "; compare what was sent with the type that it is read into";

/// A body that is not a form, and what the platform said.
pub(super) struct NotForm {
    pub(super) error: Error,
}

/// A form whose fields are not the expected ones.
#[cfg(feature = "form")]
pub(super) struct WrongFields(pub(super) crate::fields::Error);

impl Detail for HeaderName {}
impl Detail for HeaderValue {}
impl Detail for RedirectStatus {}
impl Detail for BodyUsed {}

impl Detail for WrongChunk {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

/// Three digits, without the code for any integer.
fn decimal(f: &mut fmt::Formatter<'_>, status: u16) -> fmt::Result {
    for place in [100, 10, 1] {
        f.write_char(char::from(b'0' + (status / place % 10) as u8))?;
    }
    Ok(())
}

impl Detail for NotForm {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }

    fn thrown(&self) -> Option<&JsValue> {
        self.error.as_raw()
    }
}

#[cfg(feature = "form")]
impl Detail for WrongFields {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        for byte in self.name.bytes() {
            f.write_char(if byte.is_ascii_graphic() || byte == b' ' {
                byte.into()
            } else {
                '?'
            })?;
        }
        f.write_str("` is not a header name; use letters, digits and any of !#$%&'*+-.^_`|~")
    }
}

impl fmt::Display for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of header `")?;
        f.write_str(&self.name)?;
        f.write_str("` has a line break or a zero byte; encode it, for instance as base64")
    }
}

impl fmt::Display for RedirectStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal(f, self.status)?;
        f.write_str(" is not a redirect; use 301, 302, 303, 307 or 308")
    }
}

impl fmt::Display for BodyUsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body was read already; read it once and keep the result, or clone the message before")
    }
}

impl fmt::Display for WrongChunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the stream gave a chunk that is neither bytes nor text; give it bytes")
    }
}

impl fmt::Display for NotForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        f.write_str("; send a well-formed `multipart/form-data` or `application/x-www-form-urlencoded` body")
    }
}

#[cfg(feature = "form")]
impl fmt::Display for WrongFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the fields are not the expected ones: ")?;
        self.0.fmt(f)?;
        f.write_str(COMPARE)
    }
}

/// A body that is not the expected JSON.
#[cfg(feature = "json")]
pub(super) struct NotJson(pub(super) crate::json::Error);

#[cfg(feature = "json")]
impl Detail for NotJson {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

#[cfg(feature = "json")]
impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body is not the expected JSON: ")?;
        self.0.fmt(f)?;
        f.write_str(COMPARE)
    }
}

#[cfg(all(test, feature = "form", feature = "json"))]
mod tests {
    use super::*;
    use crate::http::forms::parse_urlencoded;
    use crate::http::json::parse;

    #[test]
    fn data_of_another_shape() {
        let cases = [
            (
                parse::<u8>(b"x".to_vec()),
                "the body is not the expected JSON: expected value at line 1 column 1; compare what was \
                 sent with the type that it is read into",
            ),
            (
                parse_urlencoded::<Vec<(String, u8)>>("a=b").map(|_| 0),
                "the fields are not the expected ones: a: `b` is not an integer from 0 to 255; compare what was sent with \
                 the type that it is read into",
            ),
        ];
        for (parsed, expected) in cases {
            let error = parsed.unwrap_err();
            assert!(error.is_malformed());
            assert_eq!(error.to_string(), expected);
            assert!(error.source().is_none(), "its text is in the message");
        }
    }
}
