//! What can be an argument or a result.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::incoming::Incoming;
use super::outgoing::Outgoing;
use super::sys;
use crate::env::Raw;
use crate::error::Result;
use crate::http::{Body, Headers, Request, Response};
use crate::js::tape::Tape;
use crate::js::{self, codec};
use crate::streams::{ByteStream, Writable};

/// A type that is an argument or a result of a remote call.
///
/// Every owned type with serde's `Serialize` and `Deserialize` is one: numbers, text, lists, structs, [`Bytes`](crate::Bytes),
/// [`Timestamp`](crate::time::Timestamp), and clients and [functions](super::Function), also inside of others.
/// [`Request`], [`Response`], [`Headers`], [`Body`] and [`ByteStream`] (streams of bytes to be read), [`Writable`] (one to be
/// written to) and [`Raw`] (any value of JavaScript) are taken as they are, but not inside of others.
///
/// An integer beyond ±(2^53 − 1) is refused when it is sent; a `bigint` of 64 bits can be received.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument or a result of a remote call",
    label = "`{Self}` cannot be sent",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it; both sides of a call need the type",
    note = "or use `worker_sdk::Request`, `Response`, `Headers`, `Body` (a stream of bytes), `streams::Writable`, or `env::Raw` (any value of JavaScript)"
)]
pub trait Value: Sized + 'static {
    /// The value for JavaScript.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such value, as for integers beyond ±(2^53 − 1).
    fn into_js(self) -> Result<JsValue>;

    /// The value of JavaScript; `of` is what messages call it.
    ///
    /// # Errors
    ///
    /// Fails when it has another shape; the error [is malformed](crate::Error::is_malformed).
    fn from_js(value: JsValue, of: &dyn fmt::Display) -> Result<Self>;

    #[doc(hidden)]
    const STAYS: bool = true;

    #[doc(hidden)]
    fn append(self, outgoing: &mut Outgoing) -> Result<()> {
        outgoing.live(self.into_js()?);
        Ok(())
    }

    #[doc(hidden)]
    fn take(incoming: &mut Incoming, at: usize, of: &dyn fmt::Display) -> Result<Self> {
        Self::from_js(incoming.item(at), of)
    }
}

impl<T: Serialize + DeserializeOwned + 'static> Value for T {
    const STAYS: bool = false;

    fn into_js(self) -> Result<JsValue> {
        codec::to_js(&self)
    }

    /// A result holds the stubs in it; those that were read are others of the same objects.
    fn from_js(value: JsValue, of: &dyn fmt::Display) -> Result<Self> {
        let written = Tape::by(&|at| sys::write_and_dispose(&value, at));
        let (is_disposed, read) = match written {
            Ok((answer, tape)) => {
                let read = codec::from_tape_of(&tape, &|| of.to_string());
                (answer == DISPOSED, read)
            }
            Err(error) => (false, Err(error)),
        };
        if !is_disposed {
            sys::dispose(&value);
        }
        read
    }

    fn append(self, outgoing: &mut Outgoing) -> Result<()> {
        outgoing.value(&self)
    }

    fn take(incoming: &mut Incoming, at: usize, of: &dyn fmt::Display) -> Result<Self> {
        incoming.next(at, of)
    }
}

/// What `write_and_dispose` answers for a value that it disposed of, as no stubs are in it.
const DISPOSED: i32 = 1;

impl Value for Raw {
    fn into_js(self) -> Result<JsValue> {
        Ok(self.into_raw())
    }

    fn from_js(value: JsValue, _: &dyn fmt::Display) -> Result<Self> {
        Ok(Self::from_raw(value))
    }
}

fn checked(value: JsValue, class: &'static str, of: &dyn fmt::Display) -> Result<JsValue> {
    match js::is_of_class(&value, class) {
        true => Ok(value),
        false => Err(crate::Error::new(format!("{of} is not a `{class}`"))),
    }
}

impl Value for Request {
    fn into_js(self) -> Result<JsValue> {
        Ok(self.into_raw())
    }

    fn from_js(value: JsValue, of: &dyn fmt::Display) -> Result<Self> {
        checked(value, "Request", of).map(Self::from_raw)
    }
}

impl Value for Response {
    fn into_js(self) -> Result<JsValue> {
        self.into_raw()
    }

    fn from_js(value: JsValue, of: &dyn fmt::Display) -> Result<Self> {
        checked(value, "Response", of).map(Self::from_raw)
    }
}

impl Value for Body {
    fn into_js(self) -> Result<JsValue> {
        self.into_readable()
    }

    fn from_js(value: JsValue, of: &dyn fmt::Display) -> Result<Self> {
        checked(value, "ReadableStream", of).map(Self::from_raw)
    }
}

impl Value for ByteStream {
    fn into_js(self) -> Result<JsValue> {
        Ok(self.into_raw())
    }

    fn from_js(value: JsValue, of: &dyn fmt::Display) -> Result<Self> {
        checked(value, "ReadableStream", of).map(Self::from_raw)
    }
}

impl Value for Writable {
    fn into_js(self) -> Result<JsValue> {
        Ok(self.into_raw())
    }

    fn from_js(value: JsValue, of: &dyn fmt::Display) -> Result<Self> {
        checked(value, "WritableStream", of).map(Self::from_raw)
    }
}

impl Value for Headers {
    fn into_js(self) -> Result<JsValue> {
        Ok(self.into_raw())
    }

    fn from_js(value: JsValue, of: &dyn fmt::Display) -> Result<Self> {
        checked(value, "Headers", of).map(Self::from_raw)
    }
}
