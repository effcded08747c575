//! The alarm of an object.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::options::option;
use super::sys;
use crate::error::Result;
use crate::js::{self, Options, awaited};
use crate::time::{Timestamp, now};

/// When an alarm rings: at a [`Timestamp`], or a [`Duration`] after [`set_alarm`](super::Storage::set_alarm) was awaited.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use worker_sdk::durable_objects::storage::AlarmTime;
/// use worker_sdk::time::Timestamp;
///
/// assert_eq!(AlarmTime::from(Duration::from_secs(5)), AlarmTime::After(Duration::from_secs(5)));
/// let at = Timestamp::from_millis(4_102_444_800_000.0);
/// assert_eq!(AlarmTime::from(at), AlarmTime::At(at));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AlarmTime {
    /// At this point in time; at once if it has passed.
    At(Timestamp),
    /// So long after the call.
    After(Duration),
}

impl AlarmTime {
    fn timestamp(self) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::After(delay) => now() + delay,
        }
    }
}

impl From<Timestamp> for AlarmTime {
    fn from(at: Timestamp) -> Self {
        Self::At(at)
    }
}

impl From<Duration> for AlarmTime {
    fn from(delay: Duration) -> Self {
        Self::After(delay)
    }
}

/// Reads when the alarm rings: [`Storage::alarm`](super::Storage::alarm). Nothing is read before it is awaited.
///
/// # Errors
///
/// Fails when the storage cannot be read.
#[must_use = "nothing is read until it is awaited"]
pub struct GetAlarm {
    storage: JsValue,
    options: Options,
}

impl GetAlarm {
    pub(super) fn new(storage: &JsValue) -> Self {
        Self {
            storage: storage.clone(),
            options: Options::new(),
        }
    }

    option!(allow_concurrency);

    async fn send(self) -> Result<Option<Timestamp>> {
        let promise = sys::get_alarm(&self.storage, &self.options.into_js());
        let ms = js::settled(promise, "reading the alarm").await?;
        Ok(js::number(&ms).map(Timestamp::from_millis))
    }
}

awaited!(GetAlarm => Option<Timestamp>);

/// Sets the alarm: [`Storage::set_alarm`](super::Storage::set_alarm). Nothing is set before it is awaited.
///
/// # Errors
///
/// Fails when the class has no `alarm` method, for times before 1970 and after 2189, and when the storage cannot be
/// written.
#[must_use = "no alarm is set until it is awaited"]
pub struct SetAlarm {
    storage: JsValue,
    time: AlarmTime,
    options: Options,
}

impl SetAlarm {
    pub(super) fn new(storage: &JsValue, time: AlarmTime) -> Self {
        Self {
            storage: storage.clone(),
            time,
            options: Options::new(),
        }
    }

    option!(allow_concurrency);
    option!(allow_unconfirmed);

    async fn send(self) -> Result<()> {
        let ms = self.time.timestamp().as_millis();
        let promise = sys::set_alarm(&self.storage, ms, &self.options.into_js());
        js::settled(promise, "setting the alarm").await?;
        Ok(())
    }
}

awaited!(SetAlarm => ());

/// Removes the alarm: [`Storage::delete_alarm`](super::Storage::delete_alarm). Nothing is removed before it is awaited.
///
/// # Errors
///
/// Fails when the storage cannot be written.
#[must_use = "nothing is removed until it is awaited"]
pub struct DeleteAlarm {
    storage: JsValue,
    options: Options,
}

impl DeleteAlarm {
    pub(super) fn new(storage: &JsValue) -> Self {
        Self {
            storage: storage.clone(),
            options: Options::new(),
        }
    }

    option!(allow_concurrency);
    option!(allow_unconfirmed);

    async fn send(self) -> Result<()> {
        let promise = sys::delete_alarm(&self.storage, &self.options.into_js());
        js::settled(promise, "removing the alarm").await?;
        Ok(())
    }
}

awaited!(DeleteAlarm => ());
