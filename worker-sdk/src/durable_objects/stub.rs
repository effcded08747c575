//! An object, as others see it.

use std::fmt;
#[cfg(feature = "serde")]
use std::ops::Deref;
use std::sync::OnceLock;

use wasm_bindgen::JsValue;

use super::id::Id;
use crate::error::{Error, Result};
use crate::fetch::{Fetch, fetch_from_object};
use crate::http::IntoRequest;
use crate::js;
#[cfg(feature = "serde")]
use crate::rpc;
use crate::sockets::{Address, Connect};

/// Where requests for a path of an object go.
const ORIGIN: &str = "https://object";

/// A Durable Object, to be called. Cheap to clone; making one sends nothing.
///
/// Calls of one stub reach the object in the order in which they were made. After an error that [is
/// retryable](Error::is_retryable), make a new stub and call again, unless the object [is
/// overloaded](Error::is_overloaded).
///
/// `Stub<CounterStub>` has the methods of the [interface](macro@crate::rpc) `Counter` as well.
///
/// See <https://developers.cloudflare.com/durable-objects/api/stub/>.
#[derive(Clone)]
pub struct Stub<C = ()> {
    raw: JsValue,
    /// Why there is none.
    refused: JsValue,
    /// What has the methods of an interface, from its first use on.
    #[cfg_attr(
        not(feature = "serde"),
        allow(dead_code, reason = "clients need serde")
    )]
    client: OnceLock<C>,
}

impl Stub {
    /// Wraps a JavaScript `DurableObjectStub`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self::wrapping(raw, JsValue::UNDEFINED)
    }
}

impl<C> Stub<C> {
    fn wrapping(raw: JsValue, refused: JsValue) -> Self {
        let client = OnceLock::new();
        Self {
            raw,
            refused,
            client,
        }
    }

    /// The same object, with the methods of another interface.
    #[must_use]
    pub fn typed<D>(self) -> Stub<D> {
        Stub::wrapping(self.raw, self.refused)
    }

    /// What the platform made, or why it did not.
    pub(super) fn made(raw: JsValue) -> Self {
        let refused = match raw.is_undefined() {
            true => js::take_failure(),
            false => JsValue::UNDEFINED,
        };
        Self::wrapping(raw, refused)
    }

    /// The JavaScript `DurableObjectStub`; `undefined` when the platform has refused the name or the id.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The JavaScript `DurableObjectStub`; `undefined` when the platform has refused the name or the id.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.raw
    }

    /// Sends a request to the object: all that [`fetch`](crate::fetch()) takes. A path is enough of a URL.
    ///
    /// Nothing is sent before the future is awaited.
    ///
    /// # Errors
    ///
    /// Fails when the value cannot be a request, when the platform refused the name or the id, and with what the object
    /// failed with: its constructor, or its `fetch`. A status such as 500 is a response.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Env, Request, Result};
    /// # async fn run(env: Env, request: Request) -> Result<()> {
    /// let room = env.durable_object("ROOM")?.get_by_name("lobby");
    /// let members = room.fetch("/members").await?;
    /// let answer = room.fetch(Request::post("/messages").body("hello")).await?;
    /// let passed_on = room.fetch(request).await?;
    /// # drop((members, answer, passed_on));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fetch(&self, request: impl IntoRequest) -> Fetch {
        let request = self.checked().and_then(|_| request.into_request_at(ORIGIN));
        fetch_from_object(self.raw.clone(), request)
    }

    /// Opens a TCP connection to the object, which takes it with its hook `connect`. The address is what that reads as
    /// its own; the host has no meaning but must be there.
    ///
    /// Nothing is opened before it is awaited, and no bytes are kept in between: see
    /// [`Fetcher::connect`](crate::fetch::Fetcher::connect).
    ///
    /// # Errors
    ///
    /// Fails when the address cannot be understood, when the platform refused the name or the id, and when the object
    /// takes no connections. A hook that fails ends the connection.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// let mut socket = env.durable_object("ROOM")?.get_by_name("lobby").connect("room:7").await?;
    /// socket.write_all("hello").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn connect(&self, address: impl Into<Address>) -> Connect {
        match self.raw.is_undefined() {
            true => Connect::refused(address.into(), self.refused.clone()),
            false => Connect::through(self.raw.clone(), Some(address.into())),
        }
    }

    /// The id of the object; `None` when the platform has refused it.
    #[must_use]
    pub fn id(&self) -> Option<Id> {
        let raw = js::property(&self.raw, "id");
        raw.is_object().then(|| Id::from_raw(raw))
    }

    /// The name of the object, if it is known by one.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        js::string_property(&self.raw, "name")
    }

    fn checked(&self) -> Result<&JsValue> {
        match self.raw.is_undefined() {
            true => Err(Error::thrown(
                self.refused.clone(),
                "a Durable Object's stub",
            )),
            false => Ok(&self.raw),
        }
    }
}

#[cfg(feature = "serde")]
impl<C: rpc::Client> Stub<C> {
    /// The methods of the interface, also those that are called like one of this type.
    #[must_use]
    pub fn rpc(&self) -> &C {
        self.client.get_or_init(|| {
            C::from_stub(match self.checked() {
                Ok(raw) => rpc::Stub::from_raw(raw.clone()),
                Err(_) => rpc::Stub::refused(self.refused.clone()),
            })
        })
    }
}

#[cfg(feature = "serde")]
impl<C: rpc::Client> Deref for Stub<C> {
    type Target = C;

    fn deref(&self) -> &C {
        self.rpc()
    }
}

impl<C> fmt::Debug for Stub<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stub { .. }")
    }
}
