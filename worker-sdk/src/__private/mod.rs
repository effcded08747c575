//! What generated code calls. Outside of the semantic version.

mod arguments;
#[cfg(feature = "serde")]
pub mod codec;
mod output;
mod records;
mod testing;

pub use arguments::{Argument, FetchArgs, HasEnv, ScheduledArgs, TestArgs, bindings};
pub use output::Output;
pub use records::{NotOf, Of, join, length, text};
#[cfg(not(target_family = "wasm"))]
pub use testing::not_on_the_host;
pub use testing::{Verdict, test, test_async, verdict};
pub use wasm_bindgen::JsValue;

pub use crate::env::{Binding, Bindings, Env};
pub use crate::error::Result;
pub use crate::executor::register;

use std::future::Future;

use crate::executor;
use crate::js::error_to_js;

/// The value of an event's promise, or the reason of its rejection.
pub type Outcome = std::result::Result<JsValue, JsValue>;

/// Runs an async `fetch` handler.
pub fn fetch_async<F: Future + 'static>(
    request: JsValue,
    env: JsValue,
    context: JsValue,
    handler: impl FnOnce(&mut FetchArgs) -> Result<F> + 'static,
    convert: impl FnOnce(F::Output) -> Outcome + 'static,
) -> JsValue {
    run(
        "fetch",
        FetchArgs::new(request, env, context),
        handler,
        convert,
    )
}

/// Runs a `fetch` handler that is not async.
pub fn fetch<T>(
    request: JsValue,
    env: JsValue,
    context: JsValue,
    handler: impl FnOnce(&mut FetchArgs) -> Result<T>,
    convert: impl FnOnce(T) -> Outcome,
) -> JsValue {
    run_sync(FetchArgs::new(request, env, context), handler, convert)
}

/// Runs an async `scheduled` handler.
pub fn scheduled_async<F: Future + 'static>(
    controller: JsValue,
    env: JsValue,
    context: JsValue,
    handler: impl FnOnce(&mut ScheduledArgs) -> Result<F> + 'static,
    convert: impl FnOnce(F::Output) -> Outcome + 'static,
) -> JsValue {
    run(
        "scheduled",
        ScheduledArgs::new(controller, env, context),
        handler,
        convert,
    )
}

/// Runs a `scheduled` handler that is not async.
pub fn scheduled<T>(
    controller: JsValue,
    env: JsValue,
    context: JsValue,
    handler: impl FnOnce(&mut ScheduledArgs) -> Result<T>,
    convert: impl FnOnce(T) -> Outcome,
) -> JsValue {
    run_sync(
        ScheduledArgs::new(controller, env, context),
        handler,
        convert,
    )
}

/// Runs a `start` handler; gives what it failed with, or `undefined`.
pub fn start<T>(handler: impl FnOnce() -> T, convert: impl FnOnce(T) -> Outcome) -> JsValue {
    match convert(handler()) {
        Ok(_) => JsValue::UNDEFINED,
        Err(error) => error,
    }
}

fn run<A: 'static, F: Future + 'static>(
    event: &'static str,
    mut args: A,
    handler: impl FnOnce(&mut A) -> Result<F> + 'static,
    convert: impl FnOnce(F::Output) -> Outcome + 'static,
) -> JsValue {
    executor::start_event(event, async move {
        let future = handler(&mut args).map_err(|error| error_to_js(&error))?;
        drop(args);
        convert(future.await)
    })
}

fn run_sync<A, T>(
    mut args: A,
    handler: impl FnOnce(&mut A) -> Result<T>,
    convert: impl FnOnce(T) -> Outcome,
) -> JsValue {
    executor::start_sync(|| {
        let value = handler(&mut args).map_err(|error| error_to_js(&error))?;
        convert(value)
    })
}
