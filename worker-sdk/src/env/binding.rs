//! The types that a name on the environment can be asked for.

use std::fmt;

use wasm_bindgen::JsValue;

use super::Env;
use crate::error::Result;
use crate::fetch::Fetcher;
use crate::js;

/// A type that the configuration, or a secret, puts on the environment.
///
/// Implemented by the binding of each product, and by the types of variables and secrets: `String`, `bool`, numbers,
/// [`Secret`](super::Secret), [`Json`](crate::Json). `Option<T>` is `None` where the environment has no such name, or null.
///
/// Variables are what the configuration says: text, numbers, booleans. Secrets and what stands in `.dev.vars` are
/// always text, so a number or a boolean may also be the text of one.
///
/// # Example: one of each
///
/// ```no_run
/// use worker_sdk::Env;
/// use worker_sdk::fetch::Fetcher;
///
/// # fn run(env: &Env) -> worker_sdk::Result<()> {
/// let accounts: Fetcher = env.get("ACCOUNTS")?;
/// let limit: u32 = env.get("LIMIT")?;
/// let region: Option<String> = env.get("REGION")?;
/// # drop((accounts, limit, region));
/// # Ok(())
/// # }
/// ```
///
/// # Example: a product that this crate does not know
///
/// [`Raw`] gives its JavaScript value. A type of your own can be a field, and is compared with the configuration:
///
/// ```no_run
/// use wasm_bindgen::prelude::*;
/// use worker_sdk::env::Binding;
///
/// #[wasm_bindgen]
/// extern "C" {
///     type Clock;
///     #[wasm_bindgen(method)]
///     fn now(this: &Clock) -> f64;
/// }
///
/// impl Binding for Clock {
///     const SECTION: &'static str = "clocks";
///     const EXPECTED: &'static str = "a clock";
///
///     fn from_value(value: JsValue) -> Option<Self> {
///         value.is_object().then(|| value.unchecked_into())
///     }
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/bindings/>.
#[diagnostic::on_unimplemented(
    message = "the environment has no `{Self}`",
    label = "`{Self}` is not the type of a binding",
    note = "a binding is a type of its product, such as `worker_sdk::fetch::Fetcher`, or `worker_sdk::env::Raw`",
    note = "a variable or secret is `String`, `bool`, a number, `worker_sdk::env::Secret` or `worker_sdk::Json<T>`",
    note = "any of them may stand in an `Option`"
)]
pub trait Binding: Sized {
    /// The key of the configuration that declares such bindings, such as `services` or `queues.producers`.
    const SECTION: &'static str;

    /// What such a binding is called in messages, with its article: `a service`.
    const EXPECTED: &'static str;

    #[doc(hidden)]
    const OPTIONAL: bool = false;

    /// Wraps the value that stands on the environment; `None` if it is something else.
    ///
    /// Look at what the value can do. Names of classes differ between the platform and its simulators.
    fn from_value(value: JsValue) -> Option<Self>;

    #[doc(hidden)]
    fn find(env: &Env, name: &str) -> Result<Self> {
        Self::from_value(env.existing(name, Self::SECTION)?)
            .ok_or_else(|| env.wrong(name, Self::EXPECTED))
    }
}

impl<T: Binding> Binding for Option<T> {
    const SECTION: &'static str = T::SECTION;
    const EXPECTED: &'static str = T::EXPECTED;
    const OPTIONAL: bool = true;

    fn from_value(value: JsValue) -> Option<Self> {
        if is_absent(&value) {
            return Some(None);
        }
        T::from_value(value).map(Some)
    }

    fn find(env: &Env, name: &str) -> Result<Self> {
        if is_absent(&env.value(name)) {
            return Ok(None);
        }
        T::find(env, name).map(Some)
    }
}

fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

impl Binding for Fetcher {
    const SECTION: &'static str = "services";
    const EXPECTED: &'static str = "a service";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "fetch").then(|| Self::from_raw(value))
    }
}

/// A binding of a product that this crate does not know, as the JavaScript value that it is.
#[derive(Clone)]
pub struct Raw(JsValue);

impl Raw {
    /// Wraps a JavaScript value.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript value.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript value.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }
}

impl Binding for Raw {
    const SECTION: &'static str = "";
    const EXPECTED: &'static str = "a binding";

    fn from_value(value: JsValue) -> Option<Self> {
        Some(Self(value))
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raw { .. }")
    }
}
