//! Turns what a handler returned into what the platform expects.
//!
//! Which way is right depends on the type, and the ways overlap: `Result<&str, String>` is a response too. So the
//! ways stand in a row, each behind `Deref` of the one before, and method lookup takes the first whose bounds hold.
//! The last has its bound on the method, where the compiler reports it in the trait's own words.

use std::error::Error as StdError;
use std::marker::PhantomData;
use std::ops::Deref;

use wasm_bindgen::JsValue;

use super::Outcome;
use crate::fetch::Fetch;
use crate::http::{IntoResponse, Response};
use crate::js::error_to_js;
#[cfg(feature = "serde")]
use crate::pipelines::Records;
#[cfg(feature = "serde")]
use crate::rpc::Value;

type Rejection = Box<dyn StdError>;

/// First: what is not awaited but handed on.
#[derive(Debug)]
pub struct Output<T>(Certain<T>);

/// Second: errors that always reject, although text is a response.
#[derive(Debug)]
pub struct Certain<T>(Answer<T>);

/// Third: whatever is a response, errors included.
#[derive(Debug)]
pub struct Answer<T>(Fallible<T>);

/// Fourth: results whose error rejects.
#[derive(Debug)]
pub struct Fallible<T>(Other<T>);

/// Last: everything else, which may not be allowed at all.
#[derive(Debug)]
pub struct Other<T>(PhantomData<fn(T)>);

impl<T> Output<T> {
    /// Stands for the type of a value.
    #[must_use]
    pub fn of(_value: &T) -> Self {
        Self(Certain(Answer(Fallible(Other(PhantomData)))))
    }
}

macro_rules! before {
    ($($from:ident => $to:ident),*) => {
        $(impl<T> Deref for $from<T> {
            type Target = $to<T>;

            fn deref(&self) -> &$to<T> {
                &self.0
            }
        })*
    };
}

before!(Output => Certain, Certain => Answer, Answer => Fallible, Fallible => Other);

impl Output<Fetch> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(Fetch) -> Outcome {
        Fetch::into_promise
    }
}

impl<E> Output<Result<Fetch, E>> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(Result<Fetch, E>) -> Outcome
    where
        E: Failure,
    {
        |output| match output {
            Ok(fetch) => fetch.into_promise(),
            Err(error) => Err(error_to_js(&*error.into_rejection())),
        }
    }
}

macro_rules! always_rejects {
    ($($error:ty => $convert:expr),* $(,)?) => {
        $(impl<T> Certain<Result<T, $error>> {
            /// See the module.
            #[must_use]
            pub fn response(&self) -> fn(Result<T, $error>) -> Outcome
            where
                T: IntoResponse,
            {
                |output| respond(output.map_err($convert))
            }

            /// See the module.
            #[must_use]
            pub fn completion(&self) -> fn(Result<T, $error>) -> Outcome
            where
                T: Completion,
            {
                |output| complete(output.map_err($convert))
            }

            /// See the module.
            #[must_use]
            pub fn object(&self) -> fn(Result<T, $error>) -> Result<T, JsValue> {
                |output| made(output.map_err($convert))
            }

            /// See the module.
            #[cfg(feature = "serde")]
            #[must_use]
            pub fn value(&self) -> fn(Result<T, $error>) -> Outcome
            where
                T: Value,
            {
                |output| answer(output.map_err($convert))
            }

            /// See the module.
            #[cfg(feature = "serde")]
            #[must_use]
            pub fn records(&self) -> fn(Result<T, $error>) -> Outcome
            where
                T: Records,
            {
                |output| go_on(output.map_err($convert))
            }
        })*
    };
}

always_rejects!(
    String => Rejection::from,
    &'static str => Rejection::from,
    // There is no `From` for this one, only the coercion.
    Box<dyn StdError + Send + Sync> => |error| -> Rejection { error },
);

impl<T: IntoResponse> Answer<T> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(T) -> Outcome {
        |output| respond(Ok(output))
    }
}

