//! Messages to be sent.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::error::Refused;
use super::{MAX_DELAY, MAX_MESSAGE_LENGTH, NO_DELAY, seconds};
use crate::error::{Error, Result};
use crate::js;
use crate::js::tape::{Tag, Writer};

/// How the content of a message is written, and so what its consumer gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContentType {
    /// A value that JSON knows.
    Json,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Any value that JavaScript can clone, with bytes and dates; for consumers that are workers.
    V8,
}

impl ContentType {
    fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::V8 => "v8",
        }
    }
}

/// A message to be sent, alone by [`Producer::send_message`](super::Producer::send_message) or with others by
/// [`Producer::send_batch`](super::Producer::send_batch).
///
/// # Examples
///
/// ```no_run
/// # async fn run(mails: worker_sdk::queues::Producer) -> worker_sdk::Result<()> {
/// use std::time::Duration;
/// use worker_sdk::queues::Outgoing;
///
/// let reminder = Outgoing::text("Ada").delay(Duration::from_secs(3600));
/// mails.send_batch([Outgoing::text("Bob"), reminder]).await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/queues/configuration/javascript-apis/#queuescontenttype>.
pub struct Outgoing {
    body: Result<Writer>,
    content_type: ContentType,
    /// In bytes, unless the platform has to write the content to know.
    length: Option<usize>,
    delay: Option<Duration>,
}

impl Outgoing {
    fn new(body: Result<Writer>, content_type: ContentType, length: Option<usize>) -> Self {
        Self {
            body,
            content_type,
            length,
            delay: None,
        }
    }

    /// Text or bytes, which are not copied when the platform would refuse them.
    fn copied(length: usize, content_type: ContentType, copy: impl FnOnce(&mut Writer)) -> Self {
        let body = match length > MAX_MESSAGE_LENGTH {
            true => Err(Error::of(Refused::LongMessage { length })),
            false => Ok(written(copy)),
        };
        Self::new(body, content_type, Some(length))
    }

    /// `value` as JSON. [`Bytes`](crate::Bytes) become a list of numbers, and a time its text.
    ///
    /// Sending fails when the value cannot be JSON, or has an integer that JavaScript would round.
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn json<T: serde::Serialize + ?Sized>(value: &T) -> Self {
        let mut body = Writer::for_json();
        let body = js::codec::append(value, &mut body).map(|()| body);
        Self::new(body, ContentType::Json, None)
    }

    /// `value` as JavaScript has it: [`Bytes`](crate::Bytes) and times stay what they are. Only workers can read it.
    ///
    /// Sending fails when the value has an integer that JavaScript would round.
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn v8<T: serde::Serialize + ?Sized>(value: &T) -> Self {
        let mut body = Writer::default();
        let body = js::codec::append(value, &mut body).map(|()| body);
        Self::new(body, ContentType::V8, None)
    }

    /// Text, as it is.
    #[must_use]
    pub fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        Self::copied(text.len(), ContentType::Text, |body| body.text(text))
    }

    /// Bytes, as they are.
    #[must_use]
    pub fn bytes(bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        Self::copied(bytes.len(), ContentType::Bytes, |body| body.bytes(bytes))
    }

    /// A JavaScript value, to be written as this type.
    #[must_use]
    pub fn from_raw(value: JsValue, content_type: ContentType) -> Self {
        let body = written(|body| body.live(value));
        Self::new(Ok(body), content_type, None)
    }

    /// Holds the message back for `delay`, rounded up to whole seconds and at most 24 hours; replaces the
    /// delay of the queue itself (`wrangler queues update`). For a message of a batch this counts more than the batch's.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    pub(super) fn known_length(&self) -> usize {
        self.length.unwrap_or_default()
    }

    /// Content, its type, and the delay.
    pub(crate) fn into_parts(self) -> Result<(JsValue, JsValue, f64)> {
        let content_type = js::constant(self.content_type.name());
        let body = self.body?.into_js();
        Ok((body, content_type, checked_delay(self.delay)?))
    }

    /// Writes it as JavaScript takes it.
    pub(super) fn append(self, messages: &mut Writer) -> Result<()> {
        let body = self.body?;
        let delay = checked_delay(self.delay)?;
        let message = messages.open(Tag::Object);
        messages.constant("body");
        messages.append(body);
        messages.constant("contentType");
        messages.constant(self.content_type.name());
        let mut fields = 2;
        if delay >= 0.0 {
            messages.constant("delaySeconds");
            messages.number(delay);
            fields += 1;
        }
        messages.close(message, fields);
        Ok(())
    }
}

fn written(write: impl FnOnce(&mut Writer)) -> Writer {
    let mut body = Writer::default();
    write(&mut body);
    body
}

/// The delay as JavaScript takes it.
pub(super) fn checked_delay(delay: Option<Duration>) -> Result<f64> {
    match delay {
        None => Ok(NO_DELAY),
        Some(delay) if delay > MAX_DELAY => Err(Error::of(Refused::LongDelay { delay })),
        Some(delay) => Ok(seconds(delay)),
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("content_type", &self.content_type)
            .field("delay", &self.delay)
            .finish_non_exhaustive()
    }
}
