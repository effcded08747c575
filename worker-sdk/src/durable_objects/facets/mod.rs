//! Facets: objects inside of an object, each with storage of its own.
//!
//! A facet is an instance of a class, which may be another one than that of its object, on the same machine and with the
//! same life: it moves, and is deleted, with its object. Only the object reaches it, by a name. Its storage is its own:
//! neither side reads that of the other. It has no alarm.
//!
//! # Examples
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::durable_objects::State;
//! use worker_sdk::durable_objects::facets::Class;
//! use worker_sdk::{Request, Response, Result, durable_object};
//!
//! struct Tenant {
//!     state: State,
//! }
//!
//! #[durable_object]
//! impl Tenant {
//!     fn new(state: State) -> Self {
//!         Self { state }
//!     }
//!
//!     async fn fetch(&self, request: Request) -> Result<Response> {
//!         let class = Class::exported(&self.state, "Mailbox")?;
//!         self.state.facets().get("inbox", class)?.fetch(request).await
//!     }
//! }
//!
//! struct Mailbox;
//!
//! #[durable_object]
//! impl Mailbox {
//!     fn new() -> Self {
//!         Self
//!     }
//!
//!     fn fetch(&self) -> &'static str {
//!         "no mail"
//!     }
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! See <https://developers.cloudflare.com/dynamic-workers/usage/durable-object-facets/>.

mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use super::{Id, State, Stub};
use crate::error::{Detail, Error, Result};
#[cfg(feature = "serde")]
use crate::exports::with_props;
use crate::js::{self, Options};

/// A class of objects, for facets.
#[derive(Clone)]
pub struct Class(JsValue);

impl Class {
    /// Wraps a JavaScript `DurableObjectClass`, such as one of a dynamic worker.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `DurableObjectClass`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `DurableObjectClass`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The class that this worker exports as `name`. It need not be bound.
    ///
    /// # Errors
    ///
    /// Fails when the worker exports no class of this name, and with compatibility dates before 2025-11-17 without the flag
    /// `enable_ctx_exports`.
    pub fn exported(state: &State, name: &str) -> Result<Self> {
        let class = sys::exported_class(state.as_raw(), &js::text(name));
        match class.is_undefined() {
            true => Err(Error::of(NoClass(name.to_owned()))),
            false => Ok(Self(class)),
        }
    }
}

#[cfg(feature = "serde")]
impl Class {
    /// The same class, whose objects get properties: [`State::props`]. Of a dynamic worker, say it
    /// [when the class is asked for](crate::worker_loader::Entrypoint::props).
    ///
    /// # Errors
    ///
    /// Fails when `props` is neither a struct nor a list or a map, and for a class of another worker.
    pub fn with_props<T: serde::Serialize>(self, props: &T) -> Result<Self> {
        let props = js::codec::to_js(props)?;
        let class = with_props(&self.0, &props);
        match class.is_undefined() {
            true => Err(Error::last_failure("a class with properties")),
            false => Ok(Self(class)),
        }
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Class { .. }")
    }
}

struct NoClass(String);

impl Detail for NoClass {}

impl fmt::Display for NoClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the worker exports no class `{}`; facets need one of its own classes, and a compatibility date from \
             2025-11-17 on",
            self.0
        )
    }
}

/// How a facet starts: of which [`Class`], and with which id.
#[derive(Clone)]
pub struct Startup(Options);

impl Startup {
    /// A facet of `class`, with the id of its object.
    #[must_use]
    pub fn new(class: Class) -> Self {
        Self(Options::new().value("class", class.0))
    }

    /// The facet gets this id.
    #[must_use]
    pub fn id(self, id: &Id) -> Self {
        Self(self.0.value("id", id.as_raw().clone()))
    }

    /// The facet gets this text as its id, whatever it is.
    #[must_use]
    pub fn id_text(self, id: &str) -> Self {
        Self(self.0.text("id", id))
    }
}

impl From<Class> for Startup {
    fn from(class: Class) -> Self {
        Self::new(class)
    }
}

impl fmt::Debug for Startup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Startup { .. }")
    }
}

/// The facets of an object: [`State::facets`]. Cheap to clone.
#[derive(Clone)]
pub struct Facets(State);

impl State {
    /// The objects inside of this one.
    #[must_use]
    pub fn facets(&self) -> Facets {
        Facets(self.clone())
    }
}

impl Facets {
    /// The facet `name`, to be called. It is started by its first call, if it is not running, as `startup` says.
    ///
    /// # Errors
    ///
    /// Fails when the platform has no facets for the object. What is wrong with `startup` is an error of the first call.
    pub fn get(&self, name: &str, startup: impl Into<Startup>) -> Result<Stub> {
        let startup = startup.into().0.into_js();
        let raw = sys::get_facet(self.0.as_raw(), &js::text(name), &startup);
        match raw.is_undefined() {
            true => Err(Error::last_failure("a facet")),
            false => Ok(Stub::from_raw(raw)),
        }
    }

    /// Stops the facet `name`, so that the next [`get`](Self::get) starts it anew, maybe of another class. Calls that wait
    /// for it fail with `reason`. Its storage stays.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses it.
    pub fn abort(&self, name: &str, reason: &str) -> Result<()> {
        let reason = js::new_error_of(reason);
        done(
            sys::abort_facet(self.0.as_raw(), &js::text(name), &reason),
            "stopping a facet",
        )
    }

    /// Stops the facet `name`, and removes its storage.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses it; the local simulator does when there is no such facet.
    pub fn delete(&self, name: &str) -> Result<()> {
        done(
            sys::delete_facet(self.0.as_raw(), &js::text(name)),
            "deleting a facet",
        )
    }

    /// Makes the storage of the facet `to` a copy of that of the facet `from`, in place of what it had. It is empty when there is
    /// no facet `from`.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses it, and in runtimes that are too old for it.
    pub fn clone_facet(&self, from: &str, to: &str) -> Result<()> {
        done(
            sys::clone_facet(self.0.as_raw(), &js::text(from), &js::text(to)),
            "copying a facet",
        )
    }
}

fn done(answer: i32, doing: &'static str) -> Result<()> {
    match answer {
        0 => Err(Error::last_failure(doing)),
        _ => Ok(()),
    }
}

impl fmt::Debug for Facets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Facets { .. }")
    }
}
