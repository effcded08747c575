//! A limit on bodies.

use super::{Middleware, Next};
use crate::error::Result;
use crate::extract::{BodyLimit, announced, too_large};
use crate::http::IntoResponse;
use crate::{Request, Response};

/// Sets how much of a body the extractors read, and refuses a request that says itself that it is larger, with 413.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::extract::BodyLimit;
/// use worker_sdk::router::{Router, post};
///
/// let router: Router = Router::new().route("/", post(|text: String| text)).layer(BodyLimit(1024));
/// ```
impl<S> Middleware<S> for BodyLimit {
    async fn handle(&self, request: Request, mut next: Next, _: &S) -> Result<Response> {
        if announced(&request).is_some_and(|length| length > self.0) {
            return too_large(self.0).into_response();
        }
        next.insert(*self);
        next.run(request).await
    }
}
