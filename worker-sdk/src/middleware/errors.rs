//! Failures as answers.

use super::{Middleware, Next};
use crate::error::{Error, Result};
use crate::http::IntoResponse;
use crate::js::Local;
use crate::{Request, Response};

/// Makes an answer of what handlers and middleware further in fail with. Without it, such an error rejects the event, as an
/// uncaught exception would.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::on_error;
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::{Error, HttpError, Result};
///
/// async fn fails() -> Result<String> {
///     Err("secret")?
/// }
///
/// let router: Router = Router::new()
///     .route("/", get(fails))
///     .layer(on_error(|error: Error| HttpError::internal(error)));
/// ```
pub fn on_error<R: IntoResponse + 'static>(answer: impl Fn(Error) -> R + 'static) -> OnError {
    let answer = move |error| answer(error).into_response();
    OnError(Local::new(Box::new(answer)))
}

/// The middleware of [`on_error`].
#[must_use = "a middleware is added with `Router::layer`"]
pub struct OnError(Local<Answer>);

type Answer = Box<dyn Fn(Error) -> Result<Response>>;

impl<S> Middleware<S> for OnError {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        next.run(request).await.or_else(|error| (self.0)(error))
    }
}

impl std::fmt::Debug for OnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OnError { .. }")
    }
}
