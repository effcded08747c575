//! Where sessions are kept.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use crate::base64::{Alphabet, decode, encode_url};
use crate::crypto::{Hash, digest, hex, random_bytes};
use crate::error::Result;
use crate::kv;

/// Where sessions are kept, by a type of your own: a table, a service.
///
/// A key is 64 hexadecimal digits: the hash of what is in the cookie, so that who can read the store cannot use what
/// stands there.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use worker_sdk::sessions::Store;
/// use worker_sdk::{Result, d1};
///
/// struct Table(d1::Database);
///
/// impl Store for Table {
///     async fn load(&self, key: &str) -> Result<Option<String>> {
///         let statement = self.0.prepare("SELECT record FROM sessions WHERE key = ?").bind([key]);
///         statement.first_column("record").await
///     }
///
///     async fn save(&self, key: &str, record: &str, _: Duration, is_new: bool) -> Result<bool> {
///         let statement = match is_new {
///             true => "INSERT INTO sessions (record, key) VALUES (?, ?)",
///             false => "UPDATE sessions SET record = ? WHERE key = ?",
///         };
///         let outcome = self.0.prepare(statement).bind([record, key]).run().await?;
///         Ok(outcome.changes() > 0)
///     }
///
///     async fn remove(&self, key: &str) -> Result<()> {
///         self.0.prepare("DELETE FROM sessions WHERE key = ?").bind([key]).run().await?;
///         Ok(())
///     }
/// }
/// ```
pub trait Store: 'static {
    /// The record of a key, if there is one.
    ///
    /// # Errors
    ///
    /// Fails when the store cannot be read. The request fails then.
    fn load(&self, key: &str) -> impl Future<Output = Result<Option<String>>>;

    /// Writes a record, which may be forgotten after `lifetime`. One that is not new is written only if it is still there,
    /// and the answer is whether it was: a session that was destroyed meanwhile stays so.
    ///
    /// # Errors
    ///
    /// Fails when the store cannot be written.
    fn save(
        &self,
        key: &str,
        record: &str,
        lifetime: Duration,
        is_new: bool,
    ) -> impl Future<Output = Result<bool>>;

    /// Removes a record.
    ///
    /// # Errors
    ///
    /// Fails when the store cannot be written.
    fn remove(&self, key: &str) -> impl Future<Output = Result<()>>;
}

pub(super) type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// What became of a record that was to be written.
pub(super) enum Saved {
    /// The cookie has this value now.
    As(String),
    /// The cookie is as it was.
    Same,
    /// Somebody has destroyed the session.
    Gone,
}

/// What a middleware asks: a store by names, or the cookie itself.
pub(super) trait Backend {
    /// The record that belongs to a cookie.
    fn load<'a>(&'a self, cookie: &'a str) -> Later<'a, Option<String>>;

    /// Writes a record, in place of that of `cookie`, or as a new one.
    fn save<'a>(
        &'a self,
        cookie: Option<&'a str>,
        record: &'a str,
        lifetime: Duration,
    ) -> Later<'a, Saved>;

    fn remove<'a>(&'a self, cookie: &'a str) -> Later<'a, ()>;
}

/// A store, where the cookie has a random name.
pub(super) struct Named<T>(pub(super) T);

/// 256 bits, in base64.
const RANDOM: usize = 32;

/// The key in the store; `None` for what was not made here.
async fn key_of(cookie: &str) -> Result<Option<String>> {
    let bytes = decode(cookie, Alphabet::Url);
    if bytes.is_none_or(|bytes| bytes.len() != RANDOM) {
        return Ok(None);
    }
    Ok(Some(hex(&digest(Hash::Sha256, cookie).await?)))
}

impl<T: Store> Backend for Named<T> {
    fn load<'a>(&'a self, cookie: &'a str) -> Later<'a, Option<String>> {
        Box::pin(async move {
            match key_of(cookie).await? {
                Some(key) => self.0.load(&key).await,
                None => Ok(None),
            }
        })
    }

    fn save<'a>(
        &'a self,
        cookie: Option<&'a str>,
        record: &'a str,
        lifetime: Duration,
    ) -> Later<'a, Saved> {
        Box::pin(async move {
            let new = encode_url(&random_bytes(RANDOM)?);
            let Some(key) = key_of(cookie.unwrap_or(&new)).await? else {
                return Ok(Saved::Gone);
            };
            let is_there = self
                .0
                .save(&key, record, lifetime, cookie.is_none())
                .await?;
            Ok(match (is_there, cookie) {
                (false, _) => Saved::Gone,
                (true, Some(_)) => Saved::Same,
                (true, None) => Saved::As(new),
            })
        })
    }

    fn remove<'a>(&'a self, cookie: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            match key_of(cookie).await? {
                Some(key) => self.0.remove(&key).await,
                None => Ok(()),
            }
        })
    }
}

pub(super) fn named(store: impl Store) -> Rc<dyn Backend> {
    Rc::new(Named(store))
}

/// KV takes no shorter lifetimes.
const LEAST: Duration = Duration::from_secs(60);

const PREFIX: &str = "session:";

impl Store for kv::Namespace {
    async fn load(&self, key: &str) -> Result<Option<String>> {
        self.get(format!("{PREFIX}{key}")).text().await
    }

    async fn save(
        &self,
        key: &str,
        record: &str,
        lifetime: Duration,
        is_new: bool,
    ) -> Result<bool> {
        let key = format!("{PREFIX}{key}");
        if !is_new && self.get(key.as_str()).text().await?.is_none() {
            return Ok(false);
        }
        let put = self.put(key, record).expiration_ttl(lifetime.max(LEAST));
        put.await.map(|()| true)
    }

    async fn remove(&self, key: &str) -> Result<()> {
        self.delete(format!("{PREFIX}{key}")).await
    }
}
