//! Service bindings: other workers, called without the network between.
//!
//! A binding names a worker, and possibly one of its [entrypoints](macro@crate::worker_entrypoint). Requests go to its
//! `fetch`; a worker that serves an [interface](macro@crate::rpc) is called by its methods: `Service<AccountsStub>` has
//! those of the trait `Accounts`.
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::service_bindings::Service;
//! use worker_sdk::{Bindings, Request, Response, Result, event, rpc};
//!
//! #[rpc]
//! pub trait Accounts {
//!     async fn balance(&self, name: String) -> Result<i64>;
//! }
//!
//! #[derive(Bindings)]
//! struct App {
//!     bank: Service<AccountsStub>,
//! }
//!
//! #[event(fetch)]
//! async fn main(request: Request, app: App) -> Result<Response> {
//!     match request.path() {
//!         "/balance" => Ok(Response::text(app.bank.balance("Ada".into()).await?.to_string())),
//!         _ => app.bank.fetch(request).await,
//!     }
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! ```jsonc
//! // wrangler.jsonc; `entrypoint` and `props` may be left out
//! "services": [{ "binding": "BANK", "service": "bank", "entrypoint": "Bank", "props": { "role": "clerk" } }]
//! ```
//!
//! The other worker reads the properties with [`Context::props`](crate::Context::props).
//!
//! See <https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/>.

mod limits;

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::fetch::{Fetch, Fetcher};
use crate::http::IntoRequest;
use crate::js;
use crate::rpc::{Client, Stub};
use crate::sockets::{Address, Connect};

pub use limits::Limits;

/// Another worker, with the methods of an interface. Cheap to clone.
#[derive(Clone)]
pub struct Service<C = ()> {
    fetcher: Fetcher,
    /// Whether it stands on the environment.
    is_lasting: bool,
    client: OnceLock<C>,
}

impl Service {
    /// Wraps a JavaScript `Service`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self::wrapping(raw)
    }
}

/// What answers requests may have methods, too: an own entrypoint, or that of a dynamic worker.
impl<C> From<Fetcher> for Service<C> {
    fn from(fetcher: Fetcher) -> Self {
        Self {
            fetcher,
            is_lasting: false,
            client: OnceLock::new(),
        }
    }
}

impl<C> Service<C> {
    fn wrapping(raw: JsValue) -> Self {
        Fetcher::from_raw(raw).into()
    }

    /// The same worker, with the methods of another interface.
    #[must_use]
    pub fn typed<D>(self) -> Service<D> {
        Service {
            fetcher: self.fetcher,
            is_lasting: self.is_lasting,
            client: OnceLock::new(),
        }
    }

    /// The worker as one that answers requests, whatever else it can do.
    #[must_use]
    pub fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// The JavaScript `Service`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        self.fetcher.as_raw()
    }

    /// Sends a request to the worker, as [`Fetcher::fetch`] does. A handler that only hands on the answer can return what
    /// this gives, see [`Fetch`].
    ///
    /// # Errors
    ///
    /// As [`Fetcher::fetch`].
    pub fn fetch(&self, request: impl IntoRequest) -> Fetch {
        self.fetcher.fetch(request)
    }

    /// Opens a TCP connection to the worker, as [`Fetcher::connect`] does.
    ///
    /// # Errors
    ///
    /// As [`Fetcher::connect`].
    pub fn connect(&self, address: impl Into<Address>) -> Connect {
        self.fetcher.connect(address)
    }
}

impl<C: Client> Service<C> {
    /// The methods of the interface, also those that are called like one of this type.
    #[must_use]
    pub fn rpc(&self) -> &C {
        let raw = || self.as_raw().clone();
        let stub = || match self.is_lasting {
            true => Stub::lasting(raw()),
            false => Stub::from_raw(raw()),
        };
        self.client.get_or_init(|| C::from_stub(stub()))
    }
}

impl<C: Client> Deref for Service<C> {
    type Target = C;

    fn deref(&self) -> &C {
        self.rpc()
    }
}

impl<C> fmt::Debug for Service<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Service { .. }")
    }
}

impl<C: 'static> Binding for Service<C> {
    const SECTION: &'static str = "services";
    const EXPECTED: &'static str = "a service";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "fetch").then(|| Self {
            is_lasting: true,
            ..Self::wrapping(value)
        })
    }
}
