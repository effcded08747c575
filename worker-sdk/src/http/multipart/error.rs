//! What can be wrong with a form.

use std::fmt;

use http::StatusCode;

use super::parser::MAX_HEAD;
use crate::HttpError;
use crate::error::{Detail, Kind};

/// Why a body cannot be read as a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    NoBoundary,
    CutOff,
    Boundary,
    Header,
    Unnamed,
    LongHead,
}

impl Wrong {
    fn text(self) -> &'static str {
        match self {
            Self::NoBoundary => {
                "the form does not have the boundary that its content type names; send the content type that belongs to it"
            }
            Self::CutOff => {
                "the form ends before its last boundary; send all of it, up to the boundary with two hyphens behind"
            }
            Self::Boundary => {
                "the form has text behind a boundary; choose a boundary that is in no field"
            }
            Self::Header => "a header of a field has no colon; write `name: value`",
            Self::Unnamed => {
                "a field has no name; give it a header `content-disposition: form-data; name=\"…\"`"
            }
            Self::LongHead => "the headers of a field are longer than ",
        }
    }
}

impl Detail for Wrong {
    fn kind(&self) -> Kind {
        match self {
            Self::LongHead => Kind::TooLarge,
            _ => Kind::Malformed,
        }
    }

    fn answer(&self) -> Option<HttpError> {
        let status = match self {
            Self::LongHead => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        };
        Some(HttpError::new(status, self.to_string()))
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())?;
        match self {
            Self::LongHead => write!(f, "{MAX_HEAD} bytes; send shorter names"),
            _ => Ok(()),
        }
    }
}

/// A body that does not say that it is a form.
pub(super) struct NotMultipart {
    pub(super) content_type: Option<String>,
}

impl Detail for NotMultipart {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }

    fn answer(&self) -> Option<HttpError> {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Some(HttpError::new(status, self.to_string()))
    }
}

impl fmt::Display for NotMultipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content_type {
            Some(found) => write!(f, "the content type of the body is `{found}`")?,
            None => f.write_str("the body has no content type")?,
        }
        f.write_str("; send `multipart/form-data` with its `boundary`")
    }
}

/// The form, or a field that is read at once, has too many bytes.
pub(super) struct TooLong {
    /// The name of the field.
    pub(super) field: Option<String>,
    pub(super) limit: u64,
}

impl TooLong {
    /// What the client is told, as it cannot change the limit.
    fn fact(&self) -> String {
        let limit = self.limit;
        match &self.field {
            Some(name) => format!("the field `{name}` is larger than {limit} bytes"),
            None => format!("the form is larger than {limit} bytes"),
        }
    }
}

impl Detail for TooLong {
    fn kind(&self) -> Kind {
        Kind::TooLarge
    }

    fn answer(&self) -> Option<HttpError> {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        Some(HttpError::new(status, self.fact()))
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fact())?;
        f.write_str(match self.field {
            Some(_) => "; allow more with `max_field_length`, or read it as a stream",
            None => "; allow more with `max_length`",
        })
    }
}

/// A field is read after the next one was asked for.
pub(super) struct Passed;

impl Detail for Passed {}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the form has gone on to another field; read a field before you ask for the next one",
        )
    }
}
