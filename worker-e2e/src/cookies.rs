use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cookie_store::CookieStore;
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::{Error, Result};

/// What a browser remembers. Clones are the same jar.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jar {
    store: Arc<Mutex<CookieStore>>,
}

impl Jar {
    /// Adds the cookies of a URL to the headers of a request, behind those that it has.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap, url: &Url) {
        let own = headers.get_all(COOKIE).iter().cloned();
        let mut cookies: Vec<_> = own.map(|value| value.as_bytes().to_vec()).collect();
        let store = self.lock();
        let kept = store.get_request_values(url);
        cookies.extend(kept.map(|(name, value)| format!("{name}={value}").into_bytes()));
        if let Ok(value) = HeaderValue::from_bytes(&cookies.join(&b"; "[..]))
            && !value.is_empty()
        {
            headers.insert(COOKIE, value);
        }
    }

    /// Keeps what a browser keeps of an answer: nothing for another domain, nothing that has expired.
    pub(crate) fn keep(&self, headers: &HeaderMap, url: &Url) {
        let mut store = self.lock();
        for cookie in headers.get_all(SET_COOKIE) {
            let _ = cookie.to_str().map(|cookie| store.parse(cookie, url));
        }
    }

    pub(crate) fn set(&self, cookie: &str, url: &Url) -> Result<()> {
        let set = self.lock().parse(cookie, url);
        let host = url.host_str().unwrap_or_default();
        let refused = |error| {
            let what = format!("the cookie `{cookie}` is not one that `{host}` can set");
            Error::because(what, error)
        };
        set.map(drop).map_err(refused)
    }

    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let store = self.lock();
        let found = store.iter_unexpired().find(|cookie| cookie.name() == name);
        found.map(|cookie| cookie.value().to_owned())
    }

    fn lock(&self) -> MutexGuard<'_, CookieStore> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
