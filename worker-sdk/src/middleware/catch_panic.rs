//! Panics as answers.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use super::{Middleware, Next};
use crate::error::{Error, Result};
use crate::executor::guard;
use crate::http::{HttpError, IntoResponse};
use crate::{Request, Response};

/// Answers with 500 when a handler panics, in workers that are built with `panic = "unwind"`.
///
/// In other workers a panic ends the instance, so nothing can be caught: the requests in flight fail, and the next one is
/// served by a new instance. In both, the panic is in the log.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::CatchPanic;
/// use worker_sdk::router::{Router, get};
///
/// let router: Router = Router::new().route("/", get(|| "hello")).layer(CatchPanic::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "a middleware is added with `Router::layer`"]
#[non_exhaustive]
pub struct CatchPanic;

impl CatchPanic {
    /// Answers without a word about the panic.
    pub const fn new() -> Self {
        Self
    }
}

impl<S> Middleware<S> for CatchPanic {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        let mut answer = pin!(next.run(request));
        let outcome = poll_fn(|context| match guard(|| answer.as_mut().poll(context)) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        });
        match outcome.await {
            Ok(response) => response,
            Err(panic) => HttpError::internal(Error::from_raw(panic)).into_response(),
        }
    }
}
