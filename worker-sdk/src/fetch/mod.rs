//! Requests to other servers and workers.

pub mod cf;
mod pending;
mod retry;

use std::fmt;

use wasm_bindgen::prelude::*;

use crate::error::Result;
use crate::http::{IntoRequest, Request};
use crate::sockets::{Address, Connect};

pub use pending::Fetch;
use pending::Target;
pub use retry::Retry;

#[wasm_bindgen(module = "/src/js/fetch.js")]
extern "C" {
    fn fetch_globally(request: &JsValue, encoded: i32) -> JsValue;
    fn fetch_from(service: &JsValue, request: &JsValue, encoded: i32) -> JsValue;
}

/// Sends a request to its URL: a [`Request`], a URL to `GET`, or a
/// [`RequestBuilder`](crate::http::RequestBuilder).
///
/// Nothing is sent before the future is awaited. The request's body is handed on by identity, the response's body stays in JavaScript until it is read.
///
/// # Errors
///
/// Fails when the value cannot be a request, such as text that is not an absolute URL, and when no response arrives:
/// the connection is lost, the name does not resolve. A status such as 500 is a response.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Response, Result, fetch};
/// async fn page() -> Result<Response> {
///     fetch("https://example.com/").await
/// }
///
/// async fn proxy(request: Request) -> Result<Response> {
///     fetch(request).await
/// }
/// ```
///
/// A handler that only hands on what it gets can return the future itself, see [`Fetch`].
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/fetch/>.
pub fn fetch(request: impl IntoRequest) -> Fetch {
    Fetch::new(request.into_request(), Target::Url)
}

/// Sends a request to a Durable Object.
pub(crate) fn fetch_from_object(stub: JsValue, request: Result<Request>) -> Fetch {
    Fetch::new(request, Target::Object(stub))
}

/// Another worker, or anything else that answers requests: static assets, a server behind a client certificate, one of a
/// private network.
///
/// Bindings of several sections are of this type: `services`, `assets`, `mtls_certificates`, `vpc_services` and
/// `vpc_networks`. For client certificates and private networks there is nothing local: each request fails with
/// `Binding NAME needs to be run remotely`, unless `"remote": true` in its entry lets `wrangler dev` go through the platform.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::fetch::Fetcher;
/// use worker_sdk::{Bindings, Request, Response, Result, event};
///
/// #[derive(Bindings)]
/// struct App {
///     assets: Fetcher,
/// }
///
/// #[event(fetch)]
/// async fn main(request: Request, app: App) -> Result<Response> {
///     app.assets.fetch(request).await
/// }
/// # }
/// # fn main() {}
/// ```
#[derive(Clone)]
pub struct Fetcher(JsValue);

impl Fetcher {
    /// Wraps a JavaScript object that has `fetch`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// Sends a request to it: all that [`fetch`](crate::fetch()) takes. The host in the URL has no meaning but must be
    /// there. Nothing is sent before the future is awaited.
    ///
    /// # Errors
    ///
    /// As [`fetch`](crate::fetch()); also when the other worker throws.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Env, Request, Result};
    /// # async fn run(env: Env) -> Result<()> {
    /// let peer = env.service("PEER")?;
    /// let list = peer.fetch("http://peer/orders").await?;
    /// let answer = peer.fetch(Request::post("http://peer/orders").json(&["a", "b"])).await?;
    /// # drop((list, answer));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fetch(&self, request: impl IntoRequest) -> Fetch {
        self.send(request.into_request())
    }

    pub(crate) fn send(&self, request: Result<Request>) -> Fetch {
        Fetch::new(request, Target::Service(self.0.clone()))
    }

    /// Opens a TCP connection to the other worker, which takes it with a handler of the
    /// [event](macro@crate::event) `connect`. The address is what that reads as its own; the host has no meaning but must
    /// be there. Nothing is opened before it is awaited.
    ///
    /// No bytes are kept in between: a write ends when the other side has read it, so sides that both write first wait
    /// for each other for ever.
    ///
    /// # Errors
    ///
    /// Fails when the address cannot be understood, and when the other worker takes no connections. A handler that fails
    /// ends the connection.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let mut socket = env.service("QUOTES")?.connect("quotes:17").await?;
    /// let quote = socket.read_to_end().await?;
    /// # drop(quote);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workers/runtime-apis/handlers/connect/>.
    pub fn connect(&self, address: impl Into<Address>) -> Connect {
        Connect::through(self.0.clone(), Some(address.into()))
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetcher { .. }")
    }
}

/// [`fetch`](crate::fetch()) as a value: with the feature `tower`, a `tower::Service` that layers can stand around.
#[derive(Clone, Copy, Debug, Default)]
pub struct Client;

impl Client {
    /// Sends a request, as [`fetch`](crate::fetch()) does.
    ///
    /// # Errors
    ///
    /// As [`fetch`](crate::fetch()).
    pub fn fetch(&self, request: impl IntoRequest) -> Fetch {
        fetch(request)
    }
}
