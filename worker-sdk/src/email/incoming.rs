//! Received mail.

use std::fmt;

use wasm_bindgen::JsValue;

use super::sending::{Forward, Outgoing, Sending};
use super::sys;
use crate::error::Result;
use crate::js;
use crate::{Body, Headers};

/// A mail that the worker received.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::email::{Incoming, Mail};
/// use worker_sdk::{Result, event};
///
/// #[event(email)]
/// async fn receive(message: Incoming) -> Result<()> {
///     message.forward("archive@example.com").await?;
///     if message.can_be_answered() {
///         let subject = message.subject().unwrap_or_default();
///         let answer = Mail::new(message.to(), format!("Re: {subject}")).text("We are on holiday.");
///         message.reply(answer).await?;
///     }
///     Ok(())
/// }
/// # }
/// # fn main() {}
/// ```
///
/// See <https://developers.cloudflare.com/email-service/api/route-emails/email-handler/>.
pub struct Incoming(JsValue);

impl Incoming {
    /// Wraps a JavaScript `ForwardableEmailMessage`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `ForwardableEmailMessage`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The address that the sender's server named. The header `from` may have another one.
    #[must_use]
    pub fn from(&self) -> String {
        self.text("from")
    }

    /// The address that the mail came to.
    #[must_use]
    pub fn to(&self) -> String {
        self.text("to")
    }

    fn text(&self, name: &'static str) -> String {
        js::string_property(&self.0, name).unwrap_or_default()
    }

    /// The headers of the mail, as they were sent: text that is not ASCII is encoded, in a way of mail's own.
    #[must_use]
    pub fn headers(&self) -> Headers {
        Headers::of(&self.0)
    }

    /// The subject, as a person reads it: decoded, in one line. A part in a charset that the platform does not know stays
    /// as it was sent.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        let subject = self.headers().get("subject")?;
        js::string(&sys::decoded_words(&js::text(&subject)))
    }

    /// The whole mail, headers included, as it was received. It can be read once; what it is read for a second time
    /// fails.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(message: worker_sdk::email::Incoming, files: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
    /// let put = files.put("mail.eml", message.raw()).content_length(message.raw_size());
    /// put.await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn raw(&self) -> Body {
        Body::from_raw(js::property(&self.0, "raw"))
    }

    /// The length of [`raw`](Incoming::raw) in bytes.
    #[must_use]
    pub fn raw_size(&self) -> u64 {
        js::number(&js::property(&self.0, "rawSize")).unwrap_or_default() as u64
    }

    /// Whether the mail can be forwarded; it cannot when its sender did not prove who it is. A platform that does not
    /// say finds out when it is tried.
    #[must_use]
    pub fn can_be_forwarded(&self) -> bool {
        js::property(&self.0, "canBeForwarded") != JsValue::FALSE
    }

    /// Refuses the mail for good; the sender is told the reason.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot be told.
    pub async fn set_reject(&self, reason: impl AsRef<str>) -> Result<()> {
        let promise = sys::set_reject(&self.0, &js::text(reason.as_ref()));
        js::settled(promise, "rejecting a mail").await?;
        Ok(())
    }

    /// Forwards the mail to an address that the account has verified.
    pub fn forward(&self, to: impl Into<String>) -> Forward {
        Forward::new(self.0.clone(), to.into())
    }

    /// Whether [`reply`](Incoming::reply) may send an answer: not to a machine, which says in its headers that it is one
    /// (`Auto-Submitted`, `X-Auto-Response-Suppress`, `Precedence: bulk`, `list` or `junk`, `List-Id`), not to a report
    /// of mail that was not delivered, and not in a conversation of more than 100 mails.
    ///
    /// The platform also refuses answers to a sender that did not prove who it is, which it does not say before.
    #[must_use]
    pub fn can_be_answered(&self) -> bool {
        super::answer::check(&self.0).is_ok()
    }

    /// Answers the mail, once and to its sender. The address that the answer comes from has to be of the domain that
    /// received the mail.
    ///
    /// The platform delivers an answer to nobody else: one that has another recipient, a `cc` or a `bcc` is refused before
    /// anything is sent. A [`Mail`](super::Mail) needs no recipient, and gets the headers that make it an answer
    /// (`In-Reply-To`, `References`), and `Auto-Submitted: auto-replied`, so that no other machine answers it; those that it
    /// has stay as they are, so one that a person has written says `Auto-Submitted: no`. A [`RawMail`](super::RawMail) has to
    /// have all of them; of its recipients only the one beside the text is looked at.
    ///
    /// A mail that [must not be answered](Incoming::can_be_answered) is not: awaiting the answer fails, and says why.
    pub fn reply(&self, mail: impl Into<Outgoing>) -> Sending {
        Sending::reply(self.0.clone(), mail.into())
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("from", &self.from())
            .field("to", &self.to())
            .finish_non_exhaustive()
    }
}
