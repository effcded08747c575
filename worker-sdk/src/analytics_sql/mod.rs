//! Analytics SQL: questions about what the account's sites and workers did, asked in SQL.
//!
//! What can be asked are the datasets of the platform, such as `events.httpRequests`, and those that
//! [Analytics Engine](crate::analytics_engine) has written, as `events.analyticsEngine."visits"`. The account is the one of the
//! worker; the query must not name it. For data of your own that is read and changed, take [D1](crate::d1).
//!
//! What the platform refuses otherwise:
//!
//! | | |
//! |---|---|
//! | statements of a query | one, with up to 10 KiB and a depth of 10 |
//! | datasets of a query | one, named with its schema |
//! | the time | at least a lower bound of `timestamp` |
//! | `ORDER BY` | only with `LIMIT`, but for datasets of Analytics Engine |
//! | `LIMIT` and `OFFSET` | whole numbers that stand in the query; `OFFSET` with `LIMIT` |
//!
//! Datasets have [further limits](https://developers.cloudflare.com/analytics/sql-api/limits/), such as how far back they go.
//!
//! There is no local simulator: each call fails, unless the binding has `"remote": true`, with which wrangler passes calls on to
//! the platform. The key needs wrangler 4.145 or later.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "analytics": { "binding": "ANALYTICS", "remote": true }
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use std::collections::BTreeMap;
//! use std::time::Duration;
//! use worker_sdk::analytics_sql::Analytics;
//! use worker_sdk::{Bindings, Result, console_log, now};
//!
//! #[derive(Bindings)]
//! struct App {
//!     analytics: Analytics, // ANALYTICS
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Requests {
//!     status: u16,
//!     requests: u64,
//! }
//!
//! async fn report(app: App) -> Result<()> {
//!     let hour = "SELECT edgeResponseStatus AS status, COUNT(*) AS requests FROM events.httpRequests \
//!                 WHERE timestamp >= $start GROUP BY edgeResponseStatus";
//!     let start = now() - Duration::from_secs(3_600);
//!     let params = BTreeMap::from([("start", start)]);
//!     for row in app.analytics.query::<Requests>(hour).params(&params).await?.data {
//!         console_log!("{}: {}", row.status, row.requests);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/analytics/sql-api/workers-binding/>.

mod query;
mod sys;

use std::fmt;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
pub use query::{Query, Results, Statistics};

/// Analytics SQL, by the binding in `analytics`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/workers/runtime-apis/bindings/analytics-sql/>.
#[derive(Clone)]
pub struct Analytics(JsValue);

impl Analytics {
    /// Wraps a JavaScript `AnalyticsSQLBinding`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `AnalyticsSQLBinding`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `AnalyticsSQLBinding`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Asks with one `SELECT`, whose rows are read as `T`: a struct or a map with the names of the columns. Nothing is sent before
    /// it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::collections::BTreeMap;
    /// # async fn run(analytics: worker_sdk::analytics_sql::Analytics) -> worker_sdk::Result<()> {
    ///
    /// let query = "SELECT COUNT(*) AS visits FROM events.analyticsEngine.\"visits\" \
    ///              WHERE timestamp >= NOW() - INTERVAL '1' DAY AND blob1 = $1";
    /// let counted = analytics.query::<BTreeMap<String, u64>>(query).params(&["/"]).await?;
    /// let visits = counted.data.first().and_then(|row| row.get("visits"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn query<T: DeserializeOwned>(&self, query: impl Into<String>) -> Query<T> {
        Query::new(&self.0, query.into())
    }
}

impl Binding for Analytics {
    const SECTION: &'static str = "analytics";
    const EXPECTED: &'static str = "Analytics SQL";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "query").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Analytics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Analytics { .. }")
    }
}
