//! Runs tests, as `#[worker_sdk::test]` registers them.

use std::fmt::Debug;
use std::future::Future;

use wasm_bindgen::JsValue;

use super::{Outcome, TestArgs};
use crate::error::{Error, Result};
use crate::executor;
use crate::js::error_to_js;
use crate::test;

/// Runs an async test.
pub fn test_async<F: Future + 'static>(
    env: JsValue,
    context: JsValue,
    kit: JsValue,
    test: impl FnOnce(&mut TestArgs) -> Result<F> + 'static,
    verdict: impl FnOnce(F::Output) -> Outcome + 'static,
) -> JsValue {
    let mut args = begin(env, context, kit);
    executor::start("test", async move {
        let future = test(&mut args).map_err(|error| error_to_js(&error))?;
        verdict(future.await)
    })
}

/// Runs a test that is not async.
pub fn test<T>(
    env: JsValue,
    context: JsValue,
    kit: JsValue,
    test: impl FnOnce(&mut TestArgs) -> Result<T>,
    verdict: impl FnOnce(T) -> Outcome,
) -> JsValue {
    let mut args = begin(env, context, kit);
    executor::start_sync(|| {
        let value = test(&mut args).map_err(|error| error_to_js(&error))?;
        verdict(value)
    })
}

fn begin(env: JsValue, context: JsValue, kit: JsValue) -> TestArgs {
    test::begin(env.clone(), kit);
    TestArgs::new(env, context)
}

/// Whether what a test returned says that it passed.
///
/// # Errors
///
/// Gives a JavaScript error with the text that Rust's own tests show.
pub fn verdict<T: Verdict>(value: T) -> Outcome {
    match value.failure() {
        None => Ok(JsValue::UNDEFINED),
        Some(failure) => Err(error_to_js(&Error::from(failure))),
    }
}

/// What a test may return.
#[diagnostic::on_unimplemented(
    message = "a test cannot return `{Self}`",
    label = "`{Self}` does not say whether the test passed",
    note = "return nothing, or `Result<(), E>` with any error type that is `Debug`"
)]
pub trait Verdict {
    /// Why the test failed, if it did.
    fn failure(self) -> Option<String>;
}

impl Verdict for () {
    fn failure(self) -> Option<String> {
        None
    }
}

impl<T: Verdict, E: Debug> Verdict for std::result::Result<T, E> {
    fn failure(self) -> Option<String> {
        match self {
            Ok(value) => value.failure(),
            Err(error) => Some(format!("Error: {error:?}")),
        }
    }
}

/// What a test does on the host when it is run although it is ignored there.
///
/// # Panics
///
/// Always: a test that did not run has not passed.
#[cfg(not(target_family = "wasm"))]
#[track_caller]
pub fn not_on_the_host() {
    panic!(
        "this test runs in the Workers runtime; run it with `cargo test --target wasm32-unknown-unknown`"
    );
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn verdicts() {
        assert_eq!(().failure(), None);
        assert_eq!(Ok::<_, std::fmt::Error>(()).failure(), None);
        assert_eq!(
            Err::<(), _>("no such user").failure().as_deref(),
            Some(r#"Error: "no such user""#)
        );
        let nested: Result<Result<(), u8>, ()> = Ok(Err(4));
        assert_eq!(nested.failure().as_deref(), Some("Error: 4"));
    }

    #[test]
    #[should_panic(expected = "runs in the Workers runtime")]
    fn the_host_runs_none() {
        super::not_on_the_host();
    }
}
