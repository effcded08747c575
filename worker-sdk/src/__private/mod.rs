//! What generated code calls. Outside of the semantic version.

#[cfg(any(feature = "router", feature = "axum"))]
mod application;
mod arguments;
#[cfg(feature = "serde")]
pub mod codec;
#[cfg(feature = "router")]
mod debug_handler;
mod declarations;
mod entrypoint;
mod hooks;
pub(crate) mod objects;
mod output;
mod records;
#[cfg(feature = "router")]
mod routers;
#[cfg(feature = "serde")]
pub mod rpc;
mod testing;

#[cfg(any(feature = "router", feature = "axum"))]
pub use application::{Application, application};
pub use arguments::{
    Argument, Connect, ConnectArgs, Email, EmailArgs, EventArgs, Fetch, FetchArgs, HasEnv, Queue,
    QueueArgs, Scheduled, ScheduledArgs, Tail, TailArgs, TailStream, TailStreamArgs, TestArgs,
    bindings,
};
#[cfg(feature = "router")]
pub use debug_handler::{
    IsRequest, is_last, is_part, is_reply, is_reply_or_future, is_request, is_response,
};
pub use declarations::{Declaration, Declarations, Link, Reachable};
pub use entrypoint::{EntryArgs, entry_hook, entry_hook_async};
pub use hooks::{
    AlarmArgs, Args, CloseArgs, ConnectionArgs, MessageArgs, NewArgs, RequestArgs, RunArgs,
    SocketErrorArgs, TransformArgs,
};
pub use objects::{construct, construct_async, hook, hook_async};
pub use output::Output;
pub use records::{NotOf, Of, join, length, text};
#[cfg(feature = "router")]
pub use routers::{ObjectRouter, RouterOf, entry_router, hook_router};
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
use crate::tail::Stream;

/// The value of an event's promise, or the reason of its rejection.
pub type Outcome = std::result::Result<JsValue, JsValue>;

macro_rules! handlers {
    ($($event:literal: $args:ty => $run_async:ident, $run:ident;)*) => {$(
        #[doc = concat!("Runs an async `", $event, "` handler.")]
        pub fn $run_async<F: Future + 'static>(
            event: JsValue,
            env: JsValue,
            context: JsValue,
            handler: impl FnOnce(&mut $args) -> Result<F> + 'static,
            convert: impl FnOnce(F::Output) -> Outcome + 'static,
        ) -> JsValue {
            run($event, <$args>::new(event, env, context), handler, convert)
        }

        #[doc = concat!("Runs a `", $event, "` handler that is not async.")]
        pub fn $run<T>(
            event: JsValue,
            env: JsValue,
            context: JsValue,
            handler: impl FnOnce(&mut $args) -> Result<T>,
            convert: impl FnOnce(T) -> Outcome,
        ) -> JsValue {
            run_sync(<$args>::new(event, env, context), handler, convert)
        }
    )*};
}

handlers! {
    "fetch": FetchArgs => fetch_async, fetch;
    "scheduled": ScheduledArgs => scheduled_async, scheduled;
    "queue": QueueArgs => queue_async, queue;
    "email": EmailArgs => email_async, email;
    "tail": TailArgs => tail_async, tail;
    "connect": ConnectArgs => connect_async, connect;
}

/// Runs an async `tail_stream` handler; gives what the platform is to call with each further event.
pub fn tail_stream_async<F: Future + 'static>(
    onset: JsValue,
    env: JsValue,
    context: JsValue,
    handler: impl FnOnce(&mut TailStreamArgs) -> Result<F> + 'static,
    convert: impl FnOnce(F::Output) -> Outcome + 'static,
) -> JsValue {
    let stream = Stream::open(&onset);
    let args = TailStreamArgs::new(stream.clone(), env, context);
    Stream::listener(&stream, &run("tail_stream", args, handler, convert))
}

/// Runs a `tail_stream` handler that is not async: it sees that there is an event, and nothing of it.
pub fn tail_stream<T>(
    onset: JsValue,
    env: JsValue,
    context: JsValue,
    handler: impl FnOnce(&mut TailStreamArgs) -> Result<T>,
    convert: impl FnOnce(T) -> Outcome,
) -> JsValue {
    let stream = Stream::open(&onset);
    let args = TailStreamArgs::new(stream.clone(), env, context);
    Stream::listener(&stream, &run_sync(args, handler, convert))
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
