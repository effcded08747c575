//! A limit on bodies.

use super::Next;
use super::marks::{Before, Marks, marking};
use crate::Request;
use crate::error::Result;
use crate::extract::{BodyLimit, announced, too_large};
use crate::http::IntoResponse;

marking! {
    /// Sets how much of a body the extractors read, and refuses a request that says itself that it is larger, with 413.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::extract::BodyLimit;
    /// use worker_sdk::router::{Router, post};
    ///
    /// let router: Router = Router::new().route("/", post(|text: String| text)).layer(BodyLimit::new(1024));
    /// ```
    BodyLimit
}

impl Marks for BodyLimit {
    fn before(&self, request: &Request, next: &mut Next) -> Result<Before> {
        if announced(request).is_some_and(|length| length > self.bytes()) {
            return too_large(self.bytes())
                .into_response()
                .map(Before::Answered);
        }
        next.insert(*self);
        Ok(Before::Asked(None))
    }
}
