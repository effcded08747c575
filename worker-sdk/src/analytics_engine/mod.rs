//! Analytics Engine: measurements with any number of labels, written by workers and asked for with SQL.
//!
//! Writing costs no time: the platform takes a point and stores it beside the worker, for three months. With many points it
//! keeps samples, and says in `_sample_interval` how many points each of them stands for. For what has to be
//! counted exactly, take [D1](crate::d1) or a [Durable Object](crate::durable_objects).
//!
//! Workers cannot read what they wrote by this binding. Queries go to
//! [the platform's SQL API](https://developers.cloudflare.com/analytics/analytics-engine/sql-api/), with a token of the
//! account. How many points one event may write is on the page of
//! [its limits](https://developers.cloudflare.com/analytics/analytics-engine/limits/). The local simulator keeps
//! nothing.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "analytics_engine_datasets": [{ "binding": "VISITS", "dataset": "visits" }]
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::analytics_engine::{DataPoint, Dataset};
//! use worker_sdk::{Bindings, Request, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     visits: Dataset, // VISITS
//! }
//!
//! async fn page(request: Request, app: App) -> Result<Response> {
//!     let visit = DataPoint::new()
//!         .index(request.path())
//!         .blob(request.cf().country())
//!         .double(1);
//!     app.visits.write_data_point(&visit)?;
//!     Ok(Response::text("welcome"))
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/analytics/analytics-engine/>.

mod error;
mod point;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js;
pub use point::{Blob, DataPoint};

/// How many bytes the index of a point may have.
const MAX_INDEX_LENGTH: usize = 96;
const MAX_BLOBS: usize = 20;
const MAX_DOUBLES: usize = 20;
/// How many bytes the blobs of a point may have together.
const MAX_BLOBS_LENGTH: usize = 16_384;

/// A dataset of Analytics Engine, by a binding in `analytics_engine_datasets`. Cheap to clone.
///
/// See the [module](self) for an example, and
/// <https://developers.cloudflare.com/analytics/analytics-engine/get-started/>.
#[derive(Clone)]
pub struct Dataset(JsValue);

impl Dataset {
    /// Wraps a JavaScript `AnalyticsEngineDataset`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `AnalyticsEngineDataset`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `AnalyticsEngineDataset`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Writes a point. There is nothing to wait for, also after the response.
    ///
    /// # Errors
    ///
    /// Fails for a point that is larger than the platform takes, locally too: such an error
    /// [is too large](Error::is_too_large). Whether the point arrives, nobody is told.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(orders: worker_sdk::analytics_engine::Dataset) -> worker_sdk::Result<()> {
    /// use worker_sdk::analytics_engine::DataPoint;
    ///
    /// let order = DataPoint::new().index("customer-42").blob("tea").double(7.5);
    /// orders.write_data_point(&order)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn write_data_point(&self, point: &DataPoint) -> Result<()> {
        point.check().map_err(Error::of)?;
        let write = |at, live: &JsValue| sys::write_data_point(&self.0, at, live);
        match point.write().give(write) {
            0 => Err(Error::last_failure("writing a data point")),
            _ => Ok(()),
        }
    }
}

impl Binding for Dataset {
    const SECTION: &'static str = "analytics_engine_datasets";
    const EXPECTED: &'static str = "an Analytics Engine dataset";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "writeDataPoint").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dataset { .. }")
    }
}
