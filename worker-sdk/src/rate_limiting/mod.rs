//! Rate limits: how often something may happen, counted by the platform.
//!
//! The configuration says how many calls a key has in ten seconds or in a minute; a key is any text, such as an account, or
//! an API key that was checked: a client that makes keys up is a new one with each call. Counting costs no time: it happens
//! beside the worker, in the location that runs it. So each location of the platform counts for itself, calls that come at the same time may all pass, and the limit is a little more than
//! it says. For a number that has to be exact, and for other times than these two, take a [`Counter`], which is a Durable
//! Object.
//!
//! As a middleware, for the requests of a client, it is [`RateLimit`](crate::middleware::RateLimit).
//!
//! ```jsonc
//! // wrangler.jsonc
//! "ratelimits": [{ "name": "LIMITER", "namespace_id": "1001", "simple": { "limit": 100, "period": 60 } }]
//! ```
//!
//! `period` is 10 or 60, in seconds. Bindings with the same `namespace_id` share their counts, also those of other workers.
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::rate_limiting::Limiter;
//! use worker_sdk::http::StatusCode;
//! use worker_sdk::{Bindings, Request, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     limiter: Limiter, // LIMITER
//! }
//!
//! async fn welcome(request: Request, app: App) -> Result<Response> {
//!     // What a client cannot choose.
//!     let address = request.header("cf-connecting-ip").unwrap_or_default();
//!     if !app.limiter.limit(&address).await?.success {
//!         return Ok(Response::text("too many requests").with_status(StatusCode::TOO_MANY_REQUESTS));
//!     }
//!     Ok(Response::text("welcome"))
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/>.

#[cfg(feature = "serde")]
mod counter;
mod error;
mod limit;
mod quota;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
#[cfg(feature = "serde")]
pub use counter::Counter;
pub use limit::Limit;
pub use quota::{Decision, Quota};

/// A rate limit, by a binding in `ratelimits`. Cheap to clone.
///
/// See the [module](self) for an example, and
/// <https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/>.
#[derive(Clone)]
pub struct Limiter(JsValue);

/// Whether a call is within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "nothing is refused unless the caller does it"]
pub struct Outcome {
    /// The key has had no more calls than it may have, this one included.
    pub success: bool,
}

impl Outcome {
    /// Whether a call is within the limit, for tests.
    pub const fn new(success: bool) -> Self {
        Self { success }
    }
}

impl Limiter {
    /// Wraps a JavaScript `RateLimit`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `RateLimit`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `RateLimit`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Counts a call of `key`, and says whether it is within the limit. Calls beyond it are not counted. Nothing is counted
    /// before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(limiter: worker_sdk::rate_limiting::Limiter) -> worker_sdk::Result<()> {
    /// let allowed = limiter.limit("customer-42").await?.success;
    /// # let _ = allowed;
    /// # Ok(())
    /// # }
    /// ```
    pub fn limit(&self, key: impl AsRef<str>) -> Limit {
        Limit::new(&self.0, key.as_ref())
    }
}

impl Binding for Limiter {
    const SECTION: &'static str = "ratelimits";
    const EXPECTED: &'static str = "a rate limit";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "limit").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limiter { .. }")
    }
}
