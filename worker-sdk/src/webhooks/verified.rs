//! Webhooks whose signature is right.

use std::fmt;
use std::sync::Arc;

use super::scheme::Sent;
use crate::http::decode;
use crate::time::Timestamp;

/// A webhook that the service has signed. Cheap to clone.
///
/// What it has is signed: the bytes of the body and, where the scheme signs them, an id and a time.
#[derive(Clone)]
pub struct Verified(Arc<Parts>);

struct Parts {
    body: Vec<u8>,
    id: Option<String>,
    timestamp: Option<i64>,
}

impl Verified {
    pub(super) fn new(sent: Sent, body: Vec<u8>) -> Self {
        Self(Arc::new(Parts {
            body,
            id: sent.id,
            timestamp: sent.timestamp,
        }))
    }

    /// The body.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0.body
    }

    /// The body as text, as [`Request::text`](crate::Request::text) reads it.
    #[must_use]
    pub fn text(&self) -> String {
        decode(self.0.body.clone())
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Fails when the body is not the expected JSON; the error [is malformed](crate::Error::is_malformed). As an answer it is
    /// 500, so that the service sends again what this worker did not understand.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::webhooks::Verified;
    /// #[derive(serde::Deserialize)]
    /// struct Event {
    ///     r#type: String,
    /// }
    ///
    /// fn kind(hook: &Verified) -> worker_sdk::Result<String> {
    ///     Ok(hook.json::<Event>()?.r#type)
    /// }
    /// ```
    #[cfg(feature = "json")]
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> crate::Result<T> {
        crate::http::parse_json(self.0.body.clone())
    }

    /// The id of the webhook, the same each time that it is sent: Standard Webhooks have one.
    ///
    /// It is what to remember so that [nothing happens twice](super#the-same-webhook-twice).
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// When it was sent, in whole seconds, as the service says; `None` where the scheme signs no time.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        let seconds = self.0.timestamp?;
        Some(Timestamp::from_millis(seconds as f64 * 1_000.0))
    }
}

/// Shows no bytes of the body.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("id", &self.0.id)
            .field("timestamp", &self.0.timestamp)
            .field("length", &self.0.body.len())
            .finish()
    }
}
