//! Version metadata: which version of the worker this is.
//!
//! While a deployment is gradual, several versions answer at the same time. With the id of the version in logs, in data
//! points or in a header, it can be told which of them fails.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "version_metadata": { "binding": "VERSION" }
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::version_metadata::Version;
//! use worker_sdk::{Bindings, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     version: Version, // VERSION
//! }
//!
//! async fn page(app: App) -> Result<Response> {
//!     Response::text("welcome").with_header("x-version", app.version.id)
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/workers/runtime-apis/bindings/version-metadata/>.

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
use crate::time::Timestamp;

/// A version of the worker, by the binding in `version_metadata`.
///
/// Locally the id is a random one, there is no tag, and the time is that of the start.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/bindings/version-metadata/>.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Version {
    /// Its id, a UUID.
    pub id: String,
    /// The tag that it was given when it was uploaded, with `wrangler versions upload --tag`.
    pub tag: Option<String>,
    /// When it was uploaded.
    pub timestamp: Timestamp,
}

impl Version {
    /// A version without a tag, for tests.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::time::Timestamp;
    /// use worker_sdk::version_metadata::Version;
    ///
    /// let mut version = Version::new("3fa85f64", Timestamp::from_millis(0.0));
    /// version.tag = Some("v2".to_owned());
    /// ```
    #[must_use]
    pub fn new(id: impl Into<String>, timestamp: Timestamp) -> Self {
        Self {
            id: id.into(),
            tag: None,
            timestamp,
        }
    }
}

impl Binding for Version {
    const SECTION: &'static str = "version_metadata";
    const EXPECTED: &'static str = "the version's metadata";

    fn from_value(value: JsValue) -> Option<Self> {
        let id = js::string_property(&value, "id")?;
        let timestamp = js::time_property(&value, "timestamp")?;
        let tag = js::string_property(&value, "tag").filter(|tag| !tag.is_empty());
        Some(Self { id, tag, timestamp })
    }
}
