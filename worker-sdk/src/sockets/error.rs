//! What can go wrong with sockets.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::{Detail, Kind};
use crate::js;

/// No connection.
pub(super) struct NotConnected {
    /// A database behind Hyperdrive has none.
    pub(super) address: Option<String>,
    pub(super) thrown: JsValue,
}

/// What came from the other side is not bytes.
pub(super) struct NotBytes;

/// The other side sent something before TLS began, which nobody has read.
pub(super) struct Unread {
    pub(super) bytes: usize,
}

impl Detail for NotConnected {
    fn thrown(&self) -> Option<&JsValue> {
        Some(&self.thrown)
    }
}

impl Detail for NotBytes {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl Detail for Unread {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for NotConnected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.address {
            Some(address) => write!(f, "connecting to `{address}` failed: ")?,
            None => f.write_str("connecting to the database behind Hyperdrive failed: ")?,
        }
        f.write_str(&js::described(&self.thrown))
    }
}

impl fmt::Display for NotBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("reading from a socket failed: what came is not bytes; a stand-in for a socket gives `Uint8Array`s")
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("starting TLS failed: the other side sent ")?;
        self.bytes.fmt(f)?;
        f.write_str(" unread bytes before it, which anybody could have put there; read them, or close the socket")
    }
}
