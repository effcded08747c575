//! Asking work in progress to stop.
//!
//! Rust futures are stopped by dropping them; nothing here is needed for that. A signal stops what runs on the other
//! side of the boundary, such as a subrequest, and tells when somebody else asked to stop.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use worker_sdk::{Request, Response, Result};
//! # use worker_sdk::abort::AbortSignal;
//! # async fn run(request: Request) -> Result<Response> {
//! let request = request.with_signal(&AbortSignal::timeout(Duration::from_secs(5)))?;
//! match worker_sdk::fetch(request).await {
//!     Err(error) if error.is_timeout() => Ok(Response::text("too slow")),
//!     other => other,
//! }
//! # }
//! ```

mod sys;

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::executor::Promised;
use crate::js;

/// Aborts what was given its [`signal`](AbortController::signal).
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::Request;
/// # use worker_sdk::abort::AbortController;
/// # fn run(request: Request) -> worker_sdk::Result<()> {
/// let controller = AbortController::new();
/// let request = request.with_signal(&controller.signal())?;
/// controller.abort();
/// # let _ = request;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AbortController(JsValue);

impl AbortController {
    /// A controller whose signal is not aborted yet.
    #[must_use]
    pub fn new() -> Self {
        Self(sys::new_controller())
    }

    /// Wraps a JavaScript `AbortController`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `AbortController`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The signal to hand out.
    #[must_use]
    pub fn signal(&self) -> AbortSignal {
        AbortSignal::from_raw(js::property(&self.0, "signal"))
    }

    /// Aborts with the platform's `AbortError`. Aborting again does nothing.
    ///
    /// It is for the request that made it: where the platform refuses to abort what belongs to another one, the log says so
    /// and nothing happens.
    pub fn abort(&self) {
        sys::abort(&self.0, &JsValue::UNDEFINED);
    }

    /// Aborts with `reason`, which the aborted work fails with.
    pub fn abort_with(&self, reason: &Error) {
        sys::abort(&self.0, &js::error_to_js(reason));
    }
}

impl Default for AbortController {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for AbortController {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AbortController { .. }")
    }
}

/// Tells work that it should stop. Cheap to clone.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-standards/#abortcontroller-and-abortsignal>.
#[derive(Clone)]
pub struct AbortSignal(JsValue);

impl AbortSignal {
    /// A signal that is aborted already, with `reason`.
    #[must_use]
    pub fn aborted_with(reason: &Error) -> Self {
        Self(sys::aborted_signal(&js::error_to_js(reason)))
    }

    /// A signal that aborts after `duration`, at most 24.8 days, with a `TimeoutError`.
    #[must_use]
    pub fn timeout(duration: Duration) -> Self {
        Self(sys::timeout_signal(duration.as_secs_f64() * 1_000.0))
    }

    /// A signal that aborts as soon as one of `signals` does.
    #[must_use]
    pub fn any<'a>(signals: impl IntoIterator<Item = &'a AbortSignal>) -> Self {
        let list = js::list(signals.into_iter().map(|signal| signal.0.clone()));
        Self(sys::any_signal(&list))
    }

    /// Wraps a JavaScript `AbortSignal`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `AbortSignal`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// Whether somebody asked to stop; `false` where the platform does not tell, because the signal belongs to another
    /// request.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        sys::is_aborted(&self.0) == 1
    }

    /// Why to stop; `None` before [`is_aborted`](AbortSignal::is_aborted).
    #[must_use]
    pub fn reason(&self) -> Option<Error> {
        self.is_aborted()
            .then(|| Error::from_raw(js::property(&self.0, "reason")))
    }

    /// Stops with the reason if somebody asked to.
    ///
    /// # Errors
    ///
    /// Fails with [`reason`](AbortSignal::reason) once the signal is aborted.
    pub fn check(&self) -> crate::Result<()> {
        self.reason().map_or(Ok(()), Err)
    }

    /// Waits for `work`, unless somebody asks to stop before; then `work` is dropped.
    ///
    /// # Errors
    ///
    /// Fails with [`reason`](AbortSignal::reason) when the signal is aborted, also when it was before.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn run(signal: worker_sdk::abort::AbortSignal) -> worker_sdk::Result<()> {
    /// signal.run(worker_sdk::sleep(Duration::from_secs(5))).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn run<F: Future>(&self, work: F) -> crate::Result<F::Output> {
        self.check()?;
        let mut work = pin!(work);
        let mut stop = pin!(self.wait());
        poll_fn(|context| {
            if stop.as_mut().poll(context).is_ready() {
                return Poll::Ready(self.check().and(Err(Error::new("the signal was aborted"))));
            }
            work.as_mut().poll(context).map(Ok)
        })
        .await
    }

    /// Waits until somebody asks to stop.
    ///
    /// A handler that waits for nothing else is ended by the platform: it knows no event that could abort the signal.
    pub async fn wait(&self) {
        let pair = sys::when_aborted(&self.0);
        let mut pair = js::items(&pair);
        let promised = Promised::new(&pair.next().unwrap_or_default());
        let _listener = Listener(pair.next().unwrap_or_default());
        drop(pair);
        // The promise cannot be rejected.
        let _ = promised.await;
    }
}

/// Stops to listen when nobody waits any more: a signal may live longer.
struct Listener(JsValue);

impl Drop for Listener {
    fn drop(&mut self) {
        sys::stop_waiting(&self.0);
    }
}

impl fmt::Debug for AbortSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AbortSignal { .. }")
    }
}
