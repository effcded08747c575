//! Dynamic workers: code that is loaded while the worker runs, each in an isolate of its own.
//!
//! For code that was written by customers, by a model, or a moment ago. Code that is deployed once for each customer
//! belongs to [dispatch namespaces](crate::dispatch_namespaces). The code reaches what it is given: its environment, and
//! the network, unless that is taken away.
//!
//! ```no_run
//! use worker_sdk::worker_loader::{Code, Loader, Module};
//! use worker_sdk::{Request, Response, Result};
//!
//! async fn run(loader: Loader, request: Request, source: String) -> Result<Response> {
//!     let code = Code::new("2026-04-21", "main.js")
//!         .module("main.js", Module::Js(source))
//!         .no_network();
//!     loader.load(code)?.entrypoint(())?.fetch(request).await
//! }
//! ```
//!
//! ```jsonc
//! // wrangler.jsonc
//! "worker_loaders": [{ "binding": "LOADER" }]
//! ```
//!
//! See <https://developers.cloudflare.com/dynamic-workers/>.

mod code;
mod entrypoint;
pub(crate) mod sys;

use std::fmt;
use std::rc::Rc;

use wasm_bindgen::JsValue;

pub use crate::service_bindings::Limits;
pub use code::{Code, Module};
pub use entrypoint::Entrypoint;

use crate::durable_objects::facets::Class;
use crate::env::{Binding, Raw};
use crate::error::{Error, Result};
use crate::js;
use crate::rpc::serve;
use crate::service_bindings::Service;

/// The binding that loads workers. Cheap to clone.
#[derive(Clone)]
pub struct Loader(JsValue);

impl Loader {
    /// Wraps a JavaScript `WorkerLoader`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `WorkerLoader`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `WorkerLoader`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The worker of this name. When it is not there, `code` is asked for what it is made of; the platform may forget it
    /// at any time, and then asks again. The same name has to stand for the same code, so put a version into it.
    ///
    /// Nothing is loaded yet: what `code` fails with, and what is wrong with its code, is an error of the first call.
    ///
    /// JavaScript keeps each `code` until it collects garbage, also that of a worker which is there. So let it fetch the
    /// source, and hold no more than names and bindings.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the name.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::worker_loader::{Code, Loader, Module};
    /// use worker_sdk::{Response, Result, kv};
    ///
    /// async fn run(loader: Loader, sources: kv::Namespace, customer: String) -> Result<Response> {
    ///     let name = format!("{customer}-v1");
    ///     let worker = loader.get(&name, async move || {
    ///         let source = sources.get(&customer).text().await?;
    ///         let source = source.unwrap_or_default();
    ///         Ok(Code::new("2026-04-21", "main.js").module("main.js", Module::Js(source)))
    ///     })?;
    ///     worker.entrypoint(())?.fetch("/").await
    /// }
    /// ```
    pub fn get(
        &self,
        name: &str,
        code: impl AsyncFn() -> Result<Code> + 'static,
    ) -> Result<Worker> {
        let code = Rc::new(code);
        let asked = serve::function(move |_, _| {
            let code = code.clone();
            serve::run("the code of a worker", async move {
                let code = code().await.and_then(Code::into_js);
                serve::result(code.map(Raw::from_raw))
            })
        });
        Worker::made(sys::get_worker(&self.0, &js::text(name), &asked))
    }

    /// A new worker, that nobody else gets. In JavaScript, `get` with `null` as the name is the same for code that has yet
    /// to come; here, await the code first.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the code. What throws while it starts is an error of the first call.
    pub fn load(&self, code: Code) -> Result<Worker> {
        Worker::made(sys::load_worker(&self.0, &code.into_js()?))
    }
}

impl fmt::Debug for Loader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Loader { .. }")
    }
}

impl Binding for Loader {
    const SECTION: &'static str = "worker_loaders";
    const EXPECTED: &'static str = "a worker loader";

    fn from_value(value: JsValue) -> Option<Self> {
        // A service seems to have every method, `fetch` included.
        js::is_binding(&value, "get load !fetch").then_some(Self(value))
    }
}

/// A dynamic worker. Cheap to clone.
#[derive(Clone)]
pub struct Worker(JsValue);

impl Worker {
    fn made(raw: JsValue) -> Result<Self> {
        match raw.is_undefined() {
            true => Err(Error::last_failure("loading a worker")),
            false => Ok(Self(raw)),
        }
    }

    /// Wraps a JavaScript `WorkerStub`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `WorkerStub`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `WorkerStub`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// One of its entrypoints: `()` is the default one, text a name, and [`Entrypoint`] has more to say. A worker that
    /// lacks it fails the first call.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::service_bindings::Service;
    /// use worker_sdk::worker_loader::Worker;
    /// # use worker_sdk::{Result, rpc};
    /// # #[rpc]
    /// # trait Greeter {
    /// #     async fn greet(&self, name: String) -> Result<String>;
    /// # }
    ///
    /// # async fn run(worker: Worker) -> Result<String> {
    /// let greeter = worker.entrypoint("Greeter")?.typed::<GreeterStub>();
    /// greeter.greet("Ada".into()).await
    /// # }
    /// ```
    pub fn entrypoint(&self, which: impl Into<Entrypoint>) -> Result<Service> {
        let (name, options) = which.into().into_js();
        let raw = sys::get_entrypoint(&self.0, &name, &options);
        match raw.is_undefined() {
            true => Err(Error::last_failure("an entrypoint of a worker")),
            false => Ok(Service::from_raw(raw)),
        }
    }

    /// One of its classes of Durable Objects, for [facets](crate::durable_objects::facets) of an object of this worker.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses it.
    pub fn durable_object_class(&self, which: impl Into<Entrypoint>) -> Result<Class> {
        let (name, options) = which.into().into_js();
        let raw = sys::get_class(&self.0, &name, &options);
        match raw.is_undefined() {
            true => Err(Error::last_failure("a class of a worker")),
            false => Ok(Class::from_raw(raw)),
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Worker { .. }")
    }
}
