//! Hyperdrive: connections to a database that somebody else runs, kept open near it.
//!
//! Opening a connection to PostgreSQL takes several round trips, and a worker cannot keep one for the next event.
//! Hyperdrive keeps them, close to the database, and a worker connects to Hyperdrive close to itself. Results of queries
//! can be cached as well. For a database of the platform itself take [`d1`](crate::d1).
//!
//! This module gives the connection string, its parts, and a [socket](crate::sockets); a driver speaks the protocol of the
//! database over it. For PostgreSQL there is one with the feature `tokio-postgres`, `integrations::tokio_postgres`.
//!
//! ```no_run
//! # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
//! use worker_sdk::hyperdrive::Hyperdrive;
//!
//! let database: Hyperdrive = env.get("DATABASE")?;
//! let socket = database.connect().await?;
//! # drop(socket);
//! # Ok(())
//! # }
//! ```
//!
//! Locally a connection goes straight to the `localConnectionString` of the configuration.
//!
//! See <https://developers.cloudflare.com/hyperdrive/>.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
use crate::sockets::Connect;

/// A database behind Hyperdrive, by a binding in `hyperdrive`. Cheap to clone.
///
/// What it says holds for the event that asks, and for no later one.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::Bindings;
/// use worker_sdk::hyperdrive::Hyperdrive;
///
/// #[derive(Bindings)]
/// struct Shop {
///     orders: Hyperdrive, // ORDERS
/// }
/// ```
///
/// See <https://developers.cloudflare.com/hyperdrive/configuration/connect-to-postgres/>.
#[derive(Clone)]
pub struct Hyperdrive(JsValue);

impl Hyperdrive {
    /// Wraps a JavaScript `Hyperdrive`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Hyperdrive`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Hyperdrive`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// All parts in one URL, as most drivers take it: `postgresql://user:password@host:5432/name`.
    #[must_use]
    pub fn connection_string(&self) -> String {
        self.text("connectionString")
    }

    /// The host, which only this event can connect to.
    #[must_use]
    pub fn host(&self) -> String {
        self.text("host")
    }

    /// An IPv4 address in place of the host, which only this event can connect to: for drivers that want an address. `None`
    /// in runtimes that have none.
    #[must_use]
    pub fn ip(&self) -> Option<String> {
        js::string_property(&self.0, "ip")
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        let port = js::number(&js::property(&self.0, "port"));
        port.unwrap_or_default() as u16
    }

    /// The user.
    #[must_use]
    pub fn user(&self) -> String {
        self.text("user")
    }

    /// The password, which only Hyperdrive takes.
    #[must_use]
    pub fn password(&self) -> String {
        self.text("password")
    }

    /// The name of the database.
    #[must_use]
    pub fn database(&self) -> String {
        self.text("database")
    }

    /// Opens a socket to the database. The driver does not encrypt it: Hyperdrive does what is behind.
    ///
    /// # Errors
    ///
    /// Awaiting it fails when the database cannot be reached.
    pub fn connect(&self) -> Connect {
        Connect::through(self.0.clone(), None)
    }

    fn text(&self, name: &'static str) -> String {
        js::string_property(&self.0, name).unwrap_or_default()
    }
}

impl Binding for Hyperdrive {
    const SECTION: &'static str = "hyperdrive";
    const EXPECTED: &'static str = "a database behind Hyperdrive";

    /// Services connect as well, but have no connection string.
    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "connect !fetch").then(|| Self::from_raw(value))
    }
}

/// Shows nothing of the password.
impl fmt::Debug for Hyperdrive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hyperdrive { .. }")
    }
}
