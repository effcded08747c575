//! What a response is stored under.

use std::fmt;

use wasm_bindgen::JsValue;

use super::error::Failed;
use crate::Request;
use crate::error::{Error, Result};
use crate::js;
use crate::url::Url;

/// What a response is stored under: an absolute URL, or a request.
///
/// A request is compared by URL. When it is used to [`get`](super::Cache::get), its headers `range`, `if-none-match` and
/// `if-modified-since` have the answer be a part (206) or none (304), as for a client.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Response, Result};
/// # use worker_sdk::cache::{Cache, Key};
/// # async fn run(request: Request) -> Result<()> {
/// let cache = Cache::default();
/// let same_page = cache.get(&request).await?;
/// let other_page = cache.get("https://example.com/other").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Key(JsValue);

impl Key {
    /// Wraps a JavaScript string or `Request`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript string or `Request`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The method of a request that is not `GET`.
    pub(super) fn other_method(&self) -> Option<String> {
        js::string_property(&self.0, "method").filter(|method| method != "GET")
    }

    /// What `promise` gives; `doing` completes the sentence "… failed".
    pub(super) async fn settled(self, promise: JsValue, doing: &'static str) -> Result<JsValue> {
        js::settled(promise, doing)
            .await
            .map_err(|error| self.failed(error))
    }

    #[cold]
    #[inline(never)]
    fn failed(&self, error: Error) -> Error {
        let url = || js::string_property(&self.0, "url");
        let key = js::string(&self.0).or_else(url).unwrap_or_default();
        let is_url = Url::can_parse(&key);
        Error::of(Failed { error, key, is_url })
    }
}

impl From<&str> for Key {
    fn from(url: &str) -> Self {
        Self(js::text(url))
    }
}

impl From<String> for Key {
    fn from(url: String) -> Self {
        Self(js::text(&url))
    }
}

impl From<&String> for Key {
    fn from(url: &String) -> Self {
        Self(js::text(url))
    }
}

impl From<&Url> for Key {
    fn from(url: &Url) -> Self {
        Self(js::text(&url.href()))
    }
}

impl From<Url> for Key {
    fn from(url: Url) -> Self {
        Self::from(&url)
    }
}

impl From<&Request> for Key {
    fn from(request: &Request) -> Self {
        Self(request.as_raw().clone())
    }
}

impl From<Request> for Key {
    fn from(request: Request) -> Self {
        Self(request.into_raw())
    }
}

impl From<&Key> for Key {
    fn from(key: &Key) -> Self {
        key.clone()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key { .. }")
    }
}
