//! The execution context of an event.

use std::fmt;
use std::future::IntoFuture;
use std::panic::Location;

use wasm_bindgen::prelude::*;

use crate::access::Access;
use crate::cache::WorkerCache;
use crate::error::{Error, Result};
use crate::executor;
use crate::exports::Exports;
use crate::fetch::Fetcher;
use crate::js;
use crate::task::TaskOutput;

#[wasm_bindgen(module = "/src/js/context.js")]
extern "C" {
    fn wait_until(context: &JsValue, promise: &JsValue);
    fn pass_through(context: &JsValue);
    fn props(context: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/invocation.js")]
extern "C" {
    fn abort_invocation(context: &JsValue, reason: &JsValue) -> JsValue;
    fn map_virtual_host(context: &JsValue, fetcher: &JsValue, port: f64) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/workers.js")]
extern "C" {
    fn current_context() -> JsValue;
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

    /// The context of the event that runs now, for code that no parameter reaches.
    ///
    /// It has what the module `cloudflare:workers` has: [`wait_until`](Self::wait_until), [`exports`](Self::exports) and
    /// [`cache`](Self::cache) are those of the event. There are no properties, no [`access`](Self::access), and nothing
    /// is passed through on exceptions.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::Context;
    ///
    /// fn count(visit: &'static str) {
    ///     Context::current().wait_until(async move {
    ///         worker_sdk::fetch(format!("https://counter.example/{visit}")).await.map(drop)
    ///     });
    /// }
    /// ```
    #[must_use]
    pub fn current() -> Self {
        Self(current_context())
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

    /// The cache that answers requests in place of the worker. Where there is none, what is asked of it fails.
    #[must_use]
    pub fn cache(&self) -> WorkerCache {
        WorkerCache::from_raw(js::property(&self.0, "cache"))
    }

    /// That Cloudflare Access let the caller in; `None` where Access does not protect the worker.
    ///
    /// In the simulator, `access.dev` of the configuration says who calls; that of older wranglers has no Access.
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        let raw = js::property(&self.0, "access");
        raw.is_object().then(|| Access::from_raw(raw))
    }

    /// Ends the event at once: whoever waits for it fails with `reason`, and no more of its code runs.
    ///
    /// It happens when the code that runs now waits or returns; what that returns is lost.
    ///
    /// # Errors
    ///
    /// Fails where the runtime has no `abort`; local ones of before August 2026 have it behind the compatibility flag
    /// `experimental`.
    pub fn abort(&self, reason: impl AsRef<str>) -> Result<()> {
        let reason = js::new_error_of(reason.as_ref());
        match abort_invocation(&self.0, &reason).is_undefined() {
            true => Err(Error::last_failure("aborting the event")),
            false => Ok(()),
        }
    }

    /// Gives a service an address, a host name with `port`, that sockets of this event can
    /// [connect](crate::sockets::connect()) to, for a driver that takes nothing else.
    ///
    /// # Errors
    ///
    /// Fails where the runtime has no `mapVirtualHost`; newer local ones have it behind the compatibility flag `experimental`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Context, fetch::Fetcher};
    /// # async fn run(context: Context, database: Fetcher) -> worker_sdk::Result<()> {
    /// let address = context.map_virtual_host(&database, 5432)?;
    /// let socket = worker_sdk::sockets::connect(address).await?;
    /// # drop(socket);
    /// # Ok(())
    /// # }
    /// ```
    pub fn map_virtual_host(&self, service: &Fetcher, port: u16) -> Result<String> {
        let host = map_virtual_host(&self.0, service.as_raw(), f64::from(port));
        js::string(&host).ok_or_else(|| Error::last_failure("a virtual host"))
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
    pub fn props<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        js::codec::from_js_of(&self.raw_props(), "the properties of the binding")
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
