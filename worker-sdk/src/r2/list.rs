//! Listing objects.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::error::settled_together;
use super::object::Object;
use super::pages::{Objects, Pages};
use super::sys;
use crate::cursor::Cursor;
use crate::error::Result;
use crate::js::{self, Options};

/// Lists objects, in the order of their keys. Does nothing until it is awaited, and then gives one [`Page`]; as
/// [`pages`](List::pages) or [`objects`](List::objects) it gives all.
///
/// # Errors
///
/// Fails when the limit is not 1 to 1,000 ([`InvalidMaxKeys`](super::ErrorKind::InvalidMaxKeys)), and when R2 fails.
#[must_use = "nothing is listed until this is awaited"]
#[derive(Clone)]
pub struct List {
    bucket: JsValue,
    prefix: Option<String>,
    delimiter: Option<String>,
    start_after: Option<String>,
    pub(super) cursor: Option<String>,
    limit: Option<u32>,
    include: Vec<Include>,
}

/// What a listing says of each object beside what it always says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Include {
    /// [`Object::http_metadata`].
    HttpMetadata,
    /// [`Object::custom_metadata`].
    CustomMetadata,
}

impl Include {
    const fn name(self) -> &'static str {
        match self {
            Self::HttpMetadata => "httpMetadata",
            Self::CustomMetadata => "customMetadata",
        }
    }
}

/// A part of a listing.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page {
    /// The objects; there may be fewer than the limit although more follow.
    pub objects: Vec<Object>,
    /// What stands between the prefix and the delimiter, with both, of the keys that were left out for it.
    pub delimited_prefixes: Vec<String>,
    /// Where the listing goes on; `None` at its end.
    pub cursor: Option<String>,
}

impl List {
    pub(super) fn new(bucket: JsValue) -> Self {
        Self {
            bucket,
            prefix: None,
            delimiter: None,
            start_after: None,
            cursor: None,
            limit: None,
            include: Vec::new(),
        }
    }

    /// Lists only keys that begin so.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// Takes keys together that are equal up to the first delimiter behind the prefix, as `/` does for folders.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
    /// let page = bucket.list().prefix("photos/").delimiter("/").await?;
    /// for folder in page.delimited_prefixes {
    ///     worker_sdk::console_log!("{folder}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn delimiter(mut self, delimiter: impl Into<String>) -> Self {
        self.delimiter = Some(delimiter.into());
        self
    }

    /// Begins with the first key that comes after this one.
    pub fn start_after(mut self, key: impl Into<String>) -> Self {
        self.start_after = Some(key.into());
        self
    }

    /// Goes on where [`Page::cursor`] of an earlier listing ended, or begins for `None`.
    pub fn cursor(mut self, cursor: impl Into<Cursor>) -> Self {
        self.cursor = cursor.into().0;
        self
    }

    /// How many objects and prefixes a page has at most: 1 to 1,000, which is the default.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Asks for the metadata of the objects, too. Pages are shorter then.
    pub fn include(mut self, include: impl IntoIterator<Item = Include>) -> Self {
        self.include.extend(include);
        self
    }

    /// All pages.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
    /// let mut pages = bucket.list().prefix("old/").pages();
    /// while let Some(page) = pages.try_next().await? {
    ///     bucket.delete_many(page.objects.iter().map(|object| object.key())).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> Pages {
        Pages::new(self)
    }

    /// All objects, page by page.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
    /// let mut objects = bucket.list().objects();
    /// let mut size = 0;
    /// while let Some(object) = objects.try_next().await? {
    ///     size += object.size();
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn objects(self) -> Objects {
        Objects::new(self)
    }

    fn options(&self) -> JsValue {
        let names = self
            .include
            .iter()
            .map(|include| js::constant(include.name()));
        let include = (!self.include.is_empty()).then(|| js::list(names));
        Options::new()
            .text("prefix", self.prefix.as_deref())
            .text("delimiter", self.delimiter.as_deref())
            .text("startAfter", self.start_after.as_deref())
            .text("cursor", self.cursor.as_deref())
            .number("limit", self.limit.map(f64::from))
            .value("include", include)
            .into_js()
    }

    async fn page(self) -> Result<Page> {
        let promise = sys::list(&self.bucket, &self.options());
        let raw = settled_together(promise, "listing a bucket").await?;
        let objects = js::property(&raw, "objects");
        Ok(Page {
            objects: js::items(&objects).map(Object::from_raw).collect(),
            delimited_prefixes: js::list_to_strings(&js::property(&raw, "delimitedPrefixes")),
            cursor: js::string_property(&raw, "cursor"),
        })
    }
}

impl IntoFuture for List {
    type Output = Result<Page>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.page())
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
