//! Writing.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::error::Refused;
use super::key::Target;
use super::value::Value;
use super::{LAST_SECOND, MIN_EXPIRATION_TTL, seconds, sys};
use crate::error::{Error, Result};
use crate::js::awaited;
use crate::time::{Timestamp, now};

/// Stores a value: [`Namespace::put`](super::Namespace::put). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the key is empty, `.`, `..` or longer than 512 bytes, when the value has more than 25 MiB or cannot be
/// made, when it would expire within 60 seconds or after the time that the platform can hold, and when the platform refuses the write. More than one write in a
/// second to the same key gives an error that [is rate limited](Error::is_rate_limited).
/// When a stream fails halfway, the platform stores nothing; newer local simulators may store what came before.
#[must_use = "nothing is written until it is awaited"]
pub struct Put {
    target: Result<Target>,
    value: Result<Value>,
    expires: Option<Expires>,
    metadata: Result<JsValue>,
}

#[derive(Clone, Copy)]
enum Expires {
    At(Timestamp),
    After(Duration),
}

impl Put {
    pub(super) fn new(target: Result<Target>, value: Result<Value>) -> Self {
        Self {
            target,
            value,
            expires: None,
            metadata: Ok(JsValue::UNDEFINED),
        }
    }

    /// Removes the value at `time`, in whole seconds, at least 60 from now and before 2038-01-19; replaces an
    /// [`expiration_ttl`](Put::expiration_ttl).
    pub fn expiration(mut self, time: Timestamp) -> Self {
        self.expires = Some(Expires::At(time));
        self
    }

    /// Removes the value after `ttl`, in whole seconds and at least 60; replaces an [`expiration`](Put::expiration).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn run(sessions: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// sessions.put("token", "user").expiration_ttl(Duration::from_secs(30 * 60)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn expiration_ttl(mut self, ttl: Duration) -> Self {
        self.expires = Some(Expires::After(ttl));
        self
    }

    /// Stores `metadata` beside the value, at most 1024 bytes as JSON. Listings have it, so that they need not read the
    /// values.
    ///
    /// # Errors
    ///
    /// The operation fails when the metadata is too large or cannot be JSON.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(images: worker_sdk::kv::Namespace, png: Vec<u8>) -> worker_sdk::Result<()> {
    /// #[derive(serde::Serialize)]
    /// struct Image {
    ///     content_type: &'static str,
    /// }
    ///
    /// images.put("logo", png).metadata(&Image { content_type: "image/png" }).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub fn metadata<M: serde::Serialize>(mut self, metadata: &M) -> Self {
        let key = || self.target.as_ref().map(Target::name).unwrap_or_default();
        self.metadata = super::metadata::write(metadata, key);
        self
    }

    async fn send(self) -> Result<()> {
        let target = self.target?;
        let value = self.value?.into_js(&target)?;
        let metadata = self.metadata?;
        let (at, after) = match self.expires {
            None => (0.0, 0.0),
            Some(Expires::At(time)) => (checked_expiration(time, now(), &target)?, 0.0),
            Some(Expires::After(ttl)) => (0.0, checked_ttl(ttl, &target)?),
        };
        let Target { namespace, key } = &target;
        let promise = sys::put(namespace, key, &value, at, after, &metadata);
        drop((value, metadata));
        target.settled(promise, "writing to KV").await?;
        Ok(())
    }
}

fn checked_ttl(ttl: Duration, target: &Target) -> Result<f64> {
    let seconds = seconds(ttl);
    if ttl < MIN_EXPIRATION_TTL || seconds > LAST_SECOND {
        let key = target.name();
        return Err(Error::of(Refused::Ttl { key, ttl }));
    }
    Ok(seconds)
}

/// The clock of the platform stands still or is late, so what is too early here is too early there.
fn checked_expiration(time: Timestamp, now: Timestamp, target: &Target) -> Result<f64> {
    let at = (time.as_millis() / 1_000.0).floor();
    let ahead = at - now.as_secs() as f64;
    let refused = match ahead >= seconds(MIN_EXPIRATION_TTL) {
        true if at <= LAST_SECOND => return Ok(at),
        true => Refused::LateExpiration { key: target.name() },
        false => Refused::EarlyExpiration {
            key: target.name(),
            ahead,
        },
    };
    Err(Error::of(refused))
}

awaited!(Put => ());
