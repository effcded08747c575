//! What happens in an instance, while it happens.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::config::StepConfig;
use super::event::{Failure, value};
use super::sys;
use crate::error::Result;
use crate::js::{self, Options};
use crate::rpc::dispose;
use crate::time::Timestamp;

/// Follows an instance: [`Instance::subscribe`](super::Instance::subscribe). Nothing happens before it is awaited.
#[must_use = "nothing is followed until it is awaited"]
pub struct Subscribe {
    instance: JsValue,
    options: Options,
}

impl Subscribe {
    pub(super) fn new(instance: JsValue) -> Self {
        let options = Options::new();
        Self { instance, options }
    }

    /// Begins after the event of this number, which is its [`id`](InstanceEvent::id): the last one that was handled. By
    /// default it begins with the first.
    pub fn cursor(mut self, id: u64) -> Self {
        self.options = self.options.number("cursor", id as f64);
        self
    }

    /// Gives events of these kinds alone, such as `"step_completed"`.
    pub fn filter<'a>(mut self, kinds: impl IntoIterator<Item = &'a str>) -> Self {
        let kinds = js::list(kinds.into_iter().map(js::text));
        self.options = self.options.value("filter", kinds);
        self
    }
}

impl IntoFuture for Subscribe {
    type Output = Result<Events>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let promise = sys::subscribe(&self.instance, &self.options.into_js());
            let raw = js::settled(promise, "the events of an instance").await?;
            Ok(Events { raw, next: None })
        })
    }
}

impl fmt::Debug for Subscribe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscribe { .. }")
    }
}

type Next = Pin<Box<dyn Future<Output = Result<JsValue>> + Send>>;

/// The events of an instance, from its first on, as a stream. Dropping it ends the subscription.
pub struct Events {
    raw: JsValue,
    /// What was asked for.
    next: Option<Next>,
}

impl Events {
    /// Waits for the next event; `None` when the instance is over.
    ///
    /// # Errors
    ///
    /// Fails when the platform ends the subscription before.
    pub async fn try_next(&mut self) -> Result<Option<InstanceEvent>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }
}

impl Stream for Events {
    type Item = Result<InstanceEvent>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let this = &mut *self;
        let next = this.next.get_or_insert_with(|| {
            let promise = sys::next_event(&this.raw);
            Box::pin(js::settled(promise, "the next event of an instance"))
        });
        let result = std::task::ready!(next.as_mut().poll(cx));
        this.next = None;
        std::task::Poll::Ready(match result {
            Err(error) => Some(Err(error)),
            Ok(result) => {
                let event = js::property(&result, "value");
                (!event.is_undefined()).then(|| Ok(InstanceEvent(event)))
            }
        })
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        dispose(&self.raw);
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events { .. }")
    }
}

/// Something that happened in an instance.
///
/// Its [`kind`](Self::kind) says what; what else it says depends on that, and is `None` for the others.
#[derive(Clone)]
pub struct InstanceEvent(JsValue);

impl InstanceEvent {
    /// Wraps a JavaScript `WorkflowInstanceEvent`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `WorkflowInstanceEvent`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// What happened: `"workflow_started"`, `"step_completed"`, `"attempt_errored"` and the like.
    #[must_use]
    pub fn kind(&self) -> String {
        self.text("type").unwrap_or_default()
    }

    /// Its number, after which a later subscription can [begin](Subscribe::cursor).
    #[must_use]
    pub fn id(&self) -> u64 {
        self.number("eventId").unwrap_or_default() as u64
    }

    /// When it happened.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        Timestamp::from_millis(self.number("timestamp").unwrap_or_default())
    }

    /// The step that it is about. The local simulator adds which step of that name it is: `pack-1`.
    #[must_use]
    pub fn step_name(&self) -> Option<String> {
        self.text("stepName")
    }

    /// Which attempt of the step; 1 for the first.
    #[must_use]
    pub fn attempt(&self) -> Option<u32> {
        self.number("attempt").map(|number| number as u32)
    }

    /// What failed.
    #[must_use]
    pub fn error(&self) -> Option<Failure> {
        Failure::new(&js::property(&self.0, "error"))
    }

    /// The time until the next attempt, or how long the instance sleeps.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        let ms = self
            .number("retryDelayMs")
            .or_else(|| self.number("durationMs"));
        ms.and_then(|ms| Duration::try_from_secs_f64(ms / 1_000.0).ok())
    }

    /// The type of the event that the instance waits for.
    #[must_use]
    pub fn event_type(&self) -> Option<String> {
        self.text("eventType")
    }

    /// How the step that begins is tried; that of `rollback_step_started`, how what undoes it is.
    #[must_use]
    pub fn config(&self) -> Option<StepConfig> {
        StepConfig::read(&js::property(&self.0, "config"))
    }

    /// What the step or the workflow gave.
    ///
    /// # Errors
    ///
    /// Fails when it does not have the shape of `T`.
    pub fn output<T: DeserializeOwned + 'static>(&self) -> Result<Option<T>> {
        self.value("output", "the output of the event")
    }

    /// What the instance was created with.
    ///
    /// # Errors
    ///
    /// Fails when it does not have the shape of `T`.
    pub fn payload<T: DeserializeOwned + 'static>(&self) -> Result<Option<T>> {
        self.value("params", "the payload of the workflow")
    }

    fn value<T: DeserializeOwned + 'static>(
        &self,
        name: &'static str,
        of: &str,
    ) -> Result<Option<T>> {
        let raw = js::property(&self.0, name);
        (!raw.is_undefined()).then(|| value(&raw, of)).transpose()
    }

    fn text(&self, name: &'static str) -> Option<String> {
        js::string_property(&self.0, name)
    }

    fn number(&self, name: &'static str) -> Option<f64> {
        js::number(&js::property(&self.0, name))
    }
}

impl fmt::Debug for InstanceEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstanceEvent")
            .field("kind", &self.kind())
            .field("id", &self.id())
            .field("step_name", &self.step_name())
            .finish_non_exhaustive()
    }
}
