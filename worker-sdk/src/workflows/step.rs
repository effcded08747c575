//! The steps of an instance.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::attempt::Attempt;
use super::error::NoFunction;
use super::event::{Failure, Received, value};
use super::retries::{Backoff, Lent, Retries, millis};
use super::rollback::Rollback;
use super::sys;
use crate::__private::{Argument, RunArgs};
use crate::error::{Error, Result};
use crate::executor;
use crate::js::{self, Local, Options};
use crate::rpc::{Value, serve};
use crate::time::Timestamp;

/// Makes the steps of an instance; the second parameter of `run`. Cheap to clone.
///
/// A step that is done is not done again: when the instance goes on later, maybe on another machine, `run` begins anew
/// and gets the results of such steps at once. So what is not in a step has to give the same at each time: no clock, no
/// random values, no requests. Steps are known by their names, and those of the same name by their order.
#[derive(Clone)]
pub struct Step(JsValue);

impl Argument<RunArgs> for Step {
    fn from_args(args: &mut RunArgs) -> Result<Self> {
        Ok(Self(std::mem::take(&mut args.step)))
    }
}

impl Step {
    /// Wraps a JavaScript `WorkflowStep`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `WorkflowStep`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// A step: `work` is run until it succeeds, and its value is kept, up to 1 MiB. Nothing happens before it is awaited.
    ///
    /// By default there are five retries, after ten seconds (one in the simulator) and then each time twice as late, and an
    /// attempt may take ten minutes.
    ///
    /// The platform calls the closure, later and more than once, so it owns what it uses: it borrows nothing of `run`, not
    /// even `self`. Clone what the step needs (bindings are cheap to clone), or let `run` take `self: Rc<Self>` and clone that.
    ///
    /// # Errors
    ///
    /// Fails with what the last attempt failed with, and at once with an error of [`non_retryable`](super::non_retryable).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use worker_sdk::workflows::{Backoff, Step};
    /// # async fn run(step: Step) -> worker_sdk::Result<()> {
    /// let receipt: String = step
    ///     .run("charge the card", async || worker_sdk::fetch("https://bank.example/charge").await?.read_text().await)
    ///     .retries(3)
    ///     .delay(Duration::from_secs(10))
    ///     .backoff(Backoff::Linear)
    ///     .timeout(Duration::from_secs(60))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Steps that use the workflow itself:
    ///
    /// ```no_run
    /// # mod worker {
    /// use std::rc::Rc;
    ///
    /// use worker_sdk::workflows::{Event, Step};
    /// use worker_sdk::{Bindings, Result, kv, workflow};
    ///
    /// #[derive(Bindings)]
    /// struct App {
    ///     counts: kv::Namespace,
    /// }
    ///
    /// struct Report(App);
    ///
    /// #[workflow]
    /// impl Report {
    ///     fn new(app: App) -> Self {
    ///         Self(app)
    ///     }
    ///
    ///     async fn run(self: Rc<Self>, event: Event<String>, step: Step) -> Result<String> {
    ///         let this = self.clone();
    ///         let count = step.run("count", async move || this.count(&event.payload).await).await?;
    ///         step.run("keep", async move || self.0.counts.put("latest", &count).await).await?;
    ///         Ok("done".to_owned())
    ///     }
    ///
    ///     async fn count(&self, name: &str) -> Result<String> {
    ///         Ok(self.0.counts.get(name).text().await?.unwrap_or_default())
    ///     }
    /// }
    /// # }
    /// # fn main() {}
    /// ```
    pub fn run<T, F>(&self, name: impl Into<String>, work: F) -> Run<T>
    where
        T: Value + DeserializeOwned,
        F: AsyncFn() -> Result<T> + 'static,
    {
        let work = Rc::new(work);
        self.run_attempt(name, async move |_| work().await)
    }

