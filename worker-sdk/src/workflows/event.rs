//! What a workflow is started with, and what it receives.

use std::any::TypeId;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::de::value::{Error as NoUnit, UnitDeserializer};
use wasm_bindgen::JsValue;

use crate::__private::{Argument, RunArgs};
use crate::error::Result;
use crate::js::{self, codec};
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
}

impl<T: DeserializeOwned + 'static> Argument<RunArgs> for Event<T> {
    fn from_args(args: &mut RunArgs) -> Result<Self> {
        let raw = std::mem::take(&mut args.event);
        Ok(Self {
            payload: value(
                &js::property(&raw, "payload"),
                "the payload of the workflow",
            )?,
            timestamp: timestamp(&raw)?,
            instance_id: js::string(&js::property(&raw, "instanceId")).unwrap_or_default(),
        })
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
}

impl<T: DeserializeOwned + 'static> Received<T> {
    pub(super) fn new(raw: &JsValue) -> Result<Self> {
        Ok(Self {
            payload: value(&js::property(raw, "payload"), "the payload of the event")?,
            timestamp: timestamp(raw)?,
            kind: js::string(&js::property(raw, "type")).unwrap_or_default(),
        })
    }
}

fn timestamp(raw: &JsValue) -> Result<Timestamp> {
    codec::from_js_of(&js::property(raw, "timestamp"), "the time of the event")
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
    pub(super) fn new(raw: &JsValue) -> Option<Self> {
        let text = |name| js::string(&js::property(raw, name)).unwrap_or_default();
        (!raw.is_undefined() && !raw.is_null()).then(|| Self {
            name: text("name"),
            message: text("message"),
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.message)
    }
}
