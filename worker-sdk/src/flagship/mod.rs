//! Flagship: feature flags, which change what a worker does without deploying it anew.
//!
//! A flag belongs to an app of the account and has variations of one kind: booleans, texts, numbers or objects. Rules choose
//! among them, by what the worker says of whom it serves. Each call has a value for the case that there is no flag of that name,
//! that it is of another kind, or that it cannot be evaluated: such a call succeeds, with that value, and
//! [its details](Get::details) say why. For values that are the same for everybody until the next deployment, take a variable.
//!
//! Newer wranglers have a local simulator, whose flags `wrangler flagship` changes. With older ones, and with `"remote": true`,
//! `wrangler dev` passes calls on to the platform, which may charge for them, and in tests of `worker-build test` each call fails.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "flagship": [{ "binding": "FLAGS", "app_id": "<id of the app>", "remote": true }]
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::flagship::Flagship;
//! use worker_sdk::{Bindings, Request, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     flags: Flagship, // FLAGS
//! }
//!
//! #[derive(serde::Serialize)]
//! #[serde(rename_all = "camelCase")]
//! struct Customer {
//!     user_id: String,
//!     country: Option<String>,
//! }
//!
//! async fn checkout(request: Request, app: App) -> Result<Response> {
//!     let customer = Customer {
//!         user_id: request.header("x-customer").unwrap_or_default(),
//!         country: request.cf().country(),
//!     };
//!     let is_new = app.flags.get("new-checkout", false).context(&customer).await?;
//!     Ok(Response::text(if is_new { "new" } else { "old" }))
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/flagship/>.

mod details;
mod fallback;
mod get;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
pub use details::{Details, EvaluationError, Reason};
pub use fallback::{Any, Fallback, Object};
pub use get::Get;

/// The flags of an app, by a binding in `flagship`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/flagship/binding/>.
#[derive(Clone)]
pub struct Flagship(JsValue);

impl Flagship {
    /// Wraps a JavaScript `Flagship`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Flagship`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Flagship`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Evaluates a flag. The fallback says of which kind it is, and is the result where the flag has none. Nothing is sent
    /// before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::flagship::{Flagship, Object};
    /// # async fn run(flags: Flagship) -> worker_sdk::Result<()> {
    ///
    /// #[derive(serde::Serialize, serde::Deserialize)]
    /// struct Theme {
    ///     color: String,
    ///     size: u8,
    /// }
    ///
    /// let is_dark: bool = flags.get("dark-mode", false).await?;
    /// let flow: String = flags.get("checkout-flow", "v1").await?;
    /// let retries: f64 = flags.get("max-retries", 3.0).await?;
    /// let plain = Theme { color: "#000".into(), size: 14 };
    /// let theme: Theme = flags.get("theme", Object(plain)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/flagship/binding/methods/>.
    pub fn get<F: Fallback>(&self, flag_key: impl Into<String>, fallback: F) -> Get<F::Owned> {
        Get::new(&self.0, flag_key.into(), &fallback)
    }
}

impl Binding for Flagship {
    const SECTION: &'static str = "flagship";
    const EXPECTED: &'static str = "a Flagship app";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "get getBooleanValue").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Flagship {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flagship { .. }")
    }
}
