//! The steps of an instance.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::event::{Received, value};
use super::sys;
use crate::__private::{Argument, RunArgs};
use crate::error::Result;
use crate::js::{self, Local, Options};
use crate::rpc::{Value, dispose, serve};
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
    /// By default there are five retries, after one second and then each time twice as late, and an attempt may take ten
    /// minutes.
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
    pub fn run<T, F>(&self, name: impl Into<String>, work: F) -> Run<T>
    where
        T: Value + DeserializeOwned,
        F: AsyncFn() -> Result<T> + 'static,
    {
        let work = Rc::new(work);
        self.run_attempt(name, async move |_| work().await)
    }

    /// As [`run`](Step::run); the closure is told which attempt it is.
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
            retries: Options::new(),
            limit: None,
            delay: None,
            config: Options::new(),
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

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Which attempt of a step runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
}

impl Attempt {
    fn of(context: &JsValue) -> Self {
        let number = js::number(&js::property(context, "attempt"));
        Self {
            number: number.unwrap_or(1.0) as u32,
        }
    }
}

/// How the delays between attempts grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Backoff {
    /// They stay the same.
    Constant,
    /// The second is twice the first, the third three times.
    Linear,
    /// Each is twice the one before.
    #[default]
    Exponential,
}

type Body = Box<dyn Fn(i32, JsValue) -> JsValue>;

/// A step that runs a closure: [`Step::run`]. Nothing happens before it is awaited.
#[must_use = "the step is not done until it is awaited"]
pub struct Run<T> {
    step: JsValue,
    name: String,
    body: Local<Body>,
    retries: Options,
    limit: Option<u32>,
    delay: Option<Duration>,
    config: Options,
    result: PhantomData<fn() -> T>,
}

impl<T> Run<T> {
    /// How often it is tried again when it fails; five times by default.
    pub fn retries(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The time before the first retry; a second by default.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// How the delays grow; exponentially by default.
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        let name = match backoff {
            Backoff::Constant => "constant",
            Backoff::Linear => "linear",
            Backoff::Exponential => "exponential",
        };
        self.retries = self.retries.text("backoff", name);
        self
    }

    /// How long an attempt may take; ten minutes by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.config = self.config.number("timeout", millis(timeout));
        self
    }

    /// Keeps the result out of what the dashboard and the API show.
    pub fn sensitive(mut self) -> Self {
        self.config = self.config.text("sensitive", "output");
        self
    }

    /// The platform wants limit and delay, if it gets either.
    fn js_config(&mut self) -> JsValue {
        let retries = std::mem::replace(&mut self.retries, Options::new());
        let is_default = self.limit.is_none() && self.delay.is_none();
        let config = std::mem::replace(&mut self.config, Options::new());
        if is_default && retries.is_empty() {
            return config.into_js();
        }
        let delay = self.delay.unwrap_or(Duration::from_secs(1));
        let retries = retries
            .number("limit", f64::from(self.limit.unwrap_or(5)))
            .number("delay", millis(delay));
        config.options("retries", retries).into_js()
    }
}

/// A function of Rust that JavaScript holds while the step runs.
struct Lent(JsValue);

impl Drop for Lent {
    fn drop(&mut self) {
        dispose(&self.0);
    }
}

impl<T: Value + DeserializeOwned> IntoFuture for Run<T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(mut self) -> Self::IntoFuture {
        let config = self.js_config();
        let Self {
            step, name, body, ..
        } = self;
        Box::pin(async move {
            let body = Lent(serve::function(move |method, arguments| {
                body(method, arguments)
            }));
            let promise = sys::run_step(&step, &js::text(&name), &config, &body.0);
            drop((step, config));
            let result = js::settled(promise, "").await;
            drop(body);
            value(&result?, &format!("the result of the step `{name}`"))
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
            Received::new(&event)
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
