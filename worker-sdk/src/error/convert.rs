//! `?` from the errors that handlers meet most.

use std::error::Error as StdError;

use super::{Error, Foreign};

impl From<Box<dyn StdError + Send + Sync>> for Error {
    fn from(error: Box<dyn StdError + Send + Sync>) -> Self {
        match error.downcast::<Error>() {
            Ok(error) => *error,
            Err(error) => Self::of(Foreign(error)),
        }
    }
}

/// An error of this crate comes back as it was.
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => error,
            Err(error) => Self::of(Foreign(Box::new(error))),
        }
    }
}

/// An error with this message.
///
/// # Examples
///
/// ```
/// fn checked(name: &str) -> worker_sdk::Result<&str> {
///     Some(name).filter(|name| !name.is_empty()).ok_or("the name is empty".into())
/// }
/// assert_eq!(checked("").unwrap_err().to_string(), "the name is empty");
/// ```
impl From<&str> for Error {
    fn from(message: &str) -> Self {
        Self::saying(message.to_owned())
    }
}

/// An error with this message.
///
/// # Examples
///
/// ```
/// fn checked(age: u8) -> worker_sdk::Result<u8> {
///     if age < 150 { Ok(age) } else { Err(format!("nobody is {age} years old"))? }
/// }
/// assert_eq!(checked(200).unwrap_err().to_string(), "nobody is 200 years old");
/// ```
impl From<String> for Error {
    fn from(message: String) -> Self {
        Self::saying(message)
    }
}

macro_rules! from {
    ($($error:ty),* $(,)?) => {
        $(impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::of(Foreign(Box::new(error)))
            }
        })*
    };
}

from!(
    std::fmt::Error,
    std::str::Utf8Error,
    std::string::FromUtf8Error,
    std::num::ParseIntError,
    std::num::ParseFloatError,
    std::num::TryFromIntError,
    std::str::ParseBoolError,
    http::Error,
    http::header::InvalidHeaderName,
    http::header::InvalidHeaderValue,
    http::header::ToStrError,
    http::method::InvalidMethod,
    http::status::InvalidStatusCode,
    http::uri::InvalidUri,
    crate::task::JoinError,
);

/// The error as one of reading and writing, as the traits of streams have it.
impl From<Error> for std::io::Error {
    fn from(error: Error) -> Self {
        Self::other(error)
    }
}

#[cfg(feature = "json")]
from!(serde_json::Error, crate::json::Error);
