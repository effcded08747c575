//! The binding.

use std::fmt;
use std::marker::PhantomData;

use wasm_bindgen::JsValue;

use super::id::Id;
use super::placement::{Jurisdiction, LocationHint, RoutingMode};
use super::retry::Retry;
use super::stub::Stub;
use super::sys;
use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js::{self, Options};

/// All objects of a class. Cheap to clone.
///
/// Where the class serves an [interface](macro@crate::rpc) `Counter`, `Namespace<CounterStub>` has objects with its methods:
/// `rooms.get_by_name("lobby").add(1).await?`.
///
/// # Examples
///
/// ```no_run
/// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
/// let rooms = env.durable_object("ROOM")?;
/// let members = rooms.get_by_name("lobby").fetch("/members").await?;
/// # drop(members);
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/durable-objects/api/namespace/>.
#[derive(Clone)]
pub struct Namespace<C = ()> {
    raw: JsValue,
    options: Options,
    client: PhantomData<fn() -> C>,
}

impl Namespace {
    /// Wraps a JavaScript `DurableObjectNamespace`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self::wrapping(raw, Options::new())
    }
}

impl<C> Namespace<C> {
    fn wrapping(raw: JsValue, options: Options) -> Self {
        let client = PhantomData;
        Self {
            raw,
            options,
            client,
        }
    }

    /// The same objects, with the methods of another interface.
    #[must_use]
    pub fn typed<D>(self) -> Namespace<D> {
        Namespace::wrapping(self.raw, self.options)
    }

