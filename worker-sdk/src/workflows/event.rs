//! What a workflow is started with, and what it receives.

use std::any::TypeId;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::de::value::{Error as NoUnit, UnitDeserializer};
use wasm_bindgen::JsValue;

use super::config::is_sensitive;
use crate::__private::{Argument, RunArgs};
use crate::error::{Error, Result};
use crate::js::{self, codec, serialize};
use crate::time::Timestamp;

/// What an instance was started with; the first parameter of `run`.
///
/// The payload is read when `run` begins. When it does not have the shape of `T`, the instance fails.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event<T = ()> {
    /// What the instance was created with.
    pub payload: T,
    /// When it was created.
    pub timestamp: Timestamp,
    /// The id of the instance.
    pub instance_id: String,
    /// The name of the workflow; `None` where the runtime does not say.
    pub workflow_name: Option<String>,
    /// The schedule that started the instance; `None` when somebody created it.
    pub schedule: Option<Schedule>,
}

/// The cron pattern that started an instance.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Schedule {
    /// The pattern, as the configuration has it.
    pub cron: String,
    /// The time that it was meant for.
    pub scheduled_time: Timestamp,
}

impl<T> Event<T> {
    /// What an instance of this id was started with at the beginning of 1970, for tests: logic that takes an event is
    /// tested without the platform. Its other fields can be set.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::workflows::Event;
    ///
    /// fn greeting(event: &Event<String>) -> String {
    ///     format!("{} greets {}", event.instance_id, event.payload)
    /// }
    /// assert_eq!(greeting(&Event::new("Ada".to_owned(), "order-7")), "order-7 greets Ada");
    /// ```
    #[must_use]
    pub fn new(payload: T, instance_id: impl Into<String>) -> Self {
        Self {
            payload,
            timestamp: Timestamp::from_millis(0.0),
            instance_id: instance_id.into(),
            workflow_name: None,
            schedule: None,
        }
    }
}

impl Schedule {
    /// A pattern, and the time that it was meant for, for tests.
    #[must_use]
    pub fn new(cron: impl Into<String>, scheduled_time: Timestamp) -> Self {
        Self {
            cron: cron.into(),
            scheduled_time,
        }
    }
}

impl<T: DeserializeOwned + 'static> Event<T> {
    /// Reads a JavaScript `WorkflowEvent`.
    ///
    /// # Errors
    ///
    /// Fails when its payload does not have the shape of `T`, or it has no time.
    pub fn from_raw(raw: &JsValue) -> Result<Self> {
        let schedule = js::property(raw, "schedule");
        let cron = js::string_property(&schedule, "cron");
        let schedule = cron.map(|cron| {
            let scheduled_time = time(&schedule, "scheduledTime")?;
            Ok::<_, Error>(Schedule {
                cron,
                scheduled_time,
            })
        });
        Ok(Self {
            payload: value(&js::property(raw, "payload"), "the payload of the workflow")?,
            timestamp: time(raw, "timestamp")?,
            instance_id: js::string_property(raw, "instanceId").unwrap_or_default(),
            workflow_name: js::string_property(raw, "workflowName"),
            schedule: schedule.transpose()?,
        })
    }
}

impl<T: DeserializeOwned + 'static> Argument<RunArgs> for Event<T> {
    fn from_args(args: &mut RunArgs) -> Result<Self> {
        Self::from_raw(&std::mem::take(&mut args.event))
    }
}

/// An event that somebody sent to an instance.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received<T = ()> {
    /// What it carries.
    pub payload: T,
    /// When it came.
    pub timestamp: Timestamp,
    /// Its type, by which the instance waited for it.
    pub kind: String,
    /// Whether its payload is kept out of what the dashboard and the API show; `false` where the runtime does not say.
    pub is_sensitive: bool,
}

impl<T> Received<T> {
    /// An event of a type that came at the beginning of 1970, for tests.
    #[must_use]
    pub fn new(kind: impl Into<String>, payload: T) -> Self {
        Self {
            payload,
            timestamp: Timestamp::from_millis(0.0),
            kind: kind.into(),
            is_sensitive: false,
        }
    }
}

impl<T: DeserializeOwned + 'static> Received<T> {
    pub(super) fn read(raw: &JsValue) -> Result<Self> {
        Ok(Self {
            payload: value(&js::property(raw, "payload"), "the payload of the event")?,
            timestamp: time(raw, "timestamp")?,
            kind: js::string_property(raw, "type").unwrap_or_default(),
            is_sensitive: is_sensitive(raw),
        })
    }
}

/// A date, or the number of its milliseconds.
fn time(raw: &JsValue, name: &'static str) -> Result<Timestamp> {
    let raw = js::property(raw, name);
    match js::number(&raw) {
        Some(ms) => Ok(Timestamp::from_millis(ms)),
        None => codec::from_js_of(&raw, "the time of the event"),
    }
}

/// A value of type `T`; of `()`, whatever is there.
pub(super) fn value<T: DeserializeOwned + 'static>(raw: &JsValue, of: &str) -> Result<T> {
    if TypeId::of::<T>() == TypeId::of::<()>()
        && let Ok(unit) = T::deserialize(UnitDeserializer::<NoUnit>::new())
    {
        return Ok(unit);
    }
    codec::from_js_of(raw, of)
}

/// Why an instance failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The name of the error, such as `TypeError`.
    pub name: String,
    /// Its message.
    pub message: String,
}

impl Failure {
    /// An error of this name with this message, for tests.
    #[must_use]
    pub fn named(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            message: message.into(),
        }
    }

    pub(super) fn new(raw: &JsValue) -> Option<Self> {
        let text = |name| js::string_property(raw, name).unwrap_or_default();
        (!raw.is_undefined() && !raw.is_null()).then(|| Self {
            name: text("name"),
            message: text("message"),
        })
    }
}

serialize!(Failure, { "name" => name, "message" => message });

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.message)
    }
}
