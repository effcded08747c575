//! What listens in a container.

use std::fmt;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Error, Result};
use crate::fetch::{Fetch, Fetcher};
use crate::http::{IntoRequest, Request};
use crate::sockets::Connect;

/// Where a path belongs to. The platform wants a host, and does not look at it.
const ORIGIN: &str = "http://container";

/// A port of a container: [`Container::tcp_port`](super::Container::tcp_port). Cheap to clone.
#[derive(Clone)]
pub struct Port(Fetcher);

impl Port {
    /// Wraps the JavaScript `Fetcher` that `getTcpPort` gives.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(Fetcher::from_raw(raw))
    }

    /// The JavaScript `Fetcher`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        self.0.as_raw()
    }

    /// Sends a request to the program that listens: all that [`fetch`](crate::fetch()) takes, and paths such as `/jobs`. A
    /// request of a client can be handed on as it is: `https` in its URL becomes `http`, which is all that a container
    /// speaks. Nothing is sent before the future is awaited.
    ///
    /// # Errors
    ///
    /// As [`fetch`](crate::fetch()), also as long as no program listens.
    pub fn fetch(&self, request: impl IntoRequest) -> Fetch {
        self.0
            .send(request.into_request_at(ORIGIN).and_then(without_tls))
    }

    /// Opens a TCP connection to the program that listens. Nothing is opened before it is awaited.
    ///
    /// # Errors
    ///
    /// Fails when no program listens.
    pub fn connect(&self) -> Connect {
        self.0.connect("container:80")
    }
}

impl fmt::Debug for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Port { .. }")
    }
}

fn without_tls(request: Request) -> Result<Request> {
    let raw = sys::without_tls(request.as_raw());
    match raw.is_undefined() {
        true => Err(Error::last_failure("a request to a container")),
        false => Ok(Request::from_raw(raw).asking(request.asked())),
    }
}
