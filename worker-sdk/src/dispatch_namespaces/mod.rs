//! Dispatch namespaces: workers of customers, found by name. The platform's product is called Workers for Platforms.
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::dispatch_namespaces::{self, Namespace};
//! use worker_sdk::http::StatusCode;
//! use worker_sdk::{Bindings, Request, Response, Result, event};
//!
//! #[derive(Bindings)]
//! struct App {
//!     customers: Namespace,
//! }
//!
//! #[event(fetch)]
//! async fn main(request: Request, app: App) -> Result<Response> {
//!     let customer = request.path().trim_start_matches('/').to_owned();
//!     match app.customers.get(&customer)?.fetch(request).await {
//!         Err(error) if error.is_unknown_worker() => {
//!             Ok(Response::text("no such customer").with_status(StatusCode::NOT_FOUND))
//!         }
//!         answer => answer,
//!     }
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! ```jsonc
//! // wrangler.jsonc
//! "dispatch_namespaces": [{ "binding": "CUSTOMERS", "namespace": "customers" }]
//! ```
//!
//! There is no local simulator: wrangler passes calls on to the platform.
//!
//! See <https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/>.

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

pub use crate::service_bindings::Limits;

use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js::{self, Options, codec};
use crate::service_bindings::Service;
use crate::worker_loader::sys;

/// The workers of a namespace. Cheap to clone.
#[derive(Clone)]
pub struct Namespace(JsValue);

impl Namespace {
    /// Wraps a JavaScript `DispatchNamespace`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `DispatchNamespace`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `DispatchNamespace`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The worker of this name. Nothing is sent yet: calls of one that does not exist fail, as
    /// [`Error::is_unknown_worker`] tells.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the name.
    pub fn get(&self, name: &str) -> Result<Service> {
        self.get_with(name, Dispatch::new())
    }

    /// The worker of this name, with arguments and limits.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::dispatch_namespaces::{Dispatch, Limits, Namespace};
    /// # use worker_sdk::{Response, Result};
    ///
    /// # async fn run(customers: Namespace) -> Result<Response> {
    /// let limited = Dispatch::new().limits(Limits::new().cpu_ms(10).sub_requests(5));
    /// customers.get_with("ada", limited)?.fetch("/").await
    /// # }
    /// ```
    pub fn get_with(&self, name: &str, dispatch: Dispatch) -> Result<Service> {
        let (args, options) = (dispatch.args, dispatch.options.into_js());
        let raw = sys::dispatch(&self.0, &js::text(name), &args, &options);
        match raw.is_undefined() {
            true => Err(Error::last_failure("a worker of a dispatch namespace")),
            false => Ok(Service::from_raw(raw)),
        }
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Namespace { .. }")
    }
}

impl Binding for Namespace {
    const SECTION: &'static str = "dispatch_namespaces";
    const EXPECTED: &'static str = "a dispatch namespace";

    fn from_value(value: JsValue) -> Option<Self> {
        // Others that have a `get`: services, KV, buckets, Durable Objects, worker loaders.
        js::is_binding(&value, "get !fetch !put !idFromName !load").then_some(Self(value))
    }
}

/// How a worker of a namespace is called.
#[must_use]
#[derive(Clone)]
pub struct Dispatch {
    args: JsValue,
    options: Options,
}

impl Dispatch {
    /// Without arguments and limits.
    pub fn new() -> Self {
        Self {
            args: JsValue::UNDEFINED,
            options: Options::new(),
        }
    }

    /// What the worker finds in `ctx.props`.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such value.
    pub fn args<T: Serialize>(mut self, args: &T) -> Result<Self> {
        self.args = codec::to_js(args)?;
        Ok(self)
    }

    /// What the worker may use.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.options = self.options.options("limits", limits.options());
        self
    }

    /// What the outbound worker of the namespace gets, which handles the requests that the worker makes: the parameters that
    /// the configuration names.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such value.
    pub fn outbound<T: Serialize>(mut self, parameters: &T) -> Result<Self> {
        let parameters = codec::to_js(parameters)?;
        self.options = self.options.value("outbound", parameters);
        Ok(self)
    }
}

impl Default for Dispatch {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dispatch { .. }")
    }
}

impl Error {
    /// Whether a call failed because the [namespace](Namespace) has no worker of this name.
    #[must_use]
    pub fn is_unknown_worker(&self) -> bool {
        self.message().starts_with("Worker not found")
    }
}
