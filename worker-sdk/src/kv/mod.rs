//! Workers KV: values of up to 25 MiB under text keys, read fast everywhere, written seldom.
//!
//! Reads come from a cache near the client, so another location may go on reading the value before a write for a minute
//! or more, also when there was none. A key takes one write in a second. For values that change often or depend on each
//! other take D1 or a Durable Object, for large ones R2.
//!
//! | limit | |
//! |---|---|
//! | key | 1 to 512 bytes; not `.` or `..` |
//! | value | 25 MiB |
//! | metadata | 1024 bytes as JSON |
//! | time to live | at least 60 seconds |
//! | writes to one key | 1 in a second |
//! | keys of a bulk read | 100 |
//! | keys of a page | 1000 |
//!
//! What is known before the platform is asked, such as the length of a key, is checked there; then
//! [`Error::is_too_large`](crate::Error::is_too_large) says whether a limit was the reason.
//!
//! # Examples
//!
//! ```no_run
//! # async fn run(pages: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
//! use std::time::Duration;
//!
//! pages.put("home", "<h1>hello</h1>").expiration_ttl(Duration::from_secs(3600)).await?;
//! if let Some(html) = pages.get("home").text().await? {
//!     worker_sdk::console_log!("{html}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! See <https://developers.cloudflare.com/kv/>.

mod delete;
mod error;
mod get;
mod key;
mod list;
mod many;
#[cfg(feature = "json")]
mod metadata;
mod pages;
mod put;
mod sys;
mod value;

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
use key::{Target, Targets};

pub use delete::Delete;
pub use get::Get;
#[cfg(feature = "json")]
pub use get::{Entry, GetWithMetadata};
pub use list::{Key, List, Page};
pub use many::GetMany;
#[cfg(feature = "json")]
pub use many::GetManyWithMetadata;
pub use pages::{Keys, Pages};
pub use put::Put;
pub use value::Value;

/// The longest key, in bytes of UTF-8.
pub const MAX_KEY_LENGTH: usize = 512;
/// The largest value, in bytes.
pub const MAX_VALUE_LENGTH: usize = 25 << 20;
/// The largest metadata, in bytes of its JSON text.
pub const MAX_METADATA_LENGTH: usize = 1024;
/// The most keys of one [bulk read](Namespace::get_many).
pub const MAX_BULK_KEYS: usize = 100;
/// The most keys of one [page](Page).
pub const MAX_PAGE: u32 = 1000;
/// The shortest time that a value lives.
pub const MIN_EXPIRATION_TTL: Duration = Duration::from_secs(60);
/// The shortest time that a value may be cached where it was read.
pub const MIN_CACHE_TTL: Duration = Duration::from_secs(30);

/// The platform holds times and lengths of time in 32 bits.
const LAST_SECOND: f64 = i32::MAX as f64;

/// A KV namespace. Cheap to clone.
///
/// Each method gives an operation that is sent when it is awaited, and not before.
///
/// # Examples
///
/// ```no_run
/// # async fn run(users: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct User {
///     name: String,
/// }
///
/// users.put_json("1", &User { name: "Ada".into() }).await?;
/// let user: Option<User> = users.get("1").json().await?;
/// users.delete("1").await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/kv/api/>.
#[derive(Clone)]
pub struct Namespace(JsValue);

impl Namespace {
    /// Wraps a JavaScript `KVNamespace`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `KVNamespace`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `KVNamespace`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Reads the value of `key`, as what the [`Get`] is asked for; `None` where there is no value.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(pages: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// let html: Option<String> = pages.get("home").text().await?;
    /// let logo: Option<Vec<u8>> = pages.get("logo").bytes().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/kv/api/read-key-value-pairs/>.
    pub fn get(&self, key: impl AsRef<str>) -> Get {
        Get::new(Target::new(&self.0, key.as_ref()))
    }

