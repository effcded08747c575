//! Listing keys, page by page.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::error::{Refused, failed};
use super::key::check_prefix;
use super::pages::{Keys, Pages};
use super::{MAX_PAGE, sys};
use crate::cursor::Cursor;
use crate::error::{Error, Result};
use crate::js;
use crate::time::Timestamp;

/// Lists keys in order of their bytes: [`Namespace::list`](super::Namespace::list). Nothing is sent before it is awaited.
///
/// Awaited, it gives one [`Page`]; [`keys`](List::keys) and [`pages`](List::pages) are streams that go on to the end.
/// The keys carry metadata of type `M` after [`metadata`](List::metadata), otherwise none.
///
/// # Errors
///
/// Fails when the prefix is longer than any key, when the limit is not from 1 to 1000, and when the platform cannot list;
/// when the metadata of a key is not an `M` the error [is malformed](Error::is_malformed).
#[must_use = "nothing is listed until it is awaited"]
pub struct List<M = ()> {
    namespace: JsValue,
    prefix: Option<String>,
    limit: Option<u32>,
    pub(super) cursor: Option<String>,
    read: ReadMetadata<M>,
}

/// How the metadata of a key is read.
type ReadMetadata<M> = fn(&JsValue, &str) -> Result<Option<M>>;

/// A listed key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Key<M = ()> {
    /// The whole key, prefix included.
    pub name: String,
    /// When the platform removes it, if ever.
    pub expiration: Option<Timestamp>,
    /// What was stored beside the value, if [`List::metadata`] asked for it.
    pub metadata: Option<M>,
}

/// Some of the listed keys.
///
/// A page may be empty and not the last: keys that have expired are counted before they are left out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<M = ()> {
    /// The keys, in order of their bytes.
    pub keys: Vec<Key<M>>,
    /// Where the next page begins; `None` on the last one.
    pub cursor: Option<String>,
    /// Where the page came from, such as `HIT`; the local simulator does not say.
    pub cache_status: Option<String>,
}

impl<M> Key<M> {
    /// A key that stays, with nothing beside its value, for tests.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            expiration: None,
            metadata: None,
        }
    }
}

/// As the platform has it: `expiration` is a number of seconds.
#[cfg(feature = "serde")]
impl<M: serde::Serialize> serde::Serialize for Key<M> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut key = serializer.serialize_map(None)?;
        key.serialize_entry("name", &self.name)?;
        if let Some(time) = self.expiration {
            key.serialize_entry("expiration", &time.as_secs())?;
        }
        if let Some(metadata) = &self.metadata {
            key.serialize_entry("metadata", metadata)?;
        }
        key.end()
    }
}

impl<M> Page<M> {
    /// The last page of a listing, for tests; with a `cursor`, one that others follow.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = Key<M>>) -> Self {
        Self {
            keys: keys.into_iter().collect(),
            cursor: None,
            cache_status: None,
        }
    }

    /// Whether this is the last page.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.cursor.is_none()
    }
}

impl List {
    pub(super) fn new(namespace: JsValue) -> Self {
        Self {
            namespace,
            prefix: None,
            limit: None,
            cursor: None,
            read: |_, _| Ok(None),
        }
    }
}

impl<M> List<M> {
    /// Only keys that begin with `prefix`.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// How many keys a page has at most, up to 1000, which it is without this.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Begins where [`Page::cursor`] of an earlier listing ended, or at the beginning for `None`. The prefix has to be the
    /// same.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(users: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// let first = users.list().limit(20).await?;
    /// if !first.is_complete() {
    ///     let second = users.list().limit(20).cursor(first.cursor).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn cursor(mut self, cursor: impl Into<Cursor>) -> Self {
        self.cursor = cursor.into().0;
        self
    }

    /// Reads the metadata of each key as a `T`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(images: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Image {
    ///     content_type: String,
    /// }
    ///
    /// for key in images.list().metadata::<Image>().await?.keys {
    ///     let content_type = key.metadata.map(|image| image.content_type);
    ///     worker_sdk::console_log!("{} is {content_type:?}", key.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub fn metadata<T: serde::de::DeserializeOwned>(self) -> List<T> {
        List {
            namespace: self.namespace,
            prefix: self.prefix,
            limit: self.limit,
            cursor: self.cursor,
            read: |metadata, key| super::metadata::read(metadata, || key.to_owned()),
        }
    }

    /// All pages from here on, as a stream. Each is asked for when the one before it is used up.
    pub fn pages(self) -> Pages<M> {
        Pages::new(self)
    }

    /// All keys from here on, as a stream.
    pub fn keys(self) -> Keys<M> {
        Keys::new(self)
    }

    /// Asks for the page. The future does not borrow the listing, which may be wanted for the next page.
    pub(super) fn page(&self) -> impl Future<Output = Result<Page<M>>> + Send + use<M> {
        let promise = self.send();
        let read = self.read;
        async move {
            let result = js::settled(promise?, "listing the keys of KV")
                .await
                .map_err(|error| failed(error, None))?;
            page_of(&result, read)
        }
    }

    fn send(&self) -> Result<JsValue> {
        let limit = match self.limit {
            None => 0,
            Some(limit @ 1..=MAX_PAGE) => limit,
            Some(limit) => return Err(Error::of(Refused::PageSize { limit })),
        };
        check_prefix(self.prefix.as_deref().unwrap_or_default())?;
        let optional = |text: &Option<String>| text.as_deref().map(js::text).unwrap_or_default();
        let (prefix, cursor) = (optional(&self.prefix), optional(&self.cursor));
        Ok(sys::list(&self.namespace, &prefix, limit as i32, &cursor))
    }
}

fn page_of<M>(result: &JsValue, read: ReadMetadata<M>) -> Result<Page<M>> {
    let key = |key: JsValue| {
        let name = js::string_property(&key, "name").unwrap_or_default();
        let metadata = read(&js::property(&key, "metadata"), &name)?;
        let expiration = js::number(&js::property(&key, "expiration"));
        Ok(Key {
            name,
            expiration: expiration.map(|seconds| Timestamp::from_millis(seconds * 1_000.0)),
            metadata,
        })
    };
    let keys = js::property(result, "keys");
    Ok(Page {
        keys: js::items(&keys).map(key).collect::<Result<_>>()?,
        cursor: js::string_property(result, "cursor").filter(|cursor| !cursor.is_empty()),
        cache_status: js::string_property(result, "cacheStatus"),
    })
}

impl<M: 'static> IntoFuture for List<M> {
    type Output = Result<Page<M>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.page().await })
    }
}

impl<M> fmt::Debug for List<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("prefix", &self.prefix)
            .field("limit", &self.limit)
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}
