//! K2: streams of records that are kept in their order, for up to 30 days, and read by whoever wants to.
//!
//! A worker writes; readers ask the platform's HTTP API, each at its own pace and with a place of its own in the stream. For
//! messages that another worker handles, take a [queue](crate::queues); for records that are transformed with SQL and stored as
//! files, a [pipeline](crate::pipelines).
//!
//! | | at most |
//! |---|---|
//! | records of one call | 5,000,000 bytes |
//! | a record, with its headers | 1,000,000 bytes |
//! | headers of a record | 32, with names of 256 bytes and values of 8,192, together 65,536 |
//!
//! There is no local simulator: each call fails, unless the binding has `"remote": true`, with which wrangler passes calls on to
//! the platform. Older wranglers do not know the key.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "k2": [{ "binding": "ORDERS", "stream": "<id of the stream>", "remote": true }]
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::k2::{Producer, Record};
//! use worker_sdk::{Bindings, Request, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     orders: Producer, // ORDERS
//! }
//!
//! async fn order(mut request: Request, app: App) -> Result<Response> {
//!     let order = request.text().await?;
//!     app.orders.send([Record::new(order).header("event-type", "order.created")]).await?;
//!     Ok(Response::text("ordered"))
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/k2/>.

mod code;
mod record;
mod send;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
pub use record::Record;
pub use send::SendRecords;

/// A stream that is written to, by a binding in `k2`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/k2/features/produce/>.
#[derive(Clone)]
pub struct Producer(JsValue);

impl Producer {
    /// Wraps a JavaScript `K2Producer`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `K2Producer`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `K2Producer`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Writes records, all of them or none. Nothing is sent before it is awaited. An empty list makes no call.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(orders: worker_sdk::k2::Producer) -> worker_sdk::Result<()> {
    /// orders.send(["first", "second"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn send<R: Into<Record>>(&self, records: impl IntoIterator<Item = R>) -> SendRecords {
        SendRecords::new(&self.0, records.into_iter().map(Into::into).collect())
    }
}

impl Binding for Producer {
    const SECTION: &'static str = "k2";
    const EXPECTED: &'static str = "a K2 stream";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "send").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Producer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Producer { .. }")
    }
}