    /// The JavaScript `DurableObjectNamespace`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The JavaScript `DurableObjectNamespace`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.raw
    }

    /// The object called `name`. It is made when it is needed for the first time.
    ///
    /// Nothing is sent yet, and a name that the platform refuses is an error of the first call.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(rooms: worker_sdk::durable_objects::Namespace) -> worker_sdk::Result<()> {
    /// let answer = rooms.get_by_name("lobby").fetch("/").await?;
    /// # drop(answer);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn get_by_name(&self, name: impl AsRef<str>) -> Stub<C> {
        let name = js::text(name.as_ref());
        Stub::made(sys::get_by_name(&self.raw, &name, &self.js_options()))
    }

    /// The object with this id, which has to be an id of this namespace. Nothing is sent yet.
    #[must_use]
    pub fn get(&self, id: &Id) -> Stub<C> {
        Stub::made(sys::get(&self.raw, id.as_raw(), &self.js_options()))
    }

    /// The object with this id, if there is one already: the first call fails when there is none.
    ///
    /// The platform has it behind the compatibility flag `experimental`; without that, the first call says so.
    #[must_use]
    pub fn get_existing(&self, id: &Id) -> Stub<C> {
        let options = self.js_options();
        Stub::made(sys::get_existing(&self.raw, id.as_raw(), &options))
    }

    /// The id that the object called `name` has.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the name.
    pub fn id_from_name(&self, name: impl AsRef<str>) -> Result<Id> {
        let raw = sys::id_from_name(&self.raw, &js::text(name.as_ref()));
        id(raw, "the id of a name")
    }

    /// The id whose text this is: 64 hexadecimal digits.
    ///
    /// # Errors
    ///
    /// Fails when the text is no id, or the id of an object in another namespace.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::durable_objects::Namespace;
    /// # fn run(rooms: Namespace, link: &str) -> worker_sdk::Result<()> {
    /// let room = rooms.get(&rooms.id_from_string(link)?);
    /// # drop(room);
    /// # Ok(())
    /// # }
    /// ```
    pub fn id_from_string(&self, text: impl AsRef<str>) -> Result<Id> {
        let raw = sys::id_from_string(&self.raw, &js::text(text.as_ref()));
        id(raw, "the id of a text")
    }

    /// The id of a new object. Keep its text: nothing else leads to the object.
    ///
    /// # Errors
    ///
    /// Fails when the platform has no such id to give.
    pub fn new_unique_id(&self) -> Result<Id> {
        id(sys::new_unique_id(&self.raw, &JsValue::UNDEFINED), NEW_ID)
    }

    /// The id of a new object that runs, and keeps its data, in a jurisdiction.
    ///
    /// # Errors
    ///
    /// Fails when the platform does not know the jurisdiction. The local simulator knows none.
    pub fn new_unique_id_in(&self, jurisdiction: &Jurisdiction) -> Result<Id> {
        let options = Options::new().text("jurisdiction", jurisdiction.as_str());
        id(sys::new_unique_id(&self.raw, &options.into_js()), NEW_ID)
    }

    /// The same namespace, in which all ids belong to a jurisdiction. A name has another id there.
    ///
    /// # Errors
    ///
    /// Fails when the platform does not know the jurisdiction. The local simulator knows none.
    pub fn jurisdiction(&self, jurisdiction: &Jurisdiction) -> Result<Self> {
        let raw = sys::in_jurisdiction(&self.raw, &js::text(jurisdiction.as_str()));
        if raw.is_undefined() {
            return Err(Error::last_failure("the namespace of a jurisdiction"));
        }
        let options = self.options.clone();
        Ok(Self::wrapping(raw, options))
    }

    /// The same namespace, whose objects are made near to `hint`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::durable_objects::{LocationHint, Namespace};
    /// # async fn run(rooms: Namespace) -> worker_sdk::Result<()> {
    /// let rooms = rooms.location_hint(&LocationHint::WEUR);
    /// rooms.get_by_name("lobby").fetch("/").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn location_hint(&self, hint: &LocationHint) -> Self {
        self.with("locationHint", hint.as_str())
    }

    /// The same namespace, whose objects get their calls in another way.
    #[must_use]
    pub fn routing_mode(&self, mode: &RoutingMode) -> Self {
        self.with("routingMode", mode.as_str())
    }

    /// The same namespace, whose objects get their calls again more or less often, should these be lost on the way.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use worker_sdk::durable_objects::{Namespace, Retry};
    /// # async fn run(rooms: Namespace) -> worker_sdk::Result<()> {
    /// let patient = rooms.retry(Retry::new().max_retries(8).timeout(Duration::from_secs(30)));
    /// patient.get_by_name("lobby").fetch("/").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn retry(&self, retry: Retry) -> Self {
        let options = self.options.clone().options("retry", retry.options());
        Self::wrapping(self.raw.clone(), options)
    }

    /// The same namespace, whose objects run the version of the worker that this cohort gets, while several are deployed.
    ///
    /// The local simulator, which has one version, ignores it.
    #[must_use]
    pub fn version_cohort(&self, cohort: &str) -> Self {
        let version = Options::new().text("cohort", cohort);
        let options = self.options.clone().options("version", version);
        Self::wrapping(self.raw.clone(), options)
    }

    fn with(&self, name: &'static str, value: &str) -> Self {
        let options = self.options.clone().text(name, value);
        Self::wrapping(self.raw.clone(), options)
    }

    fn js_options(&self) -> JsValue {
        self.options.to_js()
    }
}

const NEW_ID: &str = "a new id";

fn id(raw: JsValue, doing: &'static str) -> Result<Id> {
    match raw.is_undefined() {
        true => Err(Error::last_failure(doing)),
        false => Ok(Id::from_raw(raw)),
    }
}

impl<C> fmt::Debug for Namespace<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Namespace { .. }")
    }
}

impl<C: 'static> Binding for Namespace<C> {
    const SECTION: &'static str = "durable_objects.bindings";
    const EXPECTED: &'static str = "a Durable Object namespace";

    fn from_value(value: JsValue) -> Option<Self> {
        // A service seems to have every method, `fetch` included.
        js::is_binding(&value, "idFromName get !fetch")
            .then(|| Self::wrapping(value, Options::new()))
    }
}