impl<T, E> Fallible<Result<T, E>> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(Result<T, E>) -> Outcome
    where
        T: IntoResponse,
        E: Failure,
    {
        |output| respond(output.map_err(E::into_rejection))
    }

    /// See the module.
    #[must_use]
    pub fn completion(&self) -> fn(Result<T, E>) -> Outcome
    where
        T: Completion,
        E: Failure,
    {
        |output| complete(output.map_err(E::into_rejection))
    }

    /// See the module.
    #[must_use]
    pub fn object(&self) -> fn(Result<T, E>) -> Result<T, JsValue>
    where
        E: Failure,
    {
        |output| made(output.map_err(E::into_rejection))
    }

    /// See the module.
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn value(&self) -> fn(Result<T, E>) -> Outcome
    where
        T: Value,
        E: Failure,
    {
        |output| answer(output.map_err(E::into_rejection))
    }

    /// See the module.
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn records(&self) -> fn(Result<T, E>) -> Outcome
    where
        T: Records,
        E: Failure,
    {
        |output| go_on(output.map_err(E::into_rejection))
    }
}

impl<T> Other<T> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(T) -> Outcome
    where
        T: IntoResponse,
    {
        |output| respond(Ok(output))
    }

    /// See the module.
    #[must_use]
    pub fn completion(&self) -> fn(T) -> Outcome
    where
        T: Completion,
    {
        |output| complete(Ok(output))
    }

    /// See the module.
    #[must_use]
    pub fn object(&self) -> fn(T) -> Result<T, JsValue> {
        Ok
    }

    /// See the module.
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn value(&self) -> fn(T) -> Outcome
    where
        T: Value,
    {
        |output| answer(Ok(output))
    }

    /// See the module.
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn records(&self) -> fn(T) -> Outcome
    where
        T: Records,
    {
        |output| go_on(Ok(output))
    }
}

fn respond<T: IntoResponse>(output: Result<T, Rejection>) -> Outcome {
    let response = match output {
        Ok(output) => output.into_response(),
        Err(error) => return Err(error_to_js(&*error)),
    };
    response
        .and_then(Response::into_raw)
        .map_err(|error| error_to_js(&error))
}

fn complete<T: Completion>(output: Result<T, Rejection>) -> Outcome {
    match output {
        Ok(output) => {
            output.complete();
            Ok(JsValue::UNDEFINED)
        }
        Err(error) => Err(error_to_js(&*error)),
    }
}

#[cfg(feature = "serde")]
fn answer<T: Value>(output: Result<T, Rejection>) -> Outcome {
    made(output).and_then(crate::rpc::serve::value)
}

#[cfg(feature = "serde")]
fn go_on<T: Records>(output: Result<T, Rejection>) -> Outcome {
    made(output).and_then(|records| records.into_js().map_err(|error| error_to_js(&error)))
}

fn made<T>(output: Result<T, Rejection>) -> Result<T, JsValue> {
    output.map_err(|error| error_to_js(&*error))
}

/// What a handler may fail with.
#[diagnostic::on_unimplemented(
    message = "a handler cannot fail with `{Self}`",
    label = "`{Self}` is neither an error nor a response",
    note = "implement `std::error::Error` for `{Self}` to reject the event",
    note = "or, in a `fetch` handler, implement `worker_sdk::IntoResponse` for it to answer with it"
)]
pub trait Failure {
    /// The error as it is shown to JavaScript.
    fn into_rejection(self) -> Rejection;
}

impl<E: Into<Rejection>> Failure for E {
    fn into_rejection(self) -> Rejection {
        self.into()
    }
}

/// What a handler returns whose event has no answer.
#[diagnostic::on_unimplemented(
    message = "a handler of this event cannot return `{Self}`",
    label = "nobody receives this `{Self}`",
    note = "return nothing, or `Result<(), E>` with any error type"
)]
pub trait Completion {
    /// Drops the value.
    fn complete(self);
}

impl Completion for () {
    fn complete(self) {}
}
