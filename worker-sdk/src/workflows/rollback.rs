//! What undoes a step when its instance fails later.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::attempt::Attempt;
use super::event::{Failure, value};
use super::retries::{Backoff, Lent, Retries};
use crate::error::Result;
use crate::js::{self, Options};
use crate::rpc::serve;

/// What undoes a step of the value `T`, for [`Run::rollback`](super::Run::rollback): a closure, and how often it is tried.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::workflows::{Rollback, Step, RollbackContext};
/// # async fn run(step: Step) -> worker_sdk::Result<()> {
/// let refund = Rollback::new(async |undo: RollbackContext<String>| {
///     let charge = undo.output.unwrap_or_default();
///     worker_sdk::fetch(format!("https://bank.example/refund/{charge}")).await?;
///     Ok(())
/// });
/// let charge = step
///     .run("charge the card", async || worker_sdk::fetch("https://bank.example/charge").await?.read_text().await)
///     .rollback(refund.retries(3))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "it belongs to a step"]
pub struct Rollback<T> {
    /// The platform keeps it as long as it may need it: until the instance is over.
    body: Lent,
    retries: Retries,
    output: PhantomData<fn(T)>,
}

impl<T: DeserializeOwned + 'static> Rollback<T> {
    /// Runs `work` when the instance fails after the step has begun. It may run more than once, so it should do no harm then.
    pub fn new<F>(work: F) -> Self
    where
        F: AsyncFn(RollbackContext<T>) -> Result<()> + 'static,
    {
        let work = Rc::new(work);
        let body = serve::function(move |_, arguments| {
            let work = work.clone();
            serve::run("rollback", async move {
                let undone = async { work(RollbackContext::of(&js::item(&arguments, 0))?).await };
                match undone.await {
                    Ok(()) => Ok(JsValue::UNDEFINED),
                    Err(error) => Err(super::error::of_step(&error)),
                }
            })
        });
        Self {
            body: Lent(body),
            retries: Retries::new(),
            output: PhantomData,
        }
    }
}

impl<T> Rollback<T> {
    /// How often it is tried again when it fails; five times by default.
    pub fn retries(mut self, limit: u32) -> Self {
        self.retries.limit = Some(limit);
        self
    }

    /// The time before the first retry; ten seconds by default.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.retries.delay = Some(delay);
        self
    }

    /// How the delays grow; exponentially by default.
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.retries.backoff = Some(backoff);
        self
    }

    /// How long an attempt may take; ten minutes by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.retries.timeout(timeout);
        self
    }

    /// The options of a step.
    pub(super) fn into_js(self) -> JsValue {
        let (config, _) = self.retries.into_js();
        let config = Some(config).filter(|config| !config.is_undefined());
        Options::new()
            .value("rollback", self.body.into_js())
            .value("rollbackConfig", config)
            .into_js()
    }
}

impl<T> fmt::Debug for Rollback<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rollback { .. }")
    }
}

/// What a [`Rollback`] is told of its step.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RollbackContext<T> {
    /// What the step gave; `None` when it failed itself.
    pub output: Option<T>,
    /// Why the instance failed.
    pub error: Option<Failure>,
    /// Which step it was, and the last of its attempts.
    pub attempt: Attempt,
}

impl<T> RollbackContext<T> {
    /// The first attempt of a step that gave `output`, for tests; `None` of one that failed.
    #[must_use]
    pub fn new(step: impl Into<String>, output: Option<T>) -> Self {
        let mut attempt = Attempt::new(1);
        attempt.step = step.into();
        Self {
            output,
            error: None,
            attempt,
        }
    }
}

impl<T: DeserializeOwned + 'static> RollbackContext<T> {
    fn of(raw: &JsValue) -> Result<Self> {
        let attempt = Attempt::of(&js::property(raw, "ctx"));
        let output = js::property(raw, "output");
        let output = match output.is_undefined() {
            true => None,
            false => {
                let of = format!("the result of the step `{}`", attempt.step);
                Some(value(&output, &of)?)
            }
        };
        Ok(Self {
            output,
            error: Failure::new(&js::property(raw, "error")),
            attempt,
        })
    }
}
