//! Variables, secrets and bindings: what the configuration puts on the environment of a worker.
//!
//! A struct with [`#[derive(Bindings)]`](Bindings) has them as fields, and the build compares it with the configuration.
//! [`Env`] gives one by name, with [`Env::get`] or the short form of its product, and finds out at run time.
//!
//! A name that is missing, and a value of another type, are errors that say what to add or correct in the configuration
//! file.
//!
//! ```no_run
//! use worker_sdk::{Bindings, Env, Json, Result, kv};
//!
//! #[derive(Bindings)]
//! struct Shop {
//!     cache: kv::Namespace,
//!     regions: Json<Vec<String>>,
//! }
//!
//! async fn warm(shop: &Shop, env: &Env) -> Result<()> {
//!     let prefix: Option<String> = env.get("PREFIX")?;
//!     let prefix = prefix.unwrap_or_default();
//!     for region in &shop.regions.0 {
//!         shop.cache.put(&format!("{prefix}{region}"), "warm").await?;
//!     }
//!     Ok(())
//! }
//! ```

mod binding;
mod bindings;
#[cfg(feature = "json")]
mod json;
mod sys;
mod variable;

pub use binding::{Binding, Raw};
pub use bindings::Bindings;
pub use variable::Secret;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::d1::Database;
use crate::durable_objects;
use crate::email::Sender;
use crate::error::{Error, Kind, Result};
use crate::fetch::Fetcher;
use crate::js;
use crate::kv::Namespace;
use crate::queues::Producer;
use crate::r2::Bucket;
use crate::rate_limiting::Limiter;
#[cfg(feature = "serde")]
use crate::workflows::Workflow;

