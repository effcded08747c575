//! A name for each request.

use std::convert::Infallible;

use super::Next;
use super::marks::{Before, Marks, marking};
use crate::error::{Error, Result};
use crate::extract::{FromRequestParts, OptionalFromRequestParts, Parts};
use crate::{Request, Response, crypto};

const HEADER: &str = "x-request-id";

/// Gives each request an id, which the answer has as `x-request-id` and handlers take as [`RequestId`].
///
/// An id that the client has sent is kept if it is up to 255 letters, digits and `-_=.`; else it is a random UUID.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::{RequestId, RequestIds};
/// use worker_sdk::router::{Router, get};
///
/// let router: Router = Router::new()
///     .route("/", get(|id: RequestId| format!("this is request {id}")))
///     .layer(RequestIds::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "a middleware is added with `Router::layer`"]
pub struct RequestIds {
    always_new: bool,
}

impl RequestIds {
    /// Keeps ids of clients.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a new id for each request, whatever the client has sent.
    pub fn always_new(mut self) -> Self {
        self.always_new = true;
        self
    }

    fn id_of(self, request: &Request) -> Result<RequestId> {
        let sent = request.header(HEADER);
        match sent.filter(|id| !self.always_new && is_id(id)) {
            Some(id) => Ok(RequestId(id)),
            None => crypto::random_uuid().map(RequestId),
        }
    }
}

fn is_id(id: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=.".contains(&byte);
    !id.is_empty() && id.len() <= 255 && id.bytes().all(is_allowed)
}

/// The id of this request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<S> FromRequestParts<S> for RequestId {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let none = || Error::saying("the request has no id; put `RequestIds` around the route");
        parts.extension().cloned().ok_or_else(none)
    }
}

impl<S> OptionalFromRequestParts<S> for RequestId {
    type Rejection = Infallible;

    async fn optional_from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> Result<Option<Self>, Infallible> {
        Ok(parts.extension().cloned())
    }
}

marking!(RequestIds);

impl Marks for RequestIds {
    fn before(&self, request: &Request, next: &mut Next) -> Result<Before> {
        let id = self.id_of(request)?;
        next.insert(id.clone());
        Ok(Before::Asked(Some(id.0)))
    }

    fn after(&self, response: &mut Response, id: Option<String>) -> Result<()> {
        response.headers_mut().put(HEADER, &id.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_that_are_kept() {
        assert!(is_id("a-B_1=.") && is_id(&"a".repeat(255)));
        for id in ["", "a b", "a\nb", "é", &"a".repeat(256)] {
            assert!(!is_id(id), "{id}");
        }
    }
}
