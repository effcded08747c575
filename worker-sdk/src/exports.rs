//! The worker's own classes and entrypoints, without a binding.

use std::fmt;

use wasm_bindgen::prelude::*;

use crate::durable_objects::Namespace;
use crate::env::Binding;
use crate::error::{Detail, Error, Result};
use crate::fetch::Fetcher;
use crate::js;
#[cfg(feature = "serde")]
use crate::workflows::Workflow;

#[wasm_bindgen(module = "/src/js/exports.js")]
extern "C" {
    fn names_of(exports: &JsValue) -> JsValue;
    #[cfg(feature = "serde")]
    pub(crate) fn with_props(entrypoint: &JsValue, props: &JsValue) -> JsValue;
}

/// What makes a class an export of each kind.
const OBJECT: &str =
    "a class of objects needs a migration in the configuration, or an entry in its `exports`";
#[cfg(feature = "serde")]
const WORKFLOW: &str = "a workflow needs an entry of the type `workflow` in the `exports` of the configuration, and a wrangler that \
                        knows of those";
const SERVICE: &str = "an entrypoint is a class with `#[worker_entrypoint]`, or `default` for the worker's own events";

/// What the worker itself exports, as others would have it by a binding: its Durable Objects, its entrypoints, and the
/// workflows in `exports` of the configuration.
///
/// [`Context::exports`](crate::Context::exports) and [`State::exports`](crate::durable_objects::State::exports) give it.
/// The platform has it since the compatibility date 2025-11-17, before that with the flag `enable_ctx_exports`. The name of
/// an entrypoint is that of its class; the one of the worker's events is called `default`.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Context, Result};
/// async fn members(context: Context) -> Result<String> {
///     let rooms = context.exports().durable_object("Room")?;
///     rooms.get_by_name("lobby").fetch("/members").await?.read_text().await
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/context/#exports>.
#[derive(Clone)]
pub struct Exports(JsValue);

impl Exports {
    pub(crate) fn of(context: &JsValue) -> Self {
        Self(js::property(context, "exports"))
    }

    /// Wraps the JavaScript `exports` of a context.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object; `undefined` where the platform has none.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The objects of a class, of which the configuration has to have a migration, or an entry in `exports`.
    ///
    /// # Errors
    ///
    /// Fails when the worker exports no such class, or it is no class of Durable Objects.
    pub fn durable_object(&self, class: &str) -> Result<Namespace> {
        self.get(class, OBJECT)
    }

    /// The workflow of a class, which the configuration has to have in `exports`:
    ///
    /// ```json
    /// "exports": { "Order": { "type": "workflow", "name": "orders" } }
    /// ```
    ///
    /// [`Workflow::typed`] names the types of its payload and of its result.
    ///
    /// # Errors
    ///
    /// Fails when the worker exports no such class, or it is no class of workflows.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Context, Result};
    /// async fn status(context: Context, id: &str) -> Result<String> {
    ///     let orders = context.exports().workflow("Order")?;
    ///     let status = orders.get(id).await?.status().await?;
    ///     Ok(format!("{status:?}"))
    /// }
    /// ```
    #[cfg(feature = "serde")]
    pub fn workflow(&self, class: &str) -> Result<Workflow> {
        self.get(class, WORKFLOW)
    }

    /// An entrypoint, to be called as another worker would.
    ///
    /// # Errors
    ///
    /// Fails when the worker exports no such entrypoint.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Context, Response, Result};
    /// # async fn run(context: Context) -> Result<Response> {
    /// context.exports().service("default")?.fetch("https://worker/again").await
    /// # }
    /// ```
    pub fn service(&self, entrypoint: &str) -> Result<Fetcher> {
        self.get(entrypoint, SERVICE)
    }

    /// An entrypoint that gets properties with its context: [`Context::props`](crate::Context::props).
    ///
    /// # Errors
    ///
    /// Fails when the worker exports no such entrypoint, and when `props` cannot be passed on.
    #[cfg(feature = "serde")]
    pub fn service_with_props<T: serde::Serialize>(
        &self,
        entrypoint: &str,
        props: &T,
    ) -> Result<Fetcher> {
        let props = js::codec::to_js(props)?;
        let raw = with_props(&self.existing(entrypoint, SERVICE)?, &props);
        match raw.is_undefined() {
            true => Err(Error::last_failure("an entrypoint with properties")),
            false => Ok(Fetcher::from_raw(raw)),
        }
    }

    /// The names of all that is exported.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        js::list_to_strings(&names_of(&self.0))
    }

    fn get<T: Binding>(&self, name: &str, advice: &'static str) -> Result<T> {
        let wrong = || {
            Error::of(Wrong {
                name: name.to_owned(),
                expected: T::EXPECTED,
                advice,
            })
        };
        T::from_value(self.existing(name, advice)?).ok_or_else(wrong)
    }

    fn existing(&self, name: &str, advice: &'static str) -> Result<JsValue> {
        let value = js::property_named(&self.0, name);
        match value.is_undefined() {
            true => Err(Error::of(self.missing(name, advice))),
            false => Ok(value),
        }
    }

    fn missing(&self, name: &str, advice: &'static str) -> Missing {
        Missing {
            name: name.to_owned(),
            exported: (!self.0.is_undefined()).then(|| self.names()),
            advice,
        }
    }
}

impl fmt::Debug for Exports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Exports").field(&self.names()).finish()
    }
}

struct Missing {
    name: String,
    /// `None` where the platform has no exports at all.
    exported: Option<Vec<String>>,
    advice: &'static str,
}

impl Detail for Missing {}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, advice) = (&self.name, self.advice);
        let Some(names) = &self.exported else {
            return write!(
                f,
                "the context has no exports, so no `{name}`; set `compatibility_date` to 2025-11-17 or later, or add the \
                 compatibility flag `enable_ctx_exports`"
            );
        };
        write!(f, "this worker exports no `{name}`")?;
        if !names.is_empty() {
            write!(f, "; it exports `{}`", names.join("`, `"))?;
        }
        write!(f, "; {advice}")
    }
}

struct Wrong {
    name: String,
    expected: &'static str,
    advice: &'static str,
}

impl Detail for Wrong {}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            expected,
            advice,
        } = self;
        write!(f, "the export `{name}` is not {expected}; {advice}")
    }
}
