//! Messages as types of the [`http`] crate, for routers and middleware that work on those.
//!
//! A handler may take an `http::Request<Body>` and return an `http::Response<Body>`:
//!
//! ```no_run
//! # use worker_sdk::{Body, Result, event};
//! #[event(fetch)]
//! async fn handle(request: http::Request<Body>) -> Result<http::Response<Body>> {
//!     let answer = http::Response::builder().header("x-path", request.uri().path());
//!     Ok(answer.body(request.into_body())?)
//! }
//! # fn main() {}
//! ```
//!
//! Nothing is lost on the way: bodies stay unread, a request without a body has an empty one whose length is known, and
//! one with a body of no bytes does not, repeated fields such as `set-cookie` stay apart, and what the
//! `http` crate has no place for is among the extensions: [`NativeRequest`] for a request, and for a response its
//! WebSocket, the text beside its status, its `cf` object and that its body is compressed already. A request that came in
//! is sent on without the signal of its client: the future of its handler is dropped when that leaves.
//!
//! The `http` crate is stricter about header values than the platform. A conversion fails for a value with control
//! characters, and for one that is not UTF-8 on its way to the platform, which knows text alone.

use std::fmt;

use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode, Uri};
use wasm_bindgen::JsValue;

use crate::__private::{Argument, FetchArgs, RequestArgs};
use crate::abort::AbortSignal;
use crate::error::{Detail, Error, Kind, Result};
use crate::http::{
    Asked, Body, Cf, FieldName, Headers, IntoResponse, Request, Response, ResponseInit,
};

/// The request of the platform behind an `http::Request`, kept among its extensions.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::integrations::http::NativeRequest;
///
/// fn colo(request: &http::Request<worker_sdk::Body>) -> Option<String> {
///     request.extensions().get::<NativeRequest>()?.cf().colo()
/// }
/// ```
#[derive(Clone)]
pub struct NativeRequest {
    raw: JsValue,
    asked: Asked,
    #[cfg(feature = "axum")]
    pub(super) event: Option<(crate::Env, crate::Context)>,
}

impl NativeRequest {
    fn of(request: &Request) -> Self {
        Self {
            raw: request.as_raw().clone(),
            asked: request.asked(),
            #[cfg(feature = "axum")]
            event: None,
        }
    }

    /// The JavaScript `Request`. Its body belongs to the `http::Request`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// As [`Request::cf`].
    #[must_use]
    pub fn cf(&self) -> Cf {
        Request::from_raw(self.raw.clone()).cf()
    }

    /// As [`Request::signal`].
    #[must_use]
    pub fn signal(&self) -> AbortSignal {
        Request::from_raw(self.raw.clone()).signal()
    }
}

impl fmt::Debug for NativeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NativeRequest { .. }")
    }
}

impl TryFrom<&Headers> for HeaderMap {
    type Error = Error;

    fn try_from(headers: &Headers) -> Result<Self> {
        let mut map = HeaderMap::new();
        let mut refused = None;
        headers.each(&mut |name, value| {
            let key = HeaderName::from_bytes(name.as_bytes());
            match (key, HeaderValue::from_bytes(value.as_bytes())) {
                (Ok(key), Ok(value)) => {
                    map.append(key, value);
                }
                _ => refused = Some(name.to_owned()),
            }
        });
        match refused {
            None => Ok(map),
            Some(name) => Err(Error::of(Refused { name })),
        }
    }
}

impl TryFrom<&HeaderMap> for Headers {
    type Error = Error;

    fn try_from(map: &HeaderMap) -> Result<Self> {
        let mut headers = Headers::new();
        for (name, value) in map {
            let text = std::str::from_utf8(value.as_bytes()).map_err(|_| {
                Error::of(NotText {
                    name: name.as_str().to_owned(),
                })
            })?;
            headers.push(written(name), text.to_owned());
        }
        Ok(headers)
    }
}

/// Names that most answers have, as constants: JavaScript decodes those once.
const FREQUENT: [&str; 12] = [
    "content-type",
    "content-length",
    "cache-control",
    "location",
    "set-cookie",
    "vary",
    "etag",
    "last-modified",
    "access-control-allow-origin",
    "x-content-type-options",
    "content-encoding",
    "x-request-id",
];

fn written(name: &HeaderName) -> FieldName {
    match FREQUENT.iter().find(|frequent| name == **frequent) {
        Some(frequent) => FieldName::from(*frequent),
        None => FieldName::from(name),
    }
}

impl TryFrom<Request> for http::Request<Body> {
    type Error = Error;

    fn try_from(request: Request) -> Result<Self> {
        let uri = match Uri::try_from(request.url()) {
            Ok(uri) => uri,
            // The platform leaves characters in the query that URLs must not have, if a client sent them.
            Err(_) => Uri::try_from(request.normal_url())?,
        };
        let headers = HeaderMap::try_from(&request.headers())?;
        let method = request.method().clone();
        let native = NativeRequest::of(&request);
        let tells_of_body =
            headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING);
        let body = match tells_of_body || request.has_body() {
            true => request.into_body(),
            false => Body::empty(),
        };
        let mut converted = http::Request::new(body);
        *converted.method_mut() = method;
        *converted.uri_mut() = uri;
        *converted.headers_mut() = headers;
        converted.extensions_mut().insert(native);
        Ok(converted)
    }
}

