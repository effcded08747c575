//! A limit on time.

use std::time::Duration;

use http::StatusCode;

use super::{Middleware, Next};
use crate::error::Result;
use crate::http::{HttpError, IntoResponse};
use crate::{Request, Response, time};

/// Gives handlers up after some time, and answers with 504.
///
/// What the handler waits for is dropped. Time that it computes without waiting cannot be cut short, and the body of an
/// answer may take longer.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use worker_sdk::middleware::Timeout;
/// use worker_sdk::router::{Router, get};
///
/// let router: Router = Router::new().route("/", get(|| "hello")).layer(Timeout::new(Duration::from_secs(5)));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "a middleware is added with `Router::layer`"]
pub struct Timeout(Duration);

impl Timeout {
    /// Waits so long for an answer.
    pub const fn new(duration: Duration) -> Self {
        Self(duration)
    }
}

impl<S> Middleware<S> for Timeout {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        match time::timeout(self.0, next.run(request)).await {
            Ok(response) => response,
            Err(_) => HttpError::new(StatusCode::GATEWAY_TIMEOUT, "the answer took too long")
                .into_response(),
        }
    }
}
