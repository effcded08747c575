//! Errors that end an instance.

use std::error::Error as StdError;
use std::fmt;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Detail, Error, Kind};
use crate::js;

const NAME: &str = "NonRetryableError";

/// The platform knows it by its name alone, so the name of what it was made of is part of the message.
struct Final {
    message: String,
}

impl Detail for Final {
    fn to_js(&self) -> Option<JsValue> {
        Some(final_error(&self.message, None))
    }

    fn name(&self) -> Option<&str> {
        Some(NAME)
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&NotRetried)
    }
}

/// What an error that shows itself as another one, as with `#[error(transparent)]`, still has as its source.
#[derive(Debug)]
struct NotRetried;

impl fmt::Display for NotRetried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is not tried again")
    }
}

impl StdError for NotRetried {}

fn final_error(message: &str, cause: Option<&(dyn StdError + 'static)>) -> JsValue {
    let cause = cause.map_or(JsValue::UNDEFINED, js::error_to_js);
    sys::non_retryable_error(&js::text(message), &cause)
}

/// What the platform gets when a step fails. It looks at the name of this error only, so that of the one inside counts.
#[cold]
pub(super) fn of_step(error: &Error) -> JsValue {
    if !error.is_named(NAME) && sources(error).any(is_final) {
        return final_error(&error.to_string(), error.source());
    }
    js::error_to_js(error)
}

fn sources(error: &Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&error| error.source())
}

fn is_final(error: &(dyn StdError + 'static)) -> bool {
    let named = error.downcast_ref::<Error>();
    error.is::<NotRetried>() || named.is_some_and(|error| error.is_named(NAME))
}

impl fmt::Display for Final {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Makes an error with which a step fails at once, without further attempts.
///
/// So does an error that has it as its source, however deep.
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

/// So many instances in one call. Older runtimes would make a list of them first.
pub(super) struct TooMany(pub(super) u32);

impl Detail for TooMany {}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0;
        write!(
            f,
            "{count} instances cannot be started in one call, 100 are the most; start them in several calls"
        )
    }
}

/// The runtime takes no function as the delay of retries. Holds the name of the step.
pub(super) struct NoFunction(pub(super) String);

impl NoFunction {
    /// The platform calls any configuration that it does not know invalid.
    pub(super) fn is_meant(error: &Error, step: &str) -> bool {
        let config = format!("Step config for \"{step}\" is in a");
        let message = error.message();
        message.contains(&config) && message.contains("invalid format")
    }
}

impl Detail for NoFunction {}

impl fmt::Display for NoFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = &self.0;
        write!(
            f,
            "this runtime takes no function for the delay of the step `{step}`; update wrangler, or give it a time"
        )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Outer(Error);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the order failed")
        }
    }

    impl StdError for Outer {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(&self.0)
        }
    }

    /// As `thiserror` writes it for `#[error(transparent)]`.
    #[derive(Debug)]
    struct Transparent(Error);

    impl fmt::Display for Transparent {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.fmt(f)
        }
    }

    impl StdError for Transparent {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.0.source()
        }
    }

    fn has_final_source(error: impl StdError + Send + Sync + 'static) -> bool {
        let error = Error::new(error);
        sources(&error).any(is_final)
    }

    #[test]
    fn it_is_found_in_what_was_wrapped_around_it() {
        let outer = || Outer(non_retryable("nothing to pay"));
        assert!(has_final_source(outer()));
        assert!(has_final_source(Outer(Error::new(outer()))));
        assert!(has_final_source(Transparent(non_retryable("no"))));
        assert!(has_final_source(non_retryable("no")));
    }

    #[test]
    fn others_are_tried_again() {
        assert!(!has_final_source(Outer(Error::new("no answer"))));
        assert!(!has_final_source(Outer(Error::named("RangeError", "far"))));
        assert!(!has_final_source(fmt::Error));
    }
}
