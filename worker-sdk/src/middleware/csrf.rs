//! Requests that another site has made a browser send.

use super::Next;
use super::marks::{Before, Marks, marking};
use crate::Request;
use crate::error::Result;
use crate::http::{HttpError, IntoResponse, origin_of};
use crate::text::behind;

/// Refuses requests that another site has made a browser send, with 403.
///
/// `GET`, `HEAD` and `OPTIONS` pass: they must change nothing. Requests for a WebSocket do not: their `origin` has to be
/// that of the request, or trusted. For other methods, what the browser says decides:
/// `sec-fetch-site` has to be `same-origin` or `none`, and where an older browser sends none, `origin` has to be that
/// of the request. What has neither does not come from a browser, and passes. No tokens are needed.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::Csrf;
/// use worker_sdk::router::{Router, post};
///
/// let router: Router = Router::new()
///     .route("/", post(|| "changed"))
///     .layer(Csrf::new().trust("https://app.example.com"));
/// ```
///
/// See <https://developer.mozilla.org/docs/Web/Security/Attacks/CSRF>.
#[derive(Clone, Debug, Default)]
#[must_use = "a middleware is added with `Router::layer`"]
pub struct Csrf {
    trusted: Vec<String>,
}

impl Csrf {
    /// Lets no other site.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets another origin, written as browsers do: `https://app.example.com`.
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    fn lets(&self, request: &Request) -> bool {
        match &*request.verb() {
            // A browser lets any site open a WebSocket, and says in `origin` which one did.
            _ if is_upgrade(request) => self.lets_socket(request),
            "GET" | "HEAD" | "OPTIONS" => true,
            _ => self.lets_change(request),
        }
    }

    fn lets_socket(&self, request: &Request) -> bool {
        let origin = request.header("origin");
        origin.is_none_or(|origin| {
            self.trusted.contains(&origin) || origin_of(request.url()) == origin
        })
    }

    fn lets_change(&self, request: &Request) -> bool {
        let origin = request.header("origin");
        if let Some(origin) = &origin
            && self.trusted.contains(origin)
        {
            return true;
        }
        match request.header("sec-fetch-site") {
            Some(site) => matches!(site.as_str(), "same-origin" | "none"),
            None => origin.is_none_or(|origin| origin_of(request.url()) == origin),
        }
    }
}

fn is_upgrade(request: &Request) -> bool {
    let protocols = request.header("upgrade").unwrap_or_default();
    behind(&protocols.to_ascii_lowercase(), "websocket").is_some()
}

marking!(Csrf);

impl Marks for Csrf {
    fn before(&self, request: &Request, _: &mut Next) -> Result<Before> {
        if self.lets(request) {
            return Ok(Before::Asked(None));
        }
        let error = HttpError::forbidden("this request was made by another site");
        error.into_response().map(Before::Answered)
    }
}
