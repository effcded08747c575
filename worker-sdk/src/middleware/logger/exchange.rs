//! What there is to say of a request and its answer.

use std::fmt;
use std::time::Duration;

use http::Method;

use crate::Response;
use crate::console::line::Object;
use crate::console::{Level, write};
use crate::error::{Error, Result, push_causes};
use crate::middleware::RequestId;

/// A request and its response, for [`Logger::with`](super::Logger::with).
///
/// As text, it is the line that [`Logger::new`](super::Logger::new) writes.
pub struct Exchange<'a> {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) route: Option<String>,
    pub(super) id: Option<RequestId>,
    pub(super) elapsed: Duration,
    pub(super) answer: &'a Result<Response>,
}

impl Exchange<'_> {
    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path of the request, as it came, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path of the route as it was written, such as `/users/{id}`; `None` in a fallback.
    #[must_use]
    pub fn route(&self) -> Option<&str> {
        self.route.as_deref()
    }

    /// The id of the request, where [`RequestIds`](crate::middleware::RequestIds) stands further out.
    #[must_use]
    pub fn request_id(&self) -> Option<&RequestId> {
        self.id.as_ref()
    }

    /// How long the handler has waited, to the millisecond.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The response.
    ///
    /// # Errors
    ///
    /// Fails with what rejects the event.
    pub fn response(&self) -> std::result::Result<&Response, &Error> {
        self.answer.as_ref()
    }

    /// What went wrong in the worker, with its causes: what rejects the event, or the cause of an
    /// [`HttpError`](crate::HttpError).
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        let mut text = String::new();
        match self.answer {
            Ok(response) => push_causes(&mut text, response.http_error()?.source()?),
            Err(error) => push_causes(&mut text, error),
        }
        Some(text)
    }

    /// The exchange as an object of JSON; see [`Logger::json`](super::Logger::json).
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut object = Object::default();
        object.text("message", &self.summary());
        object.text("method", self.method.as_str());
        object.text("path", &self.path);
        if let Some(route) = &self.route {
            object.text("route", route);
        }
        if let Ok(response) = self.answer {
            object.plain("status", response.status().as_u16());
        }
        object.plain("duration_ms", self.elapsed.as_millis());
        if let Some(RequestId(id)) = &self.id {
            object.text("request_id", id);
        }
        if let Some(failure) = self.failure() {
            object.text("error", &failure);
        }
        object.finish()
    }

    fn summary(&self) -> String {
        let (method, path) = (&self.method, &self.path);
        match self.answer {
            Ok(response) => format!("{method} {path} {}", response.status().as_u16()),
            Err(_) => format!("{method} {path} failed"),
        }
    }

    /// Writes `line` to the console: as an error where the event is rejected.
    pub(super) fn write(&self, line: &str) {
        let level = match self.answer {
            Ok(_) => Level::Log,
            Err(_) => Level::Error,
        };
        write(level, line, Vec::new());
    }
}

impl fmt::Display for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(id) = &self.id {
            write!(f, "{id} ")?;
        }
        let (summary, elapsed) = (self.summary(), self.elapsed.as_millis());
        match self.answer {
            Ok(_) => write!(f, "{summary} {elapsed}ms"),
            Err(error) => write!(f, "{summary} after {elapsed}ms: {error}"),
        }
    }
}

impl fmt::Debug for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exchange({self})")
    }
}
