//! Hello World: the binding by which the platform shows how bindings are made. It keeps one text.
//!
//! It is no product, and nothing should depend on it. The local simulator has it, so it tells whether bindings of this kind work
//! at all.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "unsafe_hello_world": [{ "binding": "HELLO", "enable_timer": true }]
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::hello_world::HelloWorld;
//! use worker_sdk::{Bindings, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     hello: HelloWorld, // HELLO
//! }
//!
//! async fn greet(app: App) -> Result<Response> {
//!     app.hello.set("hello").await?;
//!     Ok(Response::text(app.hello.get().await?.value))
//! }
//! ```

mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js;

/// A text, by a binding in `unsafe_hello_world`. Cheap to clone.
///
/// See the [module](self) for an example.
#[derive(Clone)]
pub struct HelloWorld(JsValue);

/// What is kept.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Greeting {
    /// The text; empty before one was set.
    pub value: String,
    /// With `enable_timer`: a time in milliseconds.
    pub ms: Option<f64>,
}

impl HelloWorld {
    /// Wraps a JavaScript `HelloWorldBinding`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `HelloWorldBinding`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `HelloWorldBinding`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The text that is kept.
    ///
    /// # Errors
    ///
    /// Fails when the platform does, or answers without a text.
    pub async fn get(&self) -> Result<Greeting> {
        let greeting = js::settled(sys::get(&self.0), "reading a greeting").await?;
        let value = js::string_property(&greeting, "value");
        Ok(Greeting {
            value: value
                .ok_or_else(|| Error::malformed("the platform answered without a greeting"))?,
            ms: js::number(&js::property(&greeting, "ms")),
        })
    }

    /// Keeps another text.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn set(&self, value: impl AsRef<str>) -> Result<()> {
        let promise = sys::set(&self.0, &js::text(value.as_ref()));
        js::settled(promise, "keeping a greeting").await.map(drop)
    }
}

impl Binding for HelloWorld {
    const SECTION: &'static str = "unsafe_hello_world";
    const EXPECTED: &'static str = "a hello world";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "get set").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for HelloWorld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HelloWorld { .. }")
    }
}
