//! Beginning again with a step.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::Result;
use crate::js::{self, Options, words};

/// Begins an instance again with a step: [`Instance::restart_from`](super::Instance::restart_from). Nothing happens before it
/// is awaited.
///
/// # Errors
///
/// Fails when the platform refuses.
#[must_use = "nothing begins again until it is awaited"]
pub struct RestartFrom {
    instance: JsValue,
    step: Options,
}

impl RestartFrom {
    pub(super) fn new(instance: JsValue, name: &str) -> Self {
        let step = Options::new().text("name", name);
        Self { instance, step }
    }

    /// Which step of that name, from 1 on, as [`Attempt::count`](super::Attempt::count) says; the first by default.
    pub fn count(mut self, count: u32) -> Self {
        self.step = self.step.number("count", f64::from(count));
        self
    }

    /// What kind of step it is, where several kinds have the name.
    pub fn kind(mut self, kind: &StepKind) -> Self {
        self.step = self.step.text("type", kind.as_str());
        self
    }
}

impl IntoFuture for RestartFrom {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let options = Options::new().options("from", self.step).into_js();
            let promise = sys::restart_instance(&self.instance, &options);
            drop(options);
            js::settled(promise, "restarting an instance from a step")
                .await
                .map(drop)
        })
    }
}

impl fmt::Debug for RestartFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RestartFrom { .. }")
    }
}

words! {
    /// What a step does.
    StepKind {
        /// It runs a closure: [`Step::run`](super::Step::run).
        Run = "do",
        /// It sleeps: [`Step::sleep`](super::Step::sleep), [`sleep_until`](super::Step::sleep_until).
        Sleep = "sleep",
        /// It waits for an event: [`Step::wait_for_event`](super::Step::wait_for_event).
        WaitForEvent = "waitForEvent",
    }
}