impl TryFrom<http::Request<Body>> for Request {
    type Error = Error;

    /// Makes a request to send. It keeps its behaviour at redirects and at caches and its `cf` object, and what Rust asked for:
    /// a signal, a timeout, a body as it is sent. The signal of a client that a request came from is left out.
    fn try_from(request: http::Request<Body>) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let headers = Headers::try_from(&parts.headers)?;
        let sent = Self::from_parts(parts.method, &parts.uri.to_string(), headers, body)?;
        match parts.extensions.get::<NativeRequest>() {
            Some(native) => sent.like(native.as_raw(), native.asked),
            None => Ok(sent),
        }
    }
}

/// What the `http` crate has no place for, and the status that it belongs to.
#[derive(Clone, Default)]
struct Init(ResponseInit, StatusCode);

impl TryFrom<Response> for http::Response<Body> {
    type Error = Error;

    fn try_from(response: Response) -> Result<Self> {
        let (status, headers, body, init) = response.into_parts();
        let mut converted = http::Response::new(body);
        *converted.status_mut() = status;
        *converted.headers_mut() = HeaderMap::try_from(&headers)?;
        converted.extensions_mut().insert(Init(init, status));
        Ok(converted)
    }
}

impl TryFrom<http::Response<Body>> for Response {
    type Error = Error;

    fn try_from(response: http::Response<Body>) -> Result<Self> {
        let (mut parts, body) = response.into_parts();
        let headers = Headers::try_from(&parts.headers)?;
        let Init(init, status) = parts.extensions.remove().unwrap_or_default();
        Ok(Self::from_parts(status, headers, body, init).with_status(parts.status))
    }
}

impl IntoResponse for http::Response<Body> {
    fn into_response(self) -> Result<Response> {
        self.try_into()
    }
}

impl Argument<FetchArgs> for http::Request<Body> {
    fn from_args(args: &mut FetchArgs) -> Result<Self> {
        Request::from_args(args)?.try_into()
    }
}

impl Argument<RequestArgs> for http::Request<Body> {
    fn from_args(args: &mut RequestArgs) -> Result<Self> {
        Request::from_args(args)?.try_into()
    }
}

/// A field of the platform that the `http` crate does not take.
struct Refused {
    name: String,
}

/// A field of the `http` crate that the platform does not take.
struct NotText {
    name: String,
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl Detail for NotText {}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the header `")?;
        f.write_str(&self.name)?;
        f.write_str(
            "` cannot be a header of the `http` crate, because of a control character; take a `worker_sdk::Request` \
             to read it",
        )
    }
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of header `")?;
        f.write_str(&self.name)?;
        f.write_str("` is not UTF-8; encode it, for instance as base64")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(map: &HeaderMap) -> Vec<(&str, &str)> {
        map.iter()
            .map(|(name, value)| {
                (
                    name.as_str(),
                    std::str::from_utf8(value.as_bytes()).unwrap(),
                )
            })
            .collect()
    }

    #[test]
    fn headers_keep_repeated_fields_and_text_beyond_ascii() {
        let mut headers = Headers::new();
        for (name, value) in [
            ("Set-Cookie", "a=1, 2"),
            ("x-one", "é"),
            ("set-cookie", "b"),
            ("x-empty", ""),
        ] {
            headers.append(name, value).unwrap();
        }
        let map = HeaderMap::try_from(&headers).unwrap();
        assert_eq!(
            pairs(&map),
            [
                ("set-cookie", "a=1, 2"),
                ("set-cookie", "b"),
                ("x-empty", ""),
                ("x-one", "é"),
            ]
        );
        let back = Headers::try_from(&map).unwrap();
        assert_eq!(back.get_set_cookie(), ["a=1, 2", "b"]);
        assert_eq!(back.get("x-one").as_deref(), Some("é"));
        assert_eq!(back.get("x-empty").as_deref(), Some(""));
    }

    #[test]
    fn fields_that_one_side_cannot_have_are_named() {
        let mut headers = Headers::new();
        headers.set("x-control", "\u{1}").unwrap();
        let error = HeaderMap::try_from(&headers).unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(
            error.to_string(),
            "the header `x-control` cannot be a header of the `http` crate, because of a control character; take a \
             `worker_sdk::Request` to read it"
        );
        let mut map = HeaderMap::new();
        map.insert("x-latin", HeaderValue::from_bytes(b"\xE9").unwrap());
        assert_eq!(
            Headers::try_from(&map).unwrap_err().to_string(),
            "the value of header `x-latin` is not UTF-8; encode it, for instance as base64"
        );
    }

    #[test]
    fn responses_keep_status_and_fields() {
        let response = Response::empty()
            .with_status(StatusCode::IM_A_TEAPOT)
            .with_header("x-one", "1")
            .unwrap();
        let converted = http::Response::<Body>::try_from(response).unwrap();
        assert_eq!(converted.status(), StatusCode::IM_A_TEAPOT);
        assert_eq!(pairs(converted.headers()), [("x-one", "1")]);
        let back = converted.into_response().unwrap();
        assert_eq!(back.status(), StatusCode::IM_A_TEAPOT);
        assert_eq!(back.headers().get("x-one").as_deref(), Some("1"));
    }
}
