//! The binding, and instances as others see them.

use std::any::TypeId;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::event::{Failure, value};
use super::events::Subscribe;
use super::restart::RestartFrom;
use super::retries::millis;
use super::sys;
use crate::durable_objects::LocationHint;
use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js::tape::Writer;
use crate::js::{self, Options, codec, serialize, words};

/// A workflow: starts instances and finds them. `P` is what they are created with, `R` what their `run` returns. Cheap to
/// clone.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::workflows::Workflow;
/// use worker_sdk::{Bindings, Result, event};
///
/// #[derive(Bindings)]
/// struct App {
///     orders: Workflow<u32, String>,
/// }
///
/// #[event(fetch)]
/// async fn main(app: App) -> Result<String> {
///     let order = app.orders.create(&42).id("order-42").await?;
///     Ok(format!("{:?}", order.status().await?.state))
/// }
/// # }
/// # fn main() {}
/// ```
///
/// See <https://developers.cloudflare.com/workflows/build/workers-api/>.
pub struct Workflow<P = (), R = ()> {
    raw: JsValue,
    types: PhantomData<fn(P) -> R>,
}

impl<P, R> Workflow<P, R> {
    /// Wraps a JavaScript `Workflow`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        let types = PhantomData;
        Self { raw, types }
    }

    /// The same workflow, with instances that are created with a `Q` and return a `T`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let orders = env.workflow("ORDERS")?.typed::<u32, String>();
    /// orders.create(&42).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn typed<Q, T>(self) -> Workflow<Q, T> {
        Workflow::from_raw(self.raw)
    }

    /// The JavaScript `Workflow`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The instance of this id.
    ///
    /// # Errors
    ///
    /// Fails when there is none.
    pub async fn get(&self, id: impl AsRef<str>) -> Result<Instance<R>> {
        let promise = sys::get_instance(&self.raw, &js::text(id.as_ref()));
        let raw = js::settled(promise, "the workflow's instance").await?;
        Ok(Instance::from_raw(raw))
    }
}

impl<P: Serialize + 'static, R> Workflow<P, R> {
    /// Starts an instance. Nothing happens before it is awaited.
    ///
    /// The payload becomes JSON on its way: [`Bytes`](crate::Bytes) are a list of numbers there, several times as long.
    ///
    /// # Errors
    ///
    /// Fails when there is an instance of this id, when the id is refused (it has up to 100 letters, digits, `-` and `_`),
    /// and when JavaScript cannot hold the payload.
    pub fn create(&self, payload: &P) -> Create<P, R> {
        Create {
            workflow: self.raw.clone(),
            options: options(payload, None),
            retention: Options::new(),
            result: PhantomData,
        }
    }
}

pub(super) fn options<P: Serialize + 'static>(payload: &P, id: Option<&str>) -> Result<Options> {
    let is_without = TypeId::of::<P>() == TypeId::of::<()>();
    let params = (!is_without).then(|| for_json(payload)).transpose()?;
    Ok(Options::new().value("params", params).text("id", id))
}

/// What crosses as JSON in the platform, though not in the local simulator.
fn for_json(payload: &impl Serialize) -> Result<JsValue> {
    let mut writer = Writer::for_json();
    codec::append(payload, &mut writer)?;
    Ok(writer.into_js())
}

impl<P, R> Clone for Workflow<P, R> {
    fn clone(&self) -> Self {
        Self::from_raw(self.raw.clone())
    }
}

impl<P, R> fmt::Debug for Workflow<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Workflow { .. }")
    }
}

impl<P: 'static, R: 'static> Binding for Workflow<P, R> {
    const SECTION: &'static str = "workflows";
    const EXPECTED: &'static str = "a workflow";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "create get").then(|| Self::from_raw(value))
    }
}

/// Starts an instance: [`Workflow::create`]. Nothing happens before it is awaited.
#[must_use = "no instance is started until it is awaited"]
pub struct Create<P, R> {
    workflow: JsValue,
    options: Result<Options>,
    retention: Options,
    result: PhantomData<fn(P) -> R>,
}

impl<P, R> Create<P, R> {
    /// The id of the instance; a random one by default.
    pub fn id(mut self, id: impl AsRef<str>) -> Self {
        self.options = self.options.map(|options| options.text("id", id.as_ref()));
        self
    }

