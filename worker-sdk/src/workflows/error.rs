//! Errors that end an instance.

use std::fmt;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Detail, Error, Kind};
use crate::js;

/// The platform knows it by its name alone, so the name of what it was made of is part of the message.
struct Final {
    message: String,
}

impl Detail for Final {
    fn to_js(&self) -> Option<JsValue> {
        Some(sys::non_retryable_error(&js::text(&self.message)))
    }

    fn name(&self) -> Option<&str> {
        Some("NonRetryableError")
    }
}

impl fmt::Display for Final {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Makes an error with which a step fails at once, without further attempts.
///
/// It has to be the error that the step returns, not the source of another.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::workflows::{Step, non_retryable};
/// # async fn run(step: Step, amount: u32) -> worker_sdk::Result<()> {
/// step.run("charge", async move || match amount {
///     0 => Err(non_retryable("there is nothing to pay")),
///     _ => Ok(()),
/// })
/// .await
/// # }
/// ```
#[must_use]
pub fn non_retryable(error: impl Into<Error>) -> Error {
    let error = error.into();
    let name = error.as_raw().map(js::name);
    let message = match name.filter(|name| name != "Error") {
        Some(name) => format!("{name}: {}", error.message()),
        None => error.message(),
    };
    Error::of(Final { message })
}

/// Nobody sent the event in time.
struct NoEvent {
    thrown: JsValue,
    text: String,
}

impl Detail for NoEvent {
    fn kind(&self) -> Kind {
        Kind::Timeout
    }

    fn thrown(&self) -> Option<&JsValue> {
        Some(&self.thrown)
    }
}

impl fmt::Display for NoEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The platform says in words that time ran out.
pub(super) fn waiting(error: Error) -> Error {
    let text = error.message();
    match error.as_raw() {
        Some(thrown) if text.contains("timed out") => Error::of(NoEvent {
            thrown: thrown.clone(),
            text,
        }),
        _ => error,
    }
}
