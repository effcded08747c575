//! What handlers return.
//!
//! Which conversion fits is found by method resolution: generated code calls `response` or `completion` on an
//! [`Output`], and the compiler follows `Deref` from the most special kind of result to the least until it meets one
//! whose bounds hold.

use std::error::Error as StdError;
use std::marker::PhantomData;
use std::ops::Deref;

use wasm_bindgen::JsValue;

use super::Outcome;
use crate::http::{IntoResponse, Response};
use crate::js::error_to_js;

/// Stands for the type that a handler returned. First in line: a message as an error, which rejects although text
/// could be a response; and the ends of events that have no answer.
#[derive(Debug)]
pub struct Output<T>(PhantomData<fn() -> T>);

/// Second: anything that is a response, `Result<_, impl IntoResponse>` included.
#[derive(Debug)]
pub struct ResponseOutput<T>(PhantomData<fn() -> T>);

/// Third: a response or any error.
#[derive(Debug)]
pub struct ResultOutput<T>(PhantomData<fn() -> T>);

/// Last: anything else, only to say what is wrong.
#[derive(Debug)]
pub struct OtherOutput<T>(PhantomData<fn() -> T>);

/// A value that no handler can return; there is no implementation.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "`{Self}` is not the result of a handler",
    note = "a `fetch` handler returns a response (`Response`, text, `Json(value)`, …) or `Result<response, E>`",
    note = "a `scheduled` or `start` handler returns `()` or `Result<(), E>`",
    note = "the error type implements `std::error::Error`, or is `Box<dyn Error>`; for `fetch` it may implement `IntoResponse` instead"
)]
pub trait HandlerOutput {}

impl<T> Output<T> {
    /// The stand-in for the type of `value`.
    #[must_use]
    pub fn of(_value: &T) -> Self {
        Self(PhantomData)
    }
}

impl<T: IntoResponse> Output<Result<T, String>> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(Result<T, String>) -> Outcome {
        result_to_outcome
    }
}

impl<T: IntoResponse> Output<Result<T, &'static str>> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(Result<T, &'static str>) -> Outcome {
        result_to_outcome
    }
}

impl Output<()> {
    /// See the module.
    #[must_use]
    pub fn completion(&self) -> fn(()) -> Outcome {
        |()| Ok(JsValue::UNDEFINED)
    }
}

impl<E: Into<Box<dyn StdError>>> Output<Result<(), E>> {
    /// See the module.
    #[must_use]
    pub fn completion(&self) -> fn(Result<(), E>) -> Outcome {
        |result| {
            result
                .map(|()| JsValue::UNDEFINED)
                .map_err(|error| error_to_js(&*error.into()))
        }
    }
}

impl<T: IntoResponse> ResponseOutput<T> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(T) -> Outcome {
        |value| to_outcome(value.into_response())
    }
}

impl<T: IntoResponse, E: Into<Box<dyn StdError>>> ResultOutput<Result<T, E>> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(Result<T, E>) -> Outcome {
        result_to_outcome
    }
}

impl<T> OtherOutput<T> {
    /// See the module.
    #[must_use]
    pub fn response(&self) -> fn(T) -> Outcome
    where
        T: HandlerOutput,
    {
        |_| Ok(JsValue::UNDEFINED)
    }

    /// See the module.
    #[must_use]
    pub fn completion(&self) -> fn(T) -> Outcome
    where
        T: HandlerOutput,
    {
        |_| Ok(JsValue::UNDEFINED)
    }
}

macro_rules! then {
    ($from:ident, $to:ident) => {
        impl<T> $from<T> {
            const NEXT: $to<T> = $to(PhantomData);
        }

        impl<T> Deref for $from<T> {
            type Target = $to<T>;

            fn deref(&self) -> &$to<T> {
                &Self::NEXT
            }
        }
    };
}

then!(Output, ResponseOutput);
then!(ResponseOutput, ResultOutput);
then!(ResultOutput, OtherOutput);

fn result_to_outcome<T: IntoResponse, E: Into<Box<dyn StdError>>>(result: Result<T, E>) -> Outcome {
    match result {
        Ok(value) => to_outcome(value.into_response()),
        Err(error) => Err(error_to_js(&*error.into())),
    }
}

fn to_outcome(response: crate::Result<Response>) -> Outcome {
    response
        .and_then(Response::into_raw)
        .map_err(|error| error_to_js(&error))
}