    /// How long what is known of the instance is kept when it is complete; as long as the account allows by default.
    ///
    /// The local simulator keeps it as long as its storage.
    pub fn success_retention(mut self, time: Duration) -> Self {
        self.retention = self.retention.number("successRetention", millis(time));
        self
    }

    /// How long what is known of the instance is kept when it has failed or was ended.
    pub fn error_retention(mut self, time: Duration) -> Self {
        self.retention = self.retention.number("errorRetention", millis(time));
        self
    }

    /// Where the instance should run. It is not guaranteed, and has no effect locally.
    pub fn location_hint(mut self, hint: &LocationHint) -> Self {
        self.options = self
            .options
            .map(|options| options.text("locationHint", hint.as_str()));
        self
    }

    pub(super) fn into_options(self) -> Result<Options> {
        Ok(self.options?.options("retention", self.retention))
    }
}

impl<P: 'static, R: 'static> IntoFuture for Create<P, R> {
    type Output = Result<Instance<R>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let workflow = self.workflow.clone();
            let promise = sys::create_instance(&workflow, &self.into_options()?.into_js());
            drop(workflow);
            let raw = js::settled(promise, "starting an instance").await?;
            Ok(Instance::from_raw(raw))
        })
    }
}

impl<P, R> fmt::Debug for Create<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Create { .. }")
    }
}

/// A run of a workflow. Cheap to clone.
pub struct Instance<R = ()> {
    raw: JsValue,
    result: PhantomData<fn() -> R>,
}

impl<R> Instance<R> {
    /// Wraps a JavaScript `WorkflowInstance`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        let result = PhantomData;
        Self { raw, result }
    }

    /// The JavaScript `WorkflowInstance`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> String {
        js::string_property(&self.raw, "id").unwrap_or_default()
    }

    /// Stops it after the step that runs.
    ///
    /// # Errors
    ///
    /// Fails when it is over already.
    pub async fn pause(&self) -> Result<()> {
        self.command("pause", "pausing an instance").await.map(drop)
    }

    /// Lets it go on after a pause.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses.
    pub async fn resume(&self) -> Result<()> {
        self.command("resume", "resuming an instance")
            .await
            .map(drop)
    }

    /// Ends it at once.
    ///
    /// # Errors
    ///
    /// Fails when it is over already.
    pub async fn terminate(&self) -> Result<()> {
        self.command("terminate", "ending an instance")
            .await
            .map(drop)
    }

    /// Ends it, after what [undoes](super::Run::rollback) its steps has run.
    ///
    /// The platform has it since July 2026; older runtimes, local ones included, end it at once.
    ///
    /// # Errors
    ///
    /// Fails when it is over already.
    pub async fn terminate_and_rollback(&self) -> Result<()> {
        let options = Options::new().flag("rollback", true).into_js();
        let promise = sys::end_instance(&self.raw, &options);
        drop(options);
        js::settled(promise, "ending an instance").await.map(drop)
    }

    /// Deletes it with all that is stored of it. An instance that runs is stopped; when it is the own one, this does not
    /// return.
    ///
    /// The platform has it since September 2026; older runtimes, local ones included, refuse.
    ///
    /// # Errors
    ///
    /// Fails when there is no such instance.
    pub async fn delete(&self) -> Result<()> {
        self.command("delete", "deleting an instance")
            .await
            .map(drop)
    }

    /// What happens in it: all that happened since it began, then what happens, until it is over. Nothing happens before it
    /// is awaited.
    ///
    /// The platform has it since September 2026; older runtimes, local ones included, refuse.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::workflows::Instance;
    /// # async fn run(instance: Instance<String>) -> worker_sdk::Result<()> {
    /// let mut events = instance.subscribe().filter(["step_completed", "attempt_errored"]).await?;
    /// while let Some(event) = events.try_next().await? {
    ///     worker_sdk::console_log!("{} {:?}", event.kind(), event.step_name());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workflows/build/subscribe-to-instance-events/>.
    pub fn subscribe(&self) -> Subscribe {
        Subscribe::new(self.raw.clone())
    }

    /// Begins it again with its first step; the results of its steps are forgotten.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses.
    pub async fn restart(&self) -> Result<()> {
        self.command("restart", "restarting an instance")
            .await
            .map(drop)
    }

    /// Begins it again with a step of this name, in place of its first: the results of the steps before it are kept, those of it
    /// and of all after it are forgotten. Nothing happens before it is awaited.
    ///
    /// It fails when no such step has run. Runtimes that are too old, local ones included, begin with the first step, and do
    /// not say so.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::workflows::{Instance, StepKind};
    /// # async fn run(instance: Instance<String>) -> worker_sdk::Result<()> {
    /// instance.restart_from("pack").count(2).kind(&StepKind::Run).await
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workflows/build/workers-api/>.
    pub fn restart_from(&self, step: impl AsRef<str>) -> RestartFrom {
        RestartFrom::new(self.raw.clone(), step.as_ref())
    }

    /// Sends an event of a type to it, for which a step [waits](super::Step::wait_for_event), now or later. The payload
    /// becomes JSON, as that of [`create`](Workflow::create).
    ///
    /// # Errors
    ///
    /// Fails when JavaScript cannot hold the payload, and when the instance is over.
    pub async fn send_event<T: Serialize>(&self, kind: impl AsRef<str>, payload: &T) -> Result<()> {
        let payload = for_json(payload)?;
        let event = Options::new()
            .text("type", kind.as_ref())
            .value("payload", payload);
        let promise = sys::send_instance_event(&self.raw, &event.into_js());
        js::settled(promise, "sending an event to an instance")
            .await
            .map(drop)
    }

    async fn command(&self, command: &'static str, doing: &'static str) -> Result<JsValue> {
        js::settled(
            sys::command_instance(&self.raw, &js::constant(command)),
            doing,
        )
        .await
    }
}

