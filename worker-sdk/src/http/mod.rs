//! Requests, responses, headers and bodies.
//!
//! `Method`, `StatusCode`, `HeaderName`, `HeaderValue`, `HeaderMap` and the names in `header` are those of version 1 of the
//! [`http`] crate.

mod blob;
mod body;
mod cf;
pub(crate) mod conditions;
pub mod cookies;
mod encode;
mod error;
mod filename;
mod forms;
mod headers;
mod http_error;
mod into_request;
mod into_response;
#[cfg(feature = "json")]
mod json;
mod reason;
mod request;
mod response;
mod response_part;
mod sys;
mod url;
#[cfg(feature = "router")]
mod weights;

pub use ::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
pub(crate) use blob::read_blob;
pub use blob::{Blob, File, Part};
pub use body::Body;
pub(crate) use body::{decode, read_limited};
pub use cf::{BotManagement, Cf, TlsClientAuth, TlsExportedAuthenticator};
pub use cookies::{SameSite, SetCookie};
pub use forms::{FormData, FormValue};
pub use headers::{FieldName, Headers};
pub use http_error::HttpError;
#[cfg(feature = "router")]
pub(crate) use http_error::or_rejection;
pub use into_request::IntoRequest;
pub use into_response::{Html, IntoResponse};
#[cfg(feature = "json")]
pub use json::Json;
pub use request::{CacheMode, RedirectMode, Request, RequestBuilder};
pub use response::Response;
pub use response_part::ResponsePart;
pub use url::{percent_decode, percent_encode};
#[cfg(feature = "router")]
pub(crate) use weights::weighted;

pub(crate) use error::WrongChunk;
pub(crate) use filename::filename;
#[cfg(feature = "router")]
pub(crate) use forms::{fields_text as form_text_of, read_form_limited};
#[cfg(feature = "json")]
pub(crate) use json::parse as parse_json;
pub(crate) use request::Asked;
pub(crate) use response::ResponseInit;
#[cfg(feature = "router")]
pub(crate) use url::{decode_utf8, hex_pair, origin_of};

/// Whether `text` is an RFC 9110 token.
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'^'..=b'z' | b'|' | b'~'))
}

/// Whether `text` may be a header value.
fn is_value(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, 0 | b'\r' | b'\n'))
}
