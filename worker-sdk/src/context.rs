//! The execution context of an event.

use std::fmt;
use std::future::IntoFuture;
use std::panic::Location;

use wasm_bindgen::prelude::*;

use crate::executor;
use crate::exports::Exports;
use crate::task::TaskOutput;

#[wasm_bindgen(module = "/src/js/context.js")]
extern "C" {
    fn wait_until(context: &JsValue, promise: &JsValue);
    fn pass_through(context: &JsValue);
    fn props(context: &JsValue) -> JsValue;
}

/// The execution context that the platform passes with each event.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/context/>.
#[derive(Clone)]
pub struct Context(JsValue);

impl Context {
    /// Wraps the JavaScript context.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript context.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// Lets `future` go on after the response is sent, for up to 30 seconds.
    ///
    /// The future is polled for the first time after the current poll of the handler. When it gives an `Err` the
    /// platform logs it as an uncaught exception; the response is not affected. An operation of a product, such as
    /// [`kv::Put`](crate::kv::Put), can be given as it is.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use worker_sdk::{Context, Response};
    /// async fn handle(context: Context) -> Response {
    ///     context.wait_until(async {
    ///         worker_sdk::sleep(Duration::from_millis(100)).await;
    ///         worker_sdk::console_log!("after the response");
    ///     });
    ///     Response::text("done")
    /// }
    /// ```
    #[track_caller]
    pub fn wait_until<F>(&self, future: F)
    where
        F: IntoFuture + 'static,
        F::Output: TaskOutput,
    {
        let work = async move { future.await.into_outcome() };
        wait_until(&self.0, &executor::run_detached(Location::caller(), work));
    }

    /// Lets the platform pass the request to the origin, instead of answering with an error, should the handler fail.
    ///
    /// Call it before anything can fail. The body of the request must not have been read by then.
    pub fn pass_through_on_exception(&self) {
        pass_through(&self.0);
    }

    /// The worker's own classes and entrypoints.
    #[must_use]
    pub fn exports(&self) -> Exports {
        Exports::of(&self.0)
    }

    /// The properties that the caller's service binding carries.
    ///
    /// # Errors
    ///
    /// Fails when the properties do not have the shape of `T`; the error [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(context: worker_sdk::Context) -> worker_sdk::Result<()> {
    /// let props: serde_json::Value = context.props()?;
    /// # let _ = props;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "serde")]
    pub fn props<T: serde::de::DeserializeOwned>(&self) -> crate::Result<T> {
        crate::js::codec::from_js_of(&self.raw_props(), "the properties of the binding")
    }

    /// The properties that the caller's service binding carries, as JavaScript has them; none are an empty object.
    #[must_use]
    pub fn raw_props(&self) -> JsValue {
        props(&self.0)
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Context { .. }")
    }
}