impl<R: DeserializeOwned + 'static> Instance<R> {
    /// How it is doing.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot be asked, and when the result does not have the shape of `R`.
    pub async fn status(&self) -> Result<Status<R>> {
        let raw = self.command("status", "the status of an instance").await?;
        let state = State::from(js::string_property(&raw, "status").unwrap_or_default());
        let output = js::property(&raw, "output");
        let output = match state {
            State::Complete => Some(value(&output, "the result of the workflow")?),
            _ => None,
        };
        Ok(Status {
            error: Failure::new(&js::property(&raw, "error")),
            state,
            output,
        })
    }
}

impl<R> Clone for Instance<R> {
    fn clone(&self) -> Self {
        Self::from_raw(self.raw.clone())
    }
}

impl<R> fmt::Debug for Instance<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Instance { .. }")
    }
}

/// How an instance is doing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Status<R = ()> {
    /// Whether it runs, waits or is over.
    pub state: State,
    /// Why it failed.
    pub error: Option<Failure>,
    /// What `run` returned, when it is complete.
    pub output: Option<R>,
}

impl<R> Status<R> {
    /// An instance that does this, without an error or an output, for tests.
    #[must_use]
    pub const fn new(state: State) -> Self {
        Self {
            state,
            error: None,
            output: None,
        }
    }
}

serialize!(Status<R>, { "status" => state } maybe { "error" => error, "output" => output });

words! {
    /// What an instance does.
    State {
        /// It has not begun.
        Queued = "queued",
        /// A step runs.
        Running = "running",
        /// Somebody paused it.
        Paused = "paused",
        /// It failed.
        Errored = "errored",
        /// Somebody ended it.
        Terminated = "terminated",
        /// `run` returned.
        Complete = "complete",
        /// It sleeps, or waits for an event.
        Waiting = "waiting",
        /// It is paused when its step is done.
        WaitingForPause = "waitingForPause",
        /// It failed, and its steps are undone.
        RollingBack = "rollingBack",
    }
}

impl State {
    /// Whether it does nothing any more, unless it is restarted.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Errored | Self::Terminated | Self::Complete)
    }
}

/// Lets the instance that will have this id sleep and retry without waiting. Of the simulator.
pub(crate) async fn skip_waiting(workflow: &JsValue, id: &str) -> Result<()> {
    let promise = sys::skip_waiting(workflow, &js::text(id));
    match js::settled(promise, "skipping the time of a workflow").await {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::new(format!(
            "{error}; only the local simulator skips time"
        ))),
    }
}