/// Whether the runtime behaves as this compatibility flag says, such as `"nodejs_compat"`: because the configuration names
/// it, or by the compatibility date. `None` for a flag that it does not know.
///
/// # Examples
///
/// ```no_run
/// if worker_sdk::env::compatibility_flag("enable_request_signal") != Some(true) {
///     worker_sdk::console_warn!("work goes on when a client leaves");
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/configuration/compatibility-flags/>.
#[must_use]
pub fn compatibility_flag(name: &str) -> Option<bool> {
    match sys::compatibility_flag(&js::text(name)) {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

/// The environment of a worker: what its configuration and its secrets put there.
///
/// Cheap to clone. Names are looked up when asked; a missing one is an error that says how to add it.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Env, Response, Result};
/// fn handle(env: &Env) -> Result<Response> {
///     Ok(Response::text(format!("running in {}", env.var("ENVIRONMENT")?)))
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/bindings/>.
#[derive(Clone)]
pub struct Env(JsValue);

impl Env {
    /// Wraps the JavaScript `env` object.
    #[must_use]
    pub fn from_raw(env: JsValue) -> Self {
        Self(env)
    }

    /// The JavaScript `env` object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The environment of the worker, for code that no parameter reaches. It belongs to no event.
    ///
    /// A test has an environment of its own, with storage that only it sees: [`test::env`](crate::test::env).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::{Env, Result};
    ///
    /// fn greeting() -> Result<String> {
    ///     Env::current().var("GREETING")
    /// }
    /// ```
    #[must_use]
    pub fn current() -> Self {
        Self(sys::current_env())
    }

    /// The variable, secret or binding called `name`, as the type that is asked for.
    ///
    /// # Errors
    ///
    /// Fails when there is nothing of that name ([`Error::is_missing_binding`]) or it is something else
    /// ([`Error::is_malformed`]).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Env, fetch::Fetcher};
    /// # fn run(env: &Env) -> worker_sdk::Result<()> {
    /// let accounts = env.get::<Fetcher>("ACCOUNTS")?;
    /// # drop(accounts);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get<T: Binding>(&self, name: &str) -> Result<T> {
        T::find(self, name)
    }

    /// A struct of bindings, as a handler that takes it in place of `Env` gets it.
    ///
    /// # Errors
    ///
    /// Fails when a binding is missing ([`Error::is_missing_binding`]) or is something else
    /// ([`Error::is_malformed`]).
    pub fn bindings<T: Bindings>(&self) -> Result<T> {
        T::from_env(self)
    }

    /// A text variable.
    ///
    /// # Errors
    ///
    /// Fails when there is no such variable ([`Error::is_missing_binding`]) or it is not text.
    pub fn var(&self, name: &str) -> Result<String> {
        let value = self.existing(name, "vars")?;
        js::string(&value).ok_or_else(|| self.wrong(name, "text"))
    }

    /// A secret, as text. `get::<Secret>` gives it as a [`Secret`], which `Debug` does not show.
    ///
    /// # Errors
    ///
    /// Fails when there is no such secret ([`Error::is_missing_binding`]).
    pub fn secret(&self, name: &str) -> Result<String> {
        let value = self.existing(name, "secrets")?;
        js::string(&value).ok_or_else(|| self.wrong(name, "text"))
    }

    /// A variable of any JSON shape: object, array, number, boolean, text or null.
    ///
    /// Text that is no `T` is read as JSON: in secrets and in `.dev.vars` there is nothing but text.
    ///
    /// # Errors
    ///
    /// Fails when there is no such variable ([`Error::is_missing_binding`]) or its shape is not `T`
    /// ([`Error::is_malformed`]).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let limits: Vec<u32> = env.json("LIMITS")?;
    /// # let _ = limits;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T> {
        json::read(self, name)
    }

    /// A service binding, or any other binding that has `fetch`.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it has no `fetch` method.
    pub fn service(&self, name: &str) -> Result<Fetcher> {
        self.get(name)
    }

    /// A KV namespace.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it is something else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let home = env.kv("PAGES")?.get("home").text().await?;
    /// # drop(home);
    /// # Ok(())
    /// # }
    /// ```
    pub fn kv(&self, name: &str) -> Result<Namespace> {
        self.get(name)
    }

    /// An R2 bucket.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it is something else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let logo = env.r2("FILES")?.get("logo.png").await?;
    /// # drop(logo);
    /// # Ok(())
    /// # }
    /// ```
    pub fn r2(&self, name: &str) -> Result<Bucket> {
        self.get(name)
    }

    /// A D1 database.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it is something else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let (users,) = env.d1("DB")?.prepare("SELECT COUNT(*) FROM users").one::<(u32,)>().await?;
    /// # let _ = users;
    /// # Ok(())
    /// # }
    /// ```
    pub fn d1(&self, name: &str) -> Result<Database> {
        self.get(name)
    }

    /// A queue that messages are sent to.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it is something else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// env.queue("ORDERS")?.send_text("order 42").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn queue(&self, name: &str) -> Result<Producer> {
        self.get(name)
    }

    /// The Durable Objects of a class.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it is something else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let answer = env.durable_object("ROOM")?.get_by_name("lobby").fetch("/").await?;
    /// # drop(answer);
    /// # Ok(())
    /// # }
    /// ```
    pub fn durable_object(&self, name: &str) -> Result<durable_objects::Namespace> {
        self.get(name)
    }

    /// A workflow, whose instances are created with nothing and return nothing; [`Workflow::typed`] says otherwise.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it is something else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let order = env.workflow("ORDERS")?.typed::<u32, String>().create(&42).await?;
    /// # drop(order);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "serde")]
    pub fn workflow(&self, name: &str) -> Result<Workflow> {
        self.get(name)
    }

    /// What mail is sent with.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it is something else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// use worker_sdk::email::Mail;
    ///
    /// let mail = Mail::new("shop@example.com", "hello").to("ada@example.com").text("hello");
    /// env.email("MAIL")?.send(mail).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn email(&self, name: &str) -> Result<Sender> {
        self.get(name)
    }

    /// A rate limit.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]) or it is something else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let allowed = env.rate_limiter("LIMITER")?.limit("customer-42").await?.success;
    /// # let _ = allowed;
    /// # Ok(())
    /// # }
    /// ```
    pub fn rate_limiter(&self, name: &str) -> Result<Limiter> {
        self.get(name)
    }

    /// Any binding, as the JavaScript value that it is; for products that this crate does not know.
    ///
    /// # Errors
    ///
    /// Fails when there is no such binding ([`Error::is_missing_binding`]).
    pub fn raw(&self, name: &str) -> Result<JsValue> {
        self.existing(name, "")
    }

    /// The names of all variables, secrets and bindings.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        js::list_to_strings(&sys::binding_names(&self.0))
    }

    fn value(&self, name: &str) -> JsValue {
        sys::binding(&self.0, name.as_ptr() as i32, name.len() as i32)
    }

    fn existing(&self, name: &str, section: &'static str) -> Result<JsValue> {
        let value = self.value(name);
        if value.is_undefined() {
            return Err(missing(&self.0, &js::text(name), section));
        }
        Ok(value)
    }

    #[cold]
    #[inline(never)]
    fn wrong(&self, name: &str, expected: &'static str) -> Error {
        let found = self.value(name);
        let text = sys::wrong_type(&js::text(name), &js::constant(expected), &found);
        Error::described(Kind::Malformed, &text)
    }
}

#[cold]
#[inline(never)]
fn missing(env: &JsValue, key: &JsValue, section: &'static str) -> Error {
    let text = sys::missing(env, key, &js::constant(section));
    Error::described(Kind::MissingBinding, &text)
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Env { .. }")
    }
}
