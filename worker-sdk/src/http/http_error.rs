//! Errors that are answers.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;
use wasm_bindgen::JsValue;

use super::reason::reason;
use super::response::ResponseInit;
use super::{Body, FieldName, Headers, IntoResponse, Response};
#[cfg(any(feature = "multipart", feature = "router"))]
use crate::error::Error;
use crate::error::{Result, push_causes};
use crate::js;
use crate::quoted::push_quoted;
use crate::streams::{ByteStream, Readable};
use crate::text::{push, push_decimal};

/// An error that answers the request, as a problem document of RFC 9457 (`application/problem+json`).
///
/// Any error becomes one with `?`: status 500, with nothing in the answer of what went wrong. That is written to the
/// console, where [`with_source`](HttpError::with_source) was used or `?`. What a client did wrong in a `Multipart` form is
/// its answer, with 400 or 413. An error that rejects the event and comes out
/// of [`Next::run`](crate::middleware::Next::run) goes on with `?` as what it is, and still rejects the event;
/// [`HttpError::internal`] makes an answer of it.
///
/// Middleware further out finds the error in the answer: [`Response::http_error`].
///
/// Where an event has no answer, as in handlers of queues and in remote methods, it rejects the event, with its status and
/// detail as the message. `map_err(Error::new)` makes an [`Error`](crate::Error) of it, which has no status any more: as an
/// answer that is 500.
///
/// ```no_run
/// # mod worker {
/// # use worker_sdk::{HttpError, event};
/// # use worker_sdk::queues::Batch;
/// # fn find(_: &str) -> Result<(), HttpError> { Ok(()) }
/// #[event(queue)]
/// async fn consume(batch: Batch<String>) -> Result<(), HttpError> {
///     for message in batch.messages() {
///         find(message.body())?;
///     }
///     Ok(())
/// }
/// # }
/// # fn main() {}
/// ```
///
/// # Examples
///
/// ```
/// use worker_sdk::HttpError;
/// use worker_sdk::http::StatusCode;
///
/// fn parse(number: &str) -> Result<u32, HttpError> {
///     number.parse().map_err(|_| HttpError::bad_request("the number is none").with("number", number))
/// }
///
/// fn configured(number: &str) -> Result<u32, HttpError> {
///     Ok(number.parse()?)
/// }
///
/// assert_eq!(parse("x").unwrap_err().status(), StatusCode::BAD_REQUEST);
/// assert_eq!(configured("x").unwrap_err().status(), StatusCode::INTERNAL_SERVER_ERROR);
/// ```
pub struct HttpError(Box<Problem>);

/// What a client is told of errors that are not its own.
const INTERNAL: &str = "the server could not answer; the cause is in its log";

