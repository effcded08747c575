//! A call that is counted.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::error::NoOutcome;
use super::{Outcome, sys};
use crate::error::{Error, Result};
use crate::js::{self, Options};

/// Counts a call: [`Limiter::limit`](super::Limiter::limit). Nothing is counted before it is awaited.
///
/// # Errors
///
/// Fails when the platform cannot count. Decide then whether to go on.
#[must_use = "nothing is counted until it is awaited"]
pub struct Limit {
    limiter: JsValue,
    options: Options,
}

impl Limit {
    pub(super) fn new(limiter: &JsValue, key: &str) -> Self {
        Self {
            limiter: limiter.clone(),
            options: Options::new().text("key", key),
        }
    }

    /// Counts the call as so many, at least one: what costs more, such as the lines of an upload. It is allowed when the key
    /// has had fewer than its limit before, so the last one may go beyond. Older simulators refuse it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(limiter: worker_sdk::rate_limiting::Limiter, orders: Vec<String>) -> worker_sdk::Result<()> {
    /// let allowed = limiter.limit("customer-42").delta(orders.len() as u32).await?.success;
    /// # let _ = allowed;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delta(mut self, calls: u32) -> Self {
        self.options = self.options.number("delta", f64::from(calls));
        self
    }

    async fn ask(self) -> Result<Outcome> {
        let promise = sys::rate_limit(&self.limiter, &self.options.into_js());
        let outcome = js::settled(promise, "asking a rate limit").await?;
        let success = js::property(&outcome, "success");
        match success == JsValue::TRUE {
            false if success != JsValue::FALSE => Err(Error::of(NoOutcome)),
            success => Ok(Outcome { success }),
        }
    }
}

impl IntoFuture for Limit {
    type Output = Result<Outcome>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.ask())
    }
}

impl fmt::Debug for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limit { .. }")
    }
}
