//! Pipelines: records that the platform collects, transforms with SQL and stores in R2, as files of JSON or Parquet or as
//! tables of Iceberg.
//!
//! Each record that was taken is stored once. Those of one call have 5 MB at most. For messages that another worker
//! handles, take a [queue](crate::queues); for measurements that are only ever summed up,
//! [Analytics Engine](crate::analytics_engine). The local simulator takes records and keeps nothing.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "pipelines": [{ "binding": "CLICKS", "pipeline": "<id of the stream>" }]
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::pipelines::Pipeline;
//! use worker_sdk::time::Timestamp;
//! use worker_sdk::{Bindings, Context, Request, Response, Result, now};
//!
//! #[derive(Bindings)]
//! struct App {
//!     clicks: Pipeline, // CLICKS
//! }
//!
//! #[derive(serde::Serialize)]
//! struct Click {
//!     page: String,
//!     at: Timestamp,
//! }
//!
//! async fn page(request: Request, app: App, context: Context) -> Result<Response> {
//!     let page = request.path().to_owned();
//!     context.wait_until(app.clicks.send([Click { page, at: now() }]));
//!     Ok(Response::text("welcome"))
//! }
//! ```
//!
//! # Example: records that are transformed by a worker
//!
//! A class with [`#[pipeline_transformation]`](crate::pipeline_transformation) gets records in batches and gives those that the
//! pipeline goes on with. The local simulator calls none.
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::pipelines::Batch;
//! use worker_sdk::{Env, Result, console_log, pipeline_transformation};
//!
//! #[derive(serde::Deserialize, serde::Serialize)]
//! struct Click {
//!     page: String,
//!     address: Option<String>,
//! }
//!
//! struct Anonymous;
//!
//! #[pipeline_transformation]
//! impl Anonymous {
//!     fn new(_: Env) -> Self {
//!         Self
//!     }
//!
//!     async fn run(&self, clicks: Vec<Click>, batch: Batch) -> Result<Vec<Click>> {
//!         console_log!("{} clicks of {}", clicks.len(), batch.pipeline_name);
//!         let without_address = |click| Click { address: None, ..click };
//!         Ok(clicks.into_iter().map(without_address).collect())
//!     }
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! See <https://developers.cloudflare.com/pipelines/>.

mod send;
mod sys;
mod transformation;

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
pub use send::SendRecords;
pub use transformation::Batch;
pub(crate) use transformation::Records;

/// A pipeline, by a binding in `pipelines`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/pipelines/streams/writing-to-streams/>.
#[derive(Clone)]
pub struct Pipeline(JsValue);

impl Pipeline {
    /// Wraps a JavaScript `Pipeline`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Pipeline`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Pipeline`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Sends records, each a struct or a map. Nothing is sent before it is awaited, but the records are serialized at once,
    /// so they may be borrowed. An empty list makes no call.
    ///
    /// The platform makes JSON of the records. A stream with a schema drops those of another form, without an error here:
    /// for a column of times give a [`Timestamp`](crate::time::Timestamp), for one of bytes their base64 as text, as
    /// [`Bytes`](crate::Bytes) become a list of numbers.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(clicks: worker_sdk::pipelines::Pipeline) -> worker_sdk::Result<()> {
    /// #[derive(serde::Serialize)]
    /// struct Click {
    ///     page: &'static str,
    /// }
    ///
    /// clicks.send([Click { page: "/" }, Click { page: "/about" }]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn send<T: Serialize>(&self, records: impl IntoIterator<Item = T>) -> SendRecords {
        SendRecords::new(&self.0, records.into_iter().collect())
    }
}

impl Binding for Pipeline {
    const SECTION: &'static str = "pipelines";
    const EXPECTED: &'static str = "a pipeline";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "send").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pipeline { .. }")
    }
}
