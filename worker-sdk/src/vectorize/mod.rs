//! Vectorize: vectors, found by how near they are to another one.
//!
//! A model turns text, pictures or sound into vectors, so that what is alike is near. An index holds up to ten million of
//! them, each under an id and with some metadata; the whole document stays elsewhere, such as in [R2](crate::r2) or
//! [D1](crate::d1). Changes show in queries after some seconds, and scores are approximations unless the values are asked
//! for. To find text by the words in it, use the full-text search of [D1](crate::d1).
//!
//! | | at most |
//! |---|---|
//! | values of a vector | [1536](MAX_DIMENSIONS) of 32 bits, all finite |
//! | id | [64 bytes](MAX_ID_LENGTH) |
//! | namespace | [64 bytes](MAX_NAMESPACE_LENGTH) |
//! | metadata of a vector | [10 KiB](MAX_METADATA_LENGTH) |
//! | vectors of one call | [1000](MAX_VECTORS), together of 100 MB |
//! | matches of a query | [100](MAX_TOP_K); 20 with values or all metadata |
//! | filter of a query | [2047 bytes](MAX_FILTER_LENGTH) |
//!
//! What is known before the platform is asked is checked there; then
//! [`Error::is_too_large`](crate::Error::is_too_large) says whether a limit was the reason. There is no local simulator:
//! each call fails, unless the binding has `"remote": true`, with which wrangler passes calls on to the platform.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "vectorize": [{ "binding": "PAGES", "index_name": "pages", "remote": true }]
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::vectorize::{Filter, Index, Vector};
//! use worker_sdk::{Bindings, Result, console_log};
//!
//! #[derive(Bindings)]
//! struct App {
//!     pages: Index, // PAGES
//! }
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Page {
//!     title: String,
//!     language: String,
//! }
//!
//! async fn learn(app: &App, id: &str, page: &Page, values: Vec<f32>) -> Result<()> {
//!     app.pages.upsert([Vector::new(id, values).metadata(page)]).await?;
//!     Ok(())
//! }
//!
//! async fn search(app: &App, values: Vec<f32>) -> Result<()> {
//!     let english = Filter::new().eq("language", "en");
//!     let found = app.pages.query(values).top_k(3).filter(english).metadata::<Page>().await?;
//!     for page in found.matches {
//!         let title = page.metadata.map(|page| page.title);
//!         console_log!("{title:?} ({})", page.score);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/vectorize/>.

mod details;
mod error;
mod filter;
mod found;
mod get;
mod query;
mod sys;
mod value;
mod vector;
mod write;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::Result;
use crate::js;
use write::Batch;

pub use details::Details;
pub use filter::Filter;
pub use found::{Match, Matches, Stored};
pub use get::GetByIds;
pub use query::{Query, ReturnMetadata};
pub use value::Value;
pub use vector::Vector;
pub use write::{Change, Mutation};

/// The most values of a vector (<https://developers.cloudflare.com/vectorize/platform/limits/>).
pub const MAX_DIMENSIONS: usize = 1536;
/// The longest id of a vector, in bytes of UTF-8 (<https://developers.cloudflare.com/vectorize/platform/limits/>).
pub const MAX_ID_LENGTH: usize = 64;
/// The longest namespace, in bytes of UTF-8 (<https://developers.cloudflare.com/vectorize/platform/limits/>).
pub const MAX_NAMESPACE_LENGTH: usize = 64;
/// The most metadata of a vector, in bytes of JSON (<https://developers.cloudflare.com/vectorize/platform/limits/>).
pub const MAX_METADATA_LENGTH: usize = 10 << 10;
/// The most vectors of one call of a worker (<https://developers.cloudflare.com/vectorize/platform/limits/>).
pub const MAX_VECTORS: usize = 1000;
/// The most matches of a query (<https://developers.cloudflare.com/vectorize/platform/limits/>).
pub const MAX_TOP_K: u32 = 100;
/// The longest filter, in bytes of JSON (<https://developers.cloudflare.com/vectorize/reference/metadata-filtering/>).
pub const MAX_FILTER_LENGTH: usize = 2047;
/// The longest key of a filter, in characters
/// (<https://developers.cloudflare.com/vectorize/reference/metadata-filtering/>).
pub const MAX_FILTER_KEY_LENGTH: usize = 512;

/// An index of Vectorize, by a binding in `vectorize`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/vectorize/reference/client-api/>.
#[derive(Clone)]
pub struct Index(JsValue);

impl Index {
    /// Wraps a JavaScript `Vectorize`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Vectorize`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Vectorize`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// How many vectors there are, of how many dimensions, and which changes are done.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot say it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(pages: worker_sdk::vectorize::Index) -> worker_sdk::Result<()> {
    /// let details = pages.describe().await?;
    /// worker_sdk::console_log!("{} pages", details.vector_count);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn describe(&self) -> Result<Details> {
        let details = js::settled(sys::describe(&self.0), "describing a Vectorize index").await?;
        Details::of(&details)
    }

    /// Asks for the vectors that are nearest to `vector`, which has as many values as the index has dimensions.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(pages: worker_sdk::vectorize::Index, question: Vec<f32>) -> worker_sdk::Result<()> {
    /// let found = pages.query(question).top_k(10).namespace("docs").await?;
    /// let ids: Vec<&str> = found.matches.iter().map(|page| page.id.as_str()).collect();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/vectorize/best-practices/query-vectors/>.
    pub fn query(&self, vector: impl Into<Vec<f32>>) -> Query {
        Query::near(&self.0, vector.into())
    }

    /// Asks for the vectors that are nearest to the one of this id, which is among them.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(pages: worker_sdk::vectorize::Index) -> worker_sdk::Result<()> {
    /// let alike = pages.query_by_id("page-1").top_k(6).await?;
    /// let others = alike.matches.iter().filter(|page| page.id != "page-1");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/vectorize/best-practices/query-vectors/#query-by-vector-identifier>.
    pub fn query_by_id(&self, id: impl Into<String>) -> Query {
        Query::near_id(&self.0, id.into())
    }

    /// Adds vectors, at most 1000. Those whose id is there already are left as they are. An empty list makes no call.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(pages: worker_sdk::vectorize::Index) -> worker_sdk::Result<()> {
    /// use worker_sdk::vectorize::Vector;
    ///
    /// let vectors = [("a", [0.5, 1.0]), ("b", [1.0, 0.0])];
    /// pages.insert(vectors.map(|(id, values)| Vector::new(id, values))).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/vectorize/best-practices/insert-vectors/>.
    pub fn insert(&self, vectors: impl IntoIterator<Item = Vector>) -> Change {
        Change::insert(&self.0, batch(vectors))
    }

    /// Adds vectors, at most 1000. They replace those of the same ids, with namespace and metadata. An empty list makes no
    /// call.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(pages: worker_sdk::vectorize::Index, values: Vec<f32>) -> worker_sdk::Result<()> {
    /// use worker_sdk::vectorize::Vector;
    ///
    /// let page = Vector::new("page-1", values).namespace("docs");
    /// let mutation = pages.upsert([page]).await?;
    /// worker_sdk::console_log!("done soon: {:?}", mutation.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/vectorize/best-practices/insert-vectors/>.
    pub fn upsert(&self, vectors: impl IntoIterator<Item = Vector>) -> Change {
        Change::upsert(&self.0, batch(vectors))
    }

    /// Removes the vectors of these ids. An empty list makes no call.
    ///
    /// The platform refuses more than 100 ids in one call (code 40007); its documentation does not say so.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(pages: worker_sdk::vectorize::Index) -> worker_sdk::Result<()> {
    /// pages.delete_by_ids(["page-1", "page-2"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_by_ids(&self, ids: impl IntoIterator<Item: AsRef<str>>) -> Change {
        Change::delete(&self.0, &owned(ids))
    }

    /// Reads the vectors of these ids, with their values. An empty list makes no call.
    ///
    /// The platform refuses more than 20 ids in one call (code 40007); its documentation does not say so.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(pages: worker_sdk::vectorize::Index) -> worker_sdk::Result<()> {
    /// for page in pages.get_by_ids(["page-1", "page-2"]).await? {
    ///     worker_sdk::console_log!("{} has {} values", page.id, page.values.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_by_ids(&self, ids: impl IntoIterator<Item: AsRef<str>>) -> GetByIds {
        GetByIds::new(&self.0, &owned(ids))
    }
}

fn batch(vectors: impl IntoIterator<Item = Vector>) -> Batch {
    let mut batch = Batch::new();
    vectors.into_iter().for_each(|vector| batch.add(vector));
    batch
}

fn owned(ids: impl IntoIterator<Item: AsRef<str>>) -> Vec<String> {
    ids.into_iter().map(|id| id.as_ref().to_owned()).collect()
}

impl Binding for Index {
    const SECTION: &'static str = "vectorize";
    const EXPECTED: &'static str = "a Vectorize index";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "query upsert").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Index { .. }")
    }
}