    /// As [`run`](Step::run); the closure is told which attempt it is, and of which step: those of one name are told apart by
    /// their [`count`](Attempt::count).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::Request;
    /// # use worker_sdk::workflows::{Attempt, Step};
    /// # async fn run(step: Step) -> worker_sdk::Result<()> {
    /// let pay = async |attempt: Attempt| {
    ///     // The same for each attempt, and another one for the next payment.
    ///     let key = format!("{}-{}", attempt.step, attempt.count);
    ///     let charge = Request::post("https://bank.example/charge").header("idempotency-key", key);
    ///     charge.await?.read_text().await
    /// };
    /// let deposit = step.run_attempt("charge the card", pay).await?;
    /// let rest = step.run_attempt("charge the card", pay).await?;
    /// # let _ = (deposit, rest);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workflows/build/step-context/>.
    pub fn run_attempt<T, F>(&self, name: impl Into<String>, work: F) -> Run<T>
    where
        T: Value + DeserializeOwned,
        F: AsyncFn(Attempt) -> Result<T> + 'static,
    {
        let work = Rc::new(work);
        let body = Box::new(move |_: i32, arguments: JsValue| {
            let work = work.clone();
            serve::run("step", async move {
                let attempt = Attempt::of(&js::item(&arguments, 0));
                match work(attempt).await {
                    Ok(value) => serve::value(value),
                    Err(error) => Err(super::error::of_step(&error)),
                }
            })
        });
        Run {
            step: self.0.clone(),
            name: name.into(),
            body: Local::new(body),
            retries: Retries::new(),
            rollback: None,
            result: PhantomData,
        }
    }

    /// Waits. The instance uses no memory and no CPU meanwhile.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the time, which is a year at most.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn run(step: worker_sdk::workflows::Step) -> worker_sdk::Result<()> {
    /// step.sleep("until the reminder", Duration::from_secs(24 * 60 * 60)).await
    /// # }
    /// ```
    pub async fn sleep(&self, name: impl AsRef<str>, time: Duration) -> Result<()> {
        let promise = sys::sleep_step(&self.0, &js::text(name.as_ref()), millis(time));
        js::settled(promise, "").await.map(drop)
    }

    /// Waits until a time.
    ///
    /// # Errors
    ///
    /// Fails when the time has passed.
    pub async fn sleep_until(&self, name: impl AsRef<str>, time: Timestamp) -> Result<()> {
        let name = js::text(name.as_ref());
        let promise = sys::sleep_until_step(&self.0, &name, time.as_millis());
        js::settled(promise, "").await.map(drop)
    }

    /// Waits for an event that [`Instance::send_event`](super::Instance::send_event) sends, for a day unless
    /// [`timeout`](WaitForEvent::timeout) says otherwise. Events that came earlier count. Nothing happens before it is awaited.
    ///
    /// # Errors
    ///
    /// Fails when no event came in time ([`Error::is_timeout`](crate::Error::is_timeout)), and when its payload does not have
    /// the shape of `T`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn run(step: worker_sdk::workflows::Step) -> worker_sdk::Result<()> {
    /// let approval = step
    ///     .wait_for_event::<bool>("approval of the manager", "approval")
    ///     .timeout(Duration::from_secs(3_600))
    ///     .await?;
    /// worker_sdk::console_log!("approved: {}", approval.payload);
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_for_event<T>(
        &self,
        name: impl Into<String>,
        kind: impl AsRef<str>,
    ) -> WaitForEvent<T>
    where
        T: DeserializeOwned + 'static,
    {
        WaitForEvent {
            step: self.0.clone(),
            name: name.into(),
            options: Options::new().text("type", kind.as_ref()),
            payload: PhantomData,
        }
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Step { .. }")
    }
}

type Body = Box<dyn Fn(i32, JsValue) -> JsValue>;

/// A step that runs a closure: [`Step::run`]. Nothing happens before it is awaited.
#[must_use = "the step is not done until it is awaited"]
pub struct Run<T> {
    step: JsValue,
    name: String,
    body: Local<Body>,
    retries: Retries,
    rollback: Option<Rollback<T>>,
    result: PhantomData<fn() -> T>,
}

impl<T> Run<T> {
    /// How often it is tried again when it fails; five times by default.
    pub fn retries(mut self, limit: u32) -> Self {
        self.retries.limit = Some(limit);
        self
    }