struct Problem {
    status: StatusCode,
    detail: Cow<'static, str>,
    kind: Option<String>,
    members: Vec<(Cow<'static, str>, String)>,
    headers: Headers,
    source: Option<Box<dyn StdError + Send + Sync>>,
    /// Whether the source, an [`Error`], rejects the event.
    rejects: bool,
}

impl HttpError {
    /// An error with this status. The client reads `detail`, and as the `title` the name of a status from 400 on.
    #[cold]
    #[must_use]
    pub fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Problem {
            status,
            detail: detail.into(),
            kind: None,
            members: Vec::new(),
            headers: Headers::new(),
            source: None,
            rejects: false,
        }))
    }

    /// Status 400: the request is wrong.
    #[must_use]
    pub fn bad_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Status 401: it is not known who asks.
    #[must_use]
    pub fn unauthorized(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// Status 403: who asks may not.
    #[must_use]
    pub fn forbidden(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// Status 404: there is nothing of the kind.
    #[must_use]
    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// Status 409: it contradicts what is there.
    #[must_use]
    pub fn conflict(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// Status 500 with `source` written to the console and not told to the client.
    #[cold]
    #[must_use]
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL).with_source(source)
    }

    /// Keeps what caused the error, for the console. The client does not see it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Sets the URI that names this kind of problem.
    #[must_use]
    pub fn with_type(mut self, uri: impl Into<String>) -> Self {
        self.0.kind = Some(uri.into());
        self
    }

    /// Adds a member to the document, as text.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        let mut text = String::new();
        push_quoted(&value.to_string(), &mut text);
        self.0.members.push((name.into(), text));
        self
    }

    /// Adds a member to the document: a number, a list, an object.
    ///
    /// # Errors
    ///
    /// Fails for a value that cannot be JSON, such as a map whose keys are not text.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::HttpError;
    ///
    /// fn sold_out(left: u32) -> Result<HttpError, HttpError> {
    ///     Ok(HttpError::conflict("there are not that many").with_value("left", &left)?)
    /// }
    /// # assert_eq!(sold_out(3).unwrap().members().next(), Some(("left", "3")));
    /// ```
    #[cfg(feature = "json")]
    pub fn with_value<T: serde::Serialize + ?Sized>(
        self,
        name: impl Into<Cow<'static, str>>,
        value: &T,
    ) -> Result<Self> {
        let json = crate::json::to_string(value)?;
        Ok(self.with_json(name, json))
    }

    /// Adds a member whose value is JSON already.
    #[cfg(any(feature = "json", feature = "router"))]
    pub(crate) fn with_json(mut self, name: impl Into<Cow<'static, str>>, json: String) -> Self {
        self.0.members.push((name.into(), json));
        self
    }

    /// Sets a header of the answer, replacing earlier values. What is not allowed in a header is left out.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<FieldName>, value: impl Into<String>) -> Self {
        let _ = self.0.headers.set(name, value);
        self
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What the client reads.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The members of the document beside status and detail, and the JSON of their values.
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        let members = self.0.members.iter();
        members.map(|(name, json)| (&**name, json.as_str()))
    }

    /// What caused the error.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn StdError + Send + Sync)> {
        self.0.source.as_deref()
    }

    /// The problem document.
    fn document(&self) -> String {
        let problem = &*self.0;
        let mut text = String::from("{");
        if let Some(kind) = &problem.kind {
            push_member("type", kind, &mut text);
        }
        if let Some(title) = reason(problem.status) {
            push_member("title", title, &mut text);
        }
        push("\"status\":", &mut text);
        push_decimal(number(problem.status).into(), &mut text);
        push(",", &mut text);
        push_member("detail", &problem.detail, &mut text);
        for (name, json) in &problem.members {
            push_quoted(name, &mut text);
            push(":", &mut text);
            push(json, &mut text);
            push(",", &mut text);
        }
        text.truncate(text.len() - 1);
        push("}", &mut text);
        text
    }
}

/// `StatusCode::as_str` brings a table of all numbers.
fn number(status: StatusCode) -> u32 {
    status.as_u16().into()
}

#[inline(never)]
fn push_member(name: &str, value: &str, text: &mut String) {
    push_quoted(name, text);
    push(":", text);
    push_quoted(value, text);
    push(",", text);
}

impl IntoResponse for HttpError {
    fn into_response(mut self) -> Result<Response> {
        if let Some(source) = self.0.source.as_deref().filter(|_| !self.0.rejects) {
            log(self.0.status, source);
        }
        let mut headers = std::mem::take(&mut self.0.headers);
        headers.put("content-type", "application/problem+json")?;
        let status = self.0.status;
        let document = Document {
            text: self.document(),
            error: self,
        };
        Ok(Response::from_parts(
            status,
            headers,
            Body::from_readable(Box::new(document)),
            ResponseInit::default(),
        ))
    }
}

/// A body that knows what it was written from.
struct Document {
    text: String,
    error: HttpError,
}

impl Readable for Document {
    fn into_readable(self: Box<Self>) -> JsValue {
        js::text(&self.text)
    }

    fn into_stream(self: Box<Self>) -> ByteStream {
        ByteStream::once(Some(self.text.into_bytes()))
    }

    fn known_length(&self) -> Option<u64> {
        Some(self.text.len() as u64)
    }

    fn http_error(&self) -> Option<&HttpError> {
        Some(&self.error)
    }

