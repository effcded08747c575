//! Sessions in the cookie alone.

use std::time::Duration;

use super::store::{Backend, Later, Saved};
use crate::http::SetCookie;
use crate::http::cookies::Keys;

/// The record, hidden. The name is bound to it.
pub(super) struct Sealed {
    pub(super) keys: Keys,
    pub(super) name: String,
}

impl Backend for Sealed {
    fn load<'a>(&'a self, cookie: &'a str) -> Later<'a, Option<String>> {
        Box::pin(self.keys.open(&self.name, cookie))
    }

    fn save<'a>(&'a self, _: Option<&'a str>, record: &'a str, _: Duration) -> Later<'a, Saved> {
        Box::pin(async move {
            let cookie = SetCookie::new(self.name.as_str(), record);
            let cookie = self.keys.seal(cookie).await?;
            Ok(Saved::As(cookie.value().to_owned()))
        })
    }

    fn remove<'a>(&'a self, _: &'a str) -> Later<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}