    /// Reads the value of `key` with its metadata of type `M`.
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
    /// if let Some(entry) = images.get_with_metadata::<Image>("logo").bytes().await? {
    ///     let content_type = entry.metadata.map(|image| image.content_type);
    ///     worker_sdk::console_log!("{} bytes of {content_type:?}", entry.value.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub fn get_with_metadata<M: serde::de::DeserializeOwned>(
        &self,
        key: impl AsRef<str>,
    ) -> GetWithMetadata<M> {
        GetWithMetadata::new(Target::new(&self.0, key.as_ref()))
    }

    /// Reads the values of up to 100 keys, together at most 25 MiB, in one operation.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(flags: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// let values = flags.get_many(["dark-mode", "new-checkout"]).text().await?;
    /// let dark = values.get("dark-mode").is_some_and(|value| value == "on");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/kv/api/read-key-value-pairs/#request-multiple-keys-with-the-get-method>.
    pub fn get_many<K: AsRef<str>>(&self, keys: impl IntoIterator<Item = K>) -> GetMany {
        GetMany::new(Targets::new(&self.0, keys))
    }

    /// Reads the values of up to 100 keys with their metadata of type `M`, as [`get_many`](Namespace::get_many).
    #[cfg(feature = "json")]
    pub fn get_many_with_metadata<M: serde::de::DeserializeOwned>(
        &self,
        keys: impl IntoIterator<Item: AsRef<str>>,
    ) -> GetManyWithMetadata<M> {
        GetManyWithMetadata::new(Targets::new(&self.0, keys))
    }

    /// Stores `value` under `key`, replacing an earlier value together with its metadata and expiration.
    ///
    /// A [`Body`](crate::Body) that came from JavaScript is handed on as a stream, without entering the worker.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(images: worker_sdk::kv::Namespace, upload: worker_sdk::Request) -> worker_sdk::Result<()> {
    /// images.put("note", "text").await?;
    /// images.put("pixel", &[0, 0, 0]).await?;
    /// images.put("logo", upload.into_body()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/kv/api/write-key-value-pairs/>.
    pub fn put(&self, key: impl AsRef<str>, value: impl Into<Value>) -> Put {
        Put::new(Target::new(&self.0, key.as_ref()), Ok(value.into()))
    }

    /// Stores `value` as JSON, otherwise as [`put`](Namespace::put).
    ///
    /// # Errors
    ///
    /// The operation fails when the value cannot be JSON, for instance a map whose keys are not text.
    #[cfg(feature = "json")]
    pub fn put_json<T: serde::Serialize + ?Sized>(&self, key: impl AsRef<str>, value: &T) -> Put {
        let text = crate::json::to_string(value).map(Value::from);
        Put::new(Target::new(&self.0, key.as_ref()), text.map_err(Into::into))
    }

    /// Lists keys: one page of at most 1000 when awaited, all of them as a stream of [`keys`](List::keys) or
    /// [`pages`](List::pages).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(users: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// let mut keys = users.list().prefix("user:").keys();
    /// while let Some(key) = keys.try_next().await? {
    ///     worker_sdk::console_log!("{} expires at {:?}", key.name, key.expiration);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/kv/api/list-keys/>.
    pub fn list(&self) -> List {
        List::new(self.0.clone())
    }

    /// Removes `key` and its value; removing what is not there succeeds.
    ///
    /// See <https://developers.cloudflare.com/kv/api/delete-key-value-pairs/>.
    pub fn delete(&self, key: impl AsRef<str>) -> Delete {
        Delete::one(Target::new(&self.0, key.as_ref()))
    }

    /// Removes several keys.
    ///
    /// Where the platform has its bulk operation this is one operation; elsewhere each key is one, and all of them run at
    /// once. When one fails the others may be done all the same.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(cache: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// let old = cache.list().prefix("2025-").await?;
    /// cache.delete_many(old.keys.iter().map(|key| &key.name)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_many<K: AsRef<str>>(&self, keys: impl IntoIterator<Item = K>) -> Delete {
        Delete::several(Targets::new(&self.0, keys))
    }
}

impl Binding for Namespace {
    const SECTION: &'static str = "kv_namespaces";
    const EXPECTED: &'static str = "a KV namespace";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "get getWithMetadata put list delete").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Namespace { .. }")
    }
}

/// A length of time in whole seconds, as the platform takes it.
fn seconds(time: Duration) -> f64 {
    time.as_secs() as f64
}
