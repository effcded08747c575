//! Cron events for the crate's own worker.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::{kit, sys};
use crate::error::{Error, Result};
use crate::js;
use crate::time::{Timestamp, now};

/// Runs the `scheduled` handler of the crate's own worker, as if the pattern `cron` were due now.
///
/// The pattern need not be one of the configuration.
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::time::Timestamp;
/// use worker_sdk::{Result, test};
///
/// #[worker_sdk::test]
/// async fn cleans_at_night() -> Result<()> {
///     let night = Timestamp::from_millis(1_767_236_400_000.0);
///     let event = test::scheduled("0 3 * * *").at(night).await?;
///     assert!(event.is_ok(), "{event:?}");
///     assert!(!event.no_retry());
///     Ok(())
/// }
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/handlers/scheduled/>.
pub fn scheduled(cron: impl Into<String>) -> Scheduled {
    Scheduled {
        cron: cron.into(),
        at: None,
    }
}

/// An event to run; see [`scheduled()`]. Does nothing until it is awaited.
///
/// # Errors
///
/// Fails when the worker has no `scheduled` handler. A handler that fails is told by [`Completed`].
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
#[derive(Debug)]
#[must_use = "an event is run when it is awaited"]
pub struct Scheduled {
    cron: String,
    at: Option<Timestamp>,
}

impl Scheduled {
    /// Says when the event was due.
    pub fn at(mut self, time: Timestamp) -> Self {
        self.at = Some(time);
        self
    }

    async fn run(self) -> Result<Completed> {
        let at = self.at.unwrap_or_else(now);
        let promise = sys::own_scheduled(&kit(), &js::text(&self.cron), at.as_millis());
        Ok(Completed {
            result: js::settled(promise, "the worker's `scheduled`").await?,
        })
    }
}

impl IntoFuture for Scheduled {
    type Output = Result<Completed>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// How an event ended.
pub struct Completed {
    pub(super) result: JsValue,
}

impl Completed {
    /// Whether the handler ended without an error.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.outcome() == "ok"
    }

    /// The platform's word for how it ended: `ok`, `exception`.
    #[must_use]
    pub fn outcome(&self) -> String {
        js::string_property(&self.result, "outcome").unwrap_or_default()
    }

    /// Whether the handler asked not to be run again.
    #[must_use]
    pub fn no_retry(&self) -> bool {
        js::property(&self.result, "noRetry") == JsValue::TRUE
    }

    /// What the handler failed with.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        let thrown = js::property(&self.result, "error");
        (!thrown.is_undefined()).then(|| Error::from_raw(thrown))
    }
}

impl fmt::Debug for Completed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completed")
            .field("outcome", &self.outcome())
            .field("no_retry", &self.no_retry())
            .field("error", &self.error())
            .finish()
    }
}