    #[cfg(feature = "router")]
    fn http_error_mut(&mut self) -> Option<&mut HttpError> {
        Some(&mut self.error)
    }
}

/// The answer of a middleware that is a function. What came out of its `next` and rejects the event goes on to do so.
#[cfg(feature = "router")]
pub(crate) fn or_rejection(answer: Result<Response>) -> Result<Response> {
    let mut response = answer.map_err(Error::taken_over)?;
    let error = response.http_error_mut().filter(|error| error.0.rejects);
    let source = error.and_then(|error| error.0.source.take());
    match source.map(|source| source.downcast::<Error>()) {
        Some(Ok(error)) => Err(error.taken_over()),
        _ => Ok(response),
    }
}

#[cold]
fn log(status: StatusCode, error: &dyn StdError) {
    let mut text = format!("answered {} because of: ", number(status));
    push_causes(&mut text, error);
    crate::console_error!("{text}");
}

/// The answer to what a client did wrong, such as a form that is malformed.
#[cfg(feature = "multipart")]
fn fault_of_client(error: &(dyn std::any::Any + 'static)) -> Option<HttpError> {
    error.downcast_ref::<Error>()?.answer()
}

impl<E: StdError + Send + Sync + 'static> From<E> for HttpError {
    #[cfg_attr(not(feature = "router"), allow(unused_mut))]
    fn from(mut error: E) -> Self {
        #[cfg(feature = "multipart")]
        if let Some(answer) = fault_of_client(&error) {
            return answer;
        }
        // What comes out of a middleware's `next` and rejects the event goes on to do so.
        #[cfg(feature = "router")]
        let rejects = (&mut error as &mut dyn std::any::Any)
            .downcast_mut::<Error>()
            .is_some_and(Error::is_passed_on);
        #[cfg(not(feature = "router"))]
        let rejects = false;
        let mut error = Self::internal(error);
        error.0.rejects = rejects;
        error
    }
}

/// Where there is no answer, what went wrong is told itself.
impl From<HttpError> for Box<dyn StdError + Send + Sync> {
    fn from(mut error: HttpError) -> Self {
        match error.0.source.take_if(|_| error.0.detail == INTERNAL) {
            Some(source) => source,
            None => Box::new(Unanswered(error)),
        }
    }
}

/// As for errors that go to another thread.
impl From<HttpError> for Box<dyn StdError> {
    fn from(error: HttpError) -> Self {
        Box::<dyn StdError + Send + Sync>::from(error)
    }
}

/// An error of HTTP where there is no answer. `HttpError` itself is made of any error, so it cannot be one.
struct Unanswered(HttpError);

impl StdError for Unanswered {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.0.source.as_deref()?;
        Some(source)
    }
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", number(self.0.status), self.0.detail)
    }
}

impl fmt::Debug for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpError")
            .field("status", &self.0.status)
            .field("detail", &self.0.detail)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_document() {
        let error = HttpError::bad_request("it says \"no\"\n\u{1}\\")
            .with_type("https://example.com/no")
            .with("field", "items[0]");
        assert_eq!(
            error.document(),
            r#"{"type":"https://example.com/no","title":"Bad Request","status":400,"detail":"it says \"no\"\n\u0001\\","field":"items[0]"}"#
        );
    }

    #[test]
    fn where_there_is_no_answer_it_is_an_error() {
        let cause = "x".parse::<u8>().unwrap_err();
        let own = HttpError::not_found("no such user").with_source(cause.clone());
        let own = Box::<dyn StdError>::from(own);
        assert_eq!(own.to_string(), "404: no such user");
        assert_eq!(own.source().unwrap().to_string(), cause.to_string());
        let other = Box::<dyn StdError>::from(HttpError::from(cause.clone()));
        assert_eq!(other.to_string(), cause.to_string());
        assert!(other.source().is_none());
    }

    #[test]
    fn a_cause_stays_in_the_worker() {
        let error = HttpError::from("secret".parse::<u8>().unwrap_err());
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!error.document().contains("digit"));
        assert!(error.source().is_some());
    }
}
