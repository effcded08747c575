//! How often something is tried, and for how long.

use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::js::Options;
use crate::rpc::dispose;

/// How the delays between attempts grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Backoff {
    /// They stay the same.
    Constant,
    /// The second is twice the first, the third three times.
    Linear,
    /// Each is twice the one before.
    #[default]
    Exponential,
}

impl Backoff {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Linear => "linear",
            Self::Exponential => "exponential",
        }
    }

    /// The one of this name; what grows in a way that nobody knows yet is taken for the default.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "constant" => Self::Constant,
            "linear" => Self::Linear,
            _ => Self::Exponential,
        }
    }
}

/// The configuration of a step, or of what undoes it.
pub(super) struct Retries {
    pub(super) limit: Option<u32>,
    pub(super) delay: Option<Duration>,
    /// A function of Rust, which takes the place of `delay`.
    pub(super) delay_function: Option<Lent>,
    pub(super) backoff: Option<Backoff>,
    pub(super) others: Options,
}

impl Retries {
    pub(super) const fn new() -> Self {
        Self {
            limit: None,
            delay: None,
            delay_function: None,
            backoff: None,
            others: Options::new(),
        }
    }

    pub(super) fn timeout(&mut self, timeout: Duration) {
        let others = std::mem::replace(&mut self.others, Options::new());
        self.others = others.number("timeout", millis(timeout));
    }

    /// The options, and what JavaScript may call as long as they are in use. The platform wants limit and delay, if it gets
    /// either.
    pub(super) fn into_js(self) -> (JsValue, Option<Lent>) {
        let (backoff, function) = (self.backoff.map(Backoff::name), self.delay_function);
        let is_default = self.limit.is_none() && self.delay.is_none() && function.is_none();
        if is_default && backoff.is_none() {
            return (self.others.into_js(), None);
        }
        let retries = Options::new()
            .text("backoff", backoff)
            .number("limit", f64::from(self.limit.unwrap_or(5)));
        let delay = self.delay.unwrap_or(Duration::from_secs(10));
        let retries = match &function {
            Some(function) => retries.value("delay", function.0.clone()),
            None => retries.number("delay", millis(delay)),
        };
        (self.others.options("retries", retries).into_js(), function)
    }
}

/// A function of Rust that JavaScript holds while the step runs.
pub(super) struct Lent(pub(super) JsValue);

impl Lent {
    /// The function, which JavaScript holds as long as it wants to.
    pub(super) fn into_js(mut self) -> JsValue {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        dispose(&self.0);
    }
}

pub(super) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
