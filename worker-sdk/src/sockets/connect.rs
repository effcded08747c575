//! Opening sockets.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::error::NotConnected;
use super::{Address, Socket, sys};
use crate::error::{Error, Result};
use crate::js::{self, Options};

/// When a socket is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecureTransport {
    /// Never.
    #[default]
    Off,
    /// From the first byte.
    On,
    /// From [`Socket::start_tls`] on.
    StartTls,
}

impl SecureTransport {
    const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::StartTls => "starttls",
        }
    }

    pub(super) fn from_js(value: &JsValue) -> Self {
        match js::string(value).as_deref() {
            Some("on") => Self::On,
            Some("starttls") => Self::StartTls,
            _ => Self::Off,
        }
    }
}

/// Opens a socket: [`connect`](super::connect). Nothing happens before it is awaited, or [begun](Connect::begin).
///
/// # Errors
///
/// Fails when the address cannot be understood, when nobody listens there, when the platform does not allow the
/// connection, and when the certificate of the other side is not trusted.
#[must_use = "nothing is opened until it is awaited"]
pub struct Connect {
    through: JsValue,
    /// Why there is nothing to connect to.
    refused: Option<JsValue>,
    address: Option<Address>,
    options: Options,
}

impl Connect {
    pub(super) fn new(address: Address) -> Self {
        Self {
            through: JsValue::UNDEFINED,
            refused: None,
            address: Some(address),
            options: Options::new(),
        }
    }

    /// Through a binding, which may know the address itself.
    pub(crate) fn through(binding: JsValue, address: Option<Address>) -> Self {
        Self {
            through: binding,
            refused: None,
            address,
            options: Options::new(),
        }
    }

    /// The platform has no object to connect to.
    pub(crate) fn refused(address: Address, thrown: JsValue) -> Self {
        Self {
            refused: Some(thrown),
            ..Self::new(address)
        }
    }

    /// When the socket is encrypted; without this, never.
    pub fn secure_transport(mut self, transport: SecureTransport) -> Self {
        let name = js::constant(transport.name());
        self.options = self.options.value("secureTransport", name);
        self
    }

    /// Whether the socket may still be written when the other side has sent its last byte. Without this, the platform
    /// closes it.
    pub fn allow_half_open(mut self, allow: bool) -> Self {
        self.options = self.options.flag("allowHalfOpen", allow);
        self
    }

    /// How many bytes the platform takes before a write has to wait for the network.
    pub fn high_water_mark(mut self, bytes: u32) -> Self {
        let bytes = f64::from(bytes);
        self.options = self.options.number("highWaterMark", bytes);
        self
    }

    /// Begins to connect, and gives the socket at once: what is written to it is sent when the connection is there.
    ///
    /// That there will be none is an error of [`Socket::opened`], and of the first read or write.
    ///
    /// # Errors
    ///
    /// Fails when the address cannot be understood, and outside of an event.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run() -> worker_sdk::Result<()> {
    /// let mut socket = worker_sdk::sockets::connect("example.com:7").begin()?;
    /// socket.write_all("hello").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn begin(self) -> Result<Socket> {
        if let Some(thrown) = self.refused {
            return Err(refused(self.address, thrown));
        }
        let address = match &self.address {
            Some(address) => js::text(address.as_str()),
            None => JsValue::UNDEFINED,
        };
        let raw = sys::open_socket(&self.through, &address, &self.options.into_js());
        if raw.is_undefined() {
            let thrown = js::take_failure();
            return Err(refused(self.address, thrown));
        }
        Socket::from_raw(raw)
    }

    async fn open(self) -> Result<Socket> {
        let address = self.address.clone();
        let socket = self.begin()?;
        match socket.info().await {
            Ok(_) => Ok(socket),
            Err(thrown) => Err(refused(address, thrown)),
        }
    }
}

fn refused(address: Option<Address>, thrown: JsValue) -> Error {
    let address = address.map(|address| address.as_str().to_owned());
    Error::of(NotConnected { address, thrown })
}

impl IntoFuture for Connect {
    type Output = Result<Socket>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.open())
    }
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