    /// The time before the first retry; ten seconds by default.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.retries.delay = Some(delay);
        self.retries.delay_function = None;
        self
    }

    /// Asks `delay` for the time before each retry; it takes the place of [`delay`](Self::delay).
    ///
    /// What it gives grows as [`backoff`](Self::backoff) says, so [`Backoff::Constant`] keeps it as it is. Where it panics,
    /// the step fails without further attempts. The platform has it since July 2026; older runtimes, local ones included, fail
    /// the step and say so.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use worker_sdk::workflows::{Backoff, Step};
    /// # async fn run(step: Step) -> worker_sdk::Result<()> {
    /// step.run("sync", async || worker_sdk::fetch("https://crm.example/").await?.read_text().await)
    ///     .delay_with(|retry| match &retry.error {
    ///         Some(error) if error.message.contains("rate limit") => Duration::from_secs(60),
    ///         _ => Duration::from_secs(5) * retry.attempt.number,
    ///     })
    ///     .backoff(Backoff::Constant)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delay_with(mut self, delay: impl Fn(Retry) -> Duration + 'static) -> Self {
        let function = serve::function(move |_, arguments| {
            let failed = js::item(&arguments, 0);
            let retry = Retry {
                attempt: Attempt::of(&js::property(&failed, "ctx")),
                error: Failure::new(&js::property(&failed, "error")),
            };
            executor::start_sync(|| Ok(JsValue::from_f64(millis(delay(retry)))))
        });
        self.retries.delay_function = Some(Lent(function));
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

    /// Keeps the result out of what the dashboard and the API show. Older runtimes, local ones included, refuse such
    /// a step.
    pub fn sensitive(mut self) -> Self {
        let others = std::mem::replace(&mut self.retries.others, Options::new());
        self.retries.others = others.text("sensitive", "output");
        self
    }

    /// What undoes the step when the instance fails later: the platform runs those of all steps, the last first.
    ///
    /// The platform has it since June 2026. Older runtimes, local ones included, would never undo anything; there the step fails
    /// before it begins.
    pub fn rollback(mut self, rollback: Rollback<T>) -> Self {
        self.rollback = Some(rollback);
        self
    }
}

/// What [`Run::delay_with`] is told of an attempt that failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retry {
    /// Which attempt it was.
    pub attempt: Attempt,
    /// What it failed with.
    pub error: Option<Failure>,
}

impl Retry {
    /// An attempt that failed, and with what, for tests.
    #[must_use]
    pub const fn new(attempt: Attempt, error: Option<Failure>) -> Self {
        Self { attempt, error }
    }
}

impl<T: Value + DeserializeOwned> IntoFuture for Run<T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self {
            step,
            name,
            body,
            retries,
            rollback,
            ..
        } = self;
        Box::pin(async move {
            let (config, delay) = retries.into_js();
            let undo = rollback.map_or(JsValue::UNDEFINED, Rollback::into_js);
            let body = Lent(serve::function(move |method, arguments| {
                body(method, arguments)
            }));
            let promise = sys::run_step(&step, &js::text(&name), &config, &body.0, &undo);
            drop((step, config, undo));
            let result = js::settled(promise, "").await;
            drop(body);
            match result {
                Err(error) if delay.is_some() && NoFunction::is_meant(&error, &name) => {
                    Err(Error::of(NoFunction(name)))
                }
                result => value(&result?, &format!("the result of the step `{name}`")),
            }
        })
    }
}

impl<T> fmt::Debug for Run<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("name", &self.name).finish()
    }
}

/// A step that waits for an event: [`Step::wait_for_event`]. Nothing happens before it is awaited.
#[must_use = "the step does not wait until it is awaited"]
pub struct WaitForEvent<T> {
    step: JsValue,
    name: String,
    options: Options,
    payload: PhantomData<fn() -> T>,
}

impl<T> WaitForEvent<T> {
    /// How long to wait, from a second to a year; a day by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.number("timeout", millis(timeout));
        self
    }
}

impl<T: DeserializeOwned + 'static> IntoFuture for WaitForEvent<T> {
    type Output = Result<Received<T>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self {
            step,
            name,
            options,
            ..
        } = self;
        Box::pin(async move {
            let promise = sys::wait_step(&step, &js::text(&name), &options.into_js());
            drop(step);
            let event = js::settled(promise, "")
                .await
                .map_err(super::error::waiting)?;
            Received::read(&event)
        })
    }
}

impl<T> fmt::Debug for WaitForEvent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitForEvent")
            .field("name", &self.name)
            .finish()
    }
}
