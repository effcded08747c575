//! Headers as types.

use super::{FromRequestParts, OptionalFromRequestParts, Parts};
use crate::base64;
use crate::http::HttpError;
use crate::text::bare;

/// A header as a type of your own.
///
/// # Examples
///
/// ```
/// use worker_sdk::extract::Header;
///
/// struct ApiVersion(u32);
///
/// impl Header for ApiVersion {
///     const NAME: &'static str = "x-api-version";
///
///     fn decode(value: &str) -> Option<Self> {
///         value.parse().ok().map(ApiVersion)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no header",
    label = "not known as a header",
    note = "implement `worker_sdk::extract::Header` for `{Self}`, or take `Headers` and read it there"
)]
pub trait Header: Sized {
    /// Its name, in small letters.
    const NAME: &'static str;

    /// Reads a value; `None` for one that is wrong.
    fn decode(value: &str) -> Option<Self>;
}

/// One header of the request. A request without it, and one whose value is wrong, is answered with 400.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::extract::{BearerToken, TypedHeader};
///
/// async fn whoami(token: Option<TypedHeader<BearerToken>>) -> String {
///     token.map_or_else(|| "nobody".to_owned(), |TypedHeader(token)| token.0)
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedHeader<T>(pub T);

impl<S, T: Header> FromRequestParts<S> for TypedHeader<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        match parts.request.header(T::NAME) {
            Some(value) => T::decode(&value).map(Self).ok_or_else(|| wrong(T::NAME)),
            None => Err(missing(T::NAME)),
        }
    }
}

impl<S, T: Header> OptionalFromRequestParts<S> for TypedHeader<T> {
    type Rejection = HttpError;

    async fn optional_from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> Result<Option<Self>, HttpError> {
        let value = parts.request.header(T::NAME);
        let decode = |value: String| T::decode(&value).map(Self).ok_or_else(|| wrong(T::NAME));
        value.map(decode).transpose()
    }
}

#[cold]
fn wrong(name: &'static str) -> HttpError {
    HttpError::bad_request(format!("the value of the header `{name}` is wrong")).with("field", name)
}

#[cold]
fn missing(name: &'static str) -> HttpError {
    HttpError::bad_request(format!("the header `{name}` is missing")).with("field", name)
}

/// The token of `authorization: Bearer …`.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken(pub String);

/// Name and password of `authorization: Basic …`.
#[derive(Clone, PartialEq, Eq)]
pub struct BasicAuth {
    /// The name, which has no `:`.
    pub username: String,
    /// The password.
    pub password: String,
}

impl Header for BearerToken {
    const NAME: &'static str = "authorization";

    fn decode(value: &str) -> Option<Self> {
        let token = credentials(value, "bearer")?;
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        (!token.is_empty() && token.bytes().all(is_token)).then(|| Self(token.to_owned()))
    }
}

impl Header for BasicAuth {
    const NAME: &'static str = "authorization";

    fn decode(value: &str) -> Option<Self> {
        let decoded = base64(credentials(value, "basic")?)?;
        let (username, password) = decoded.split_once(':')?;
        Some(Self {
            username: username.to_owned(),
            password: password.to_owned(),
        })
    }
}

macro_rules! hidden {
    ($($type:ident)*) => {
        $(impl std::fmt::Debug for $type {
            /// Shows nothing of it.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), " { .. }"))
            }
        })*
    };
}

hidden!(BearerToken BasicAuth);

/// What follows a scheme of `authorization`.
fn credentials<'a>(value: &'a str, scheme: &str) -> Option<&'a str> {
    let (written, rest) = bare(value).split_once(' ')?;
    written.eq_ignore_ascii_case(scheme).then(|| bare(rest))
}

/// Decodes base64 of UTF-8, with or without `=` at its end.
fn base64(text: &str) -> Option<String> {
    let bytes = base64::decode(text.trim_end_matches('='), base64::Alphabet::Standard)?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_rfc_4648() {
        let cases = [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
            ("Zm9vYmE", "fooba"),
        ];
        for (text, expected) in cases {
            assert_eq!(base64(text).as_deref(), Some(expected));
        }
        for text in ["Z", "Zh==", "Zm9v Yg", "Zm-v", "/w=="] {
            assert_eq!(base64(text), None, "{text}");
        }
    }

    #[test]
    fn credentials_of_rfc_7617_and_6750() {
        let basic = BasicAuth::decode("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==").unwrap();
        assert_eq!(
            (&*basic.username, &*basic.password),
            ("Aladdin", "open sesame")
        );
        let basic = BasicAuth::decode("basic dGVzdDoxMjPCow==").unwrap();
        assert_eq!((&*basic.username, &*basic.password), ("test", "123£"));
        assert_eq!(
            BearerToken::decode("bearer mF_9.B5f-4.1JqM").unwrap().0,
            "mF_9.B5f-4.1JqM"
        );
        assert_eq!(BearerToken::decode(" Bearer  a\t").unwrap().0, "a");
        for wrong in [
            "",
            "Bearer",
            "Bearer ",
            "Basic a",
            "Bearer a b",
            "Token a",
            "Bearer \u{a0}a",
            "Bearer a\u{2003}",
            "\u{a0}Bearer a",
        ] {
            assert!(BearerToken::decode(wrong).is_none(), "{wrong}");
        }
        assert!(BasicAuth::decode("Basic Zm9v").is_none(), "no colon");
        assert_eq!(format!("{basic:?}"), "BasicAuth { .. }");
    }
}
