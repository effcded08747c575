//! What a dynamic worker is made of.

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::fetch::Fetcher;
use crate::js::{self, Options, codec};
use crate::service_bindings::Limits;

/// A module of a dynamic worker.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Module {
    /// A module of JavaScript.
    Js(String),
    /// A module of CommonJS.
    Cjs(String),
    /// A module of Python.
    Python(String),
    /// Text, which is the module's default export.
    Text(String),
    /// Bytes, which are the module's default export, as an `ArrayBuffer`.
    Data(Vec<u8>),
    /// A value, written as JSON, which is the module's default export.
    #[cfg(feature = "json")]
    Json(serde_json::Value),
    /// A program in WebAssembly; the module's default export is the `WebAssembly.Module`.
    Wasm(Vec<u8>),
}

impl Module {
    fn into_js(self) -> Result<JsValue> {
        let buffer = |bytes: &[u8]| js::property(&js::bytes_to_js(bytes), "buffer");
        let options = match self {
            Self::Js(text) => Options::new().text("js", text.as_str()),
            Self::Cjs(text) => Options::new().text("cjs", text.as_str()),
            Self::Python(text) => Options::new().text("py", text.as_str()),
            Self::Text(text) => Options::new().text("text", text.as_str()),
            Self::Data(bytes) => Options::new().value("data", buffer(&bytes)),
            #[cfg(feature = "json")]
            Self::Json(value) => Options::new().value("json", codec::to_js(&value)?),
            Self::Wasm(bytes) => Options::new().value("wasm", buffer(&bytes)),
        };
        Ok(options.into_js())
    }
}

/// The code of a dynamic worker, and what it can reach.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::worker_loader::{Code, Module};
///
/// # fn code(source: String) -> worker_sdk::Result<Code> {
/// let code = Code::new("2026-04-21", "main.js")
///     .module("main.js", Module::Js(source))
///     .env("GREETING", &"hello")?
///     .no_network();
/// # Ok(code)
/// # }
/// ```
#[must_use]
#[derive(Clone)]
pub struct Code {
    options: Options,
    modules: Vec<(String, Module)>,
    flags: Vec<String>,
    env: Vec<(String, JsValue)>,
    tails: Vec<JsValue>,
    streaming_tails: Vec<JsValue>,
}

impl Code {
    /// A worker that behaves as the platform did on this date, and begins with this module.
    pub fn new(compatibility_date: &str, main_module: &str) -> Self {
        Self {
            options: Options::new()
                .text("compatibilityDate", compatibility_date)
                .text("mainModule", main_module),
            modules: Vec::new(),
            flags: Vec::new(),
            env: Vec::new(),
            tails: Vec::new(),
            streaming_tails: Vec::new(),
        }
    }

    /// A module, by the name that others import it by.
    pub fn module(mut self, name: impl Into<String>, module: Module) -> Self {
        self.modules.push((name.into(), module));
        self
    }

    /// A compatibility flag.
    pub fn compatibility_flag(mut self, flag: impl Into<String>) -> Self {
        self.flags.push(flag.into());
        self
    }

    /// Experimental flags are allowed, where the platform allows them to this worker itself.
    pub fn allow_experimental(self) -> Self {
        self.with(|options| options.flag("allowExperimental", true))
    }

    /// What it may use.
    pub fn limits(self, limits: Limits) -> Self {
        self.with(|options| options.options("limits", limits.options()))
    }

    /// A value on its environment: data, or the client of an object with methods.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such value.
    pub fn env<T: Serialize>(mut self, name: impl Into<String>, value: &T) -> Result<Self> {
        self.env.push((name.into(), codec::to_js(value)?));
        Ok(self)
    }

    /// A service on its environment, such as an entrypoint of this worker.
    pub fn env_service(mut self, name: impl Into<String>, service: &Fetcher) -> Self {
        self.env.push((name.into(), service.as_raw().clone()));
        self
    }

    /// Its own requests go to this service; without, they go to the network as those of this worker do.
    pub fn global_outbound(self, service: &Fetcher) -> Self {
        let service = service.as_raw().clone();
        self.with(|options| options.value("globalOutbound", service))
    }

    /// It cannot reach the network: `fetch` and `connect` throw there.
    pub fn no_network(self) -> Self {
        self.with(|options| options.value("globalOutbound", JsValue::NULL))
    }

    /// A service that is told what it did.
    pub fn tail(mut self, service: &Fetcher) -> Self {
        self.tails.push(service.as_raw().clone());
        self
    }

    /// A service that is told what it does while it does it; the platform calls it experimental.
    pub fn streaming_tail(mut self, service: &Fetcher) -> Self {
        self.streaming_tails.push(service.as_raw().clone());
        self
    }

    fn with(mut self, change: impl FnOnce(Options) -> Options) -> Self {
        self.options = change(self.options);
        self
    }

    pub(super) fn into_js(self) -> Result<JsValue> {
        let mut modules = Options::new();
        for (name, module) in self.modules {
            modules = modules.named(&name, &module.into_js()?);
        }
        let env = self.env.iter();
        let env = env.fold(Options::new(), |env, (name, value)| env.named(name, value));
        let mut options = self.options.options("modules", modules).options("env", env);
        let flags = self.flags.iter().map(|flag| js::text(flag));
        for (name, list) in [
            ("compatibilityFlags", flags.collect()),
            ("tails", self.tails),
            ("streamingTails", self.streaming_tails),
        ] {
            if !list.is_empty() {
                options = options.value(name, js::list(list));
            }
        }
        Ok(options.into_js())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modules = self.modules.iter().map(|(name, _)| name);
        f.debug_struct("Code")
            .field("modules", &modules.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
