//! Sending, answering and forwarding.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::answer;
use super::error::failed;
use super::mail::{Mail, check_header};
use super::raw::RawMail;
use super::sys;
use crate::error::Result;
use crate::js;

/// A mail to be sent: a [`Mail`], or a [`RawMail`].
#[derive(Debug)]
pub struct Outgoing(Kind);

#[derive(Debug)]
enum Kind {
    Mail(Box<Mail>),
    Raw(RawMail),
}

impl From<Mail> for Outgoing {
    fn from(mail: Mail) -> Self {
        Self(Kind::Mail(Box::new(mail)))
    }
}

impl From<RawMail> for Outgoing {
    fn from(mail: RawMail) -> Self {
        Self(Kind::Raw(mail))
    }
}

impl Outgoing {
    /// What a binding takes.
    fn into_js(self) -> Result<JsValue> {
        match self.0 {
            Kind::Mail(mail) => mail.to_js(),
            Kind::Raw(mail) => mail.into_js(),
        }
    }

    /// An answer to `message`.
    fn into_reply(self, message: &JsValue) -> Result<JsValue> {
        let answer = answer::to(message)?;
        let mail = match self.0 {
            Kind::Raw(mail) => {
                answer.check_raw(&mail)?;
                return mail.into_js();
            }
            Kind::Mail(mail) => answer.complete(*mail)?,
        };
        let from = mail.sender().email().to_owned();
        RawMail::new(from, answer.sender, mail.to_mime()?).into_js()
    }
}

/// Sends or answers: [`Sender::send`](super::Sender::send), [`Incoming::reply`](super::Incoming::reply). Nothing is sent
/// before it is awaited.
///
/// # Errors
///
/// Fails when the mail has no recipient, more than 50, an address that is none or a header that cannot be; when an answer has a
/// recipient other than the sender of the received mail; and when the platform refuses it:
/// [`Error::email_code`](crate::Error::email_code) says why. An error [is too large](crate::Error::is_too_large) or
/// [is rate limited](crate::Error::is_rate_limited) where the code means that.
#[must_use = "nothing is sent until it is awaited"]
pub struct Sending {
    /// The binding, or the received mail.
    target: JsValue,
    mail: Outgoing,
    is_reply: bool,
}

impl Sending {
    pub(super) fn send(target: JsValue, mail: Outgoing) -> Self {
        Self {
            target,
            mail,
            is_reply: false,
        }
    }

    pub(super) fn reply(target: JsValue, mail: Outgoing) -> Self {
        Self {
            target,
            mail,
            is_reply: true,
        }
    }

    async fn run(self) -> Result<Sent> {
        let target = self.target;
        if self.is_reply {
            let mail = self.mail.into_reply(&target)?;
            return sent(sys::reply_email(&target, &mail), "answering a mail").await;
        }
        let mail = self.mail.into_js()?;
        sent(sys::send_email(&target, &mail), "sending a mail").await
    }
}

/// Forwards a received mail: [`Incoming::forward`](super::Incoming::forward). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when a header cannot be, and when the platform refuses the recipient or cannot reach it.
#[must_use = "nothing is forwarded until it is awaited"]
pub struct Forward {
    message: JsValue,
    to: String,
    headers: Vec<(String, String)>,
}

impl Forward {
    pub(super) fn new(message: JsValue, to: String) -> Self {
        Self {
            message,
            to,
            headers: Vec::new(),
        }
    }

    /// Adds a header, whose name begins with `X-`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    async fn run(self) -> Result<Sent> {
        for (name, value) in &self.headers {
            check_header(name, value)?;
        }
        let fields = self.headers.iter().flat_map(|(name, value)| [name, value]);
        let headers = js::list(fields.map(|text| js::text(text)));
        let promise = sys::forward_email(&self.message, &js::text(&self.to), &headers);
        drop(headers);
        sent(promise, "forwarding a mail").await
    }
}

async fn sent(promise: JsValue, doing: &'static str) -> Result<Sent> {
    let answer = js::settled(promise, doing).await.map_err(failed)?;
    Ok(Sent {
        message_id: js::string_property(&answer, "messageId"),
    })
}

/// What the platform says of a mail that it has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// The id that the mail was given; `None` where the platform does not say.
    pub message_id: Option<String>,
}

macro_rules! sends {
    ($($operation:ident),*) => {
        $(impl IntoFuture for $operation {
            type Output = Result<Sent>;
            type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.run())
            }
        })*
    };
}

sends!(Sending, Forward);

impl fmt::Debug for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sending").field(&self.mail).finish()
    }
}

impl fmt::Debug for Forward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forward")
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}
