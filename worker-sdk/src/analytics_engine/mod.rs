//! Analytics Engine: measurements with any number of labels, written by workers and asked for with SQL.
//!
//! Writing costs no time: the platform takes a point and stores it beside the worker, for three months. With many points it
//! keeps samples, and says in `_sample_interval` how many points each of them stands for. For what has to be
//! counted exactly, take [D1](crate::d1) or a [Durable Object](crate::durable_objects).
//!
//! Workers cannot read what they wrote by this binding. Queries go to [Analytics SQL](crate::analytics_sql), or to
//! [the platform's SQL API](https://developers.cloudflare.com/analytics/analytics-engine/sql-api/), with a token of the
//! account. The local simulator keeps nothing.
//!
//! | of a point | at most |
//! |---|---|
//! | index | one, of [96 bytes](MAX_INDEX_LENGTH) |
//! | blobs | [20](MAX_BLOBS), together of [16,384 bytes](MAX_BLOBS_LENGTH) |
//! | doubles | [20](MAX_DOUBLES) |
//!
//! One event writes [250 points](https://developers.cloudflare.com/analytics/analytics-engine/limits/) at most.
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
//! use worker_sdk::{Bindings, Request, Response, Result, console_warn};
//!
//! #[derive(Bindings)]
//! struct App {
//!     visits: Dataset, // VISITS
//! }
//!
//! async fn welcome(request: Request, app: App) -> Result<Response> {
//!     let visit = DataPoint::new()
//!         .index("/welcome")
//!         .blob(request.cf().country())
//!         .double(1);
//!     if let Err(error) = app.visits.write_data_point(&visit) {
//!         console_warn!("{error}");
//!     }
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

/// The longest index, in bytes of UTF-8.
pub const MAX_INDEX_LENGTH: usize = 96;
/// The most blobs of one point.
pub const MAX_BLOBS: usize = 20;
/// The most that the blobs of one point have together, in bytes of UTF-8.
pub const MAX_BLOBS_LENGTH: usize = 16_384;
/// The most doubles of one point.
pub const MAX_DOUBLES: usize = 20;

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

    /// Writes a point. It returns at once; the platform sends the point by itself, so no `wait_until` is needed.
    ///
    /// # Errors
    ///
    /// Fails for a point that is larger than the platform takes, locally too: such an error
    /// [is too large](Error::is_too_large). The deployed platform also refuses more than 250 points of one event, and any
    /// outside of an event. Whether a point arrives, nobody is told.
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
