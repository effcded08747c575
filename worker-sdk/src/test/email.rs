//! Mail for the crate's own worker.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{kit, sys};
use crate::email::Mail;
use crate::error::{Error, Result};
use crate::js;

/// A mail for the `email` handler of the crate's own worker, from one address to another.
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::email::Mail;
/// use worker_sdk::{Result, test};
///
/// #[worker_sdk::test]
/// async fn forwards_what_is_for_people() -> Result<()> {
///     let mail = Mail::new("ada@example.com", "a question").to("desk@shop.example").text("Where is it?");
///     let handled = test::email(mail).await?;
///     assert!(handled.is_ok(), "{handled:?}");
///     assert_eq!(handled.forwards()[0].to, "people@shop.example");
///     assert_eq!(handled.rejected(), None);
///     Ok(())
/// }
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/email-service/api/route-emails/email-handler/>.
pub fn email(mail: impl Into<Email>) -> Email {
    mail.into()
}

/// A mail to be delivered; see [`email()`]. Does nothing until it is awaited, which [delivers](Email::deliver) it.
#[derive(Debug)]
#[must_use = "a mail comes when it is awaited"]
pub struct Email {
    from: String,
    to: String,
    raw: Result<Vec<u8>>,
}

/// A mail whose first recipient is the worker.
impl From<Mail> for Email {
    fn from(mail: Mail) -> Self {
        let to = mail.first_recipient();
        Self {
            from: mail.sender().email().to_owned(),
            to: to.map_or_else(String::new, |to| to.email().to_owned()),
            raw: mail.to_mime().map(String::into_bytes),
        }
    }
}

/// Sender, recipient, and the whole mail as it is received.
impl<F: Into<String>, T: Into<String>, R: Into<Vec<u8>>> From<(F, T, R)> for Email {
    fn from((from, to, raw): (F, T, R)) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            raw: Ok(raw.into()),
        }
    }
}

impl Email {
    /// Delivers the mail and waits for the handler, as awaiting the mail does.
    ///
    /// # Errors
    ///
    /// Fails when the worker has no `email` handler, and when the mail cannot be made. A handler that fails is told by
    /// [`Handled`].
    ///
    /// # Panics
    ///
    /// Panics outside of a [test](macro@crate::test).
    pub async fn deliver(self) -> Result<Handled> {
        self.send().await
    }

    async fn send(self) -> Result<Handled> {
        let raw = js::bytes_to_js(&self.raw?);
        let promise = sys::own_email(&kit(), &js::text(&self.from), &js::text(&self.to), &raw);
        let result = js::settled(promise, "the worker's `email`").await?;
        let all = |name| {
            let list = js::property(&result, name);
            js::items(&list).collect::<Vec<_>>()
        };
        Ok(Handled {
            forwards: all("forwards").iter().map(Forwarded::read).collect(),
            replies: all("replies").iter().map(Replied::read).collect(),
            result,
        })
    }
}

js::sent!(Email => Handled);

/// What became of a mail.
pub struct Handled {
    result: JsValue,
    forwards: Vec<Forwarded>,
    replies: Vec<Replied>,
}

/// A mail that was forwarded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Forwarded {
    /// To whom.
    pub to: String,
    /// The headers that were added, their names in small letters.
    pub headers: Vec<(String, String)>,
}

/// A mail that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replied {
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// The whole answer as it is sent.
    pub raw: String,
}

fn text(object: &JsValue, name: &'static str) -> String {
    js::string_property(object, name).unwrap_or_default()
}

impl Forwarded {
    fn read(raw: &JsValue) -> Self {
        let mut fields = js::list_to_strings(&js::property(raw, "headers")).into_iter();
        Self {
            to: text(raw, "to"),
            headers: std::iter::from_fn(|| Some((fields.next()?, fields.next()?))).collect(),
        }
    }
}

impl Replied {
    fn read(raw: &JsValue) -> Self {
        Self {
            from: text(raw, "from"),
            to: text(raw, "to"),
            raw: text(raw, "raw"),
        }
    }
}

impl Handled {
    /// Whether the handler ended without an error.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.outcome() == "ok"
    }

    /// The platform's word for how it ended: `ok`, `exception`.
    #[must_use]
    pub fn outcome(&self) -> String {
        text(&self.result, "outcome")
    }

    /// What the handler failed with.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        let thrown = js::property(&self.result, "error");
        (!thrown.is_undefined()).then(|| Error::from_raw(thrown))
    }

    /// The reason for which the mail was rejected, if it was.
    #[must_use]
    pub fn rejected(&self) -> Option<String> {
        js::string_property(&self.result, "rejected")
    }

    /// To whom the mail was forwarded, in order.
    #[must_use]
    pub fn forwards(&self) -> &[Forwarded] {
        &self.forwards
    }

    /// What the mail was answered with, in order.
    #[must_use]
    pub fn replies(&self) -> &[Replied] {
        &self.replies
    }
}

impl fmt::Debug for Handled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handled")
            .field("outcome", &self.outcome())
            .field("rejected", &self.rejected())
            .field("forwards", &self.forwards)
            .field("replies", &self.replies)
            .field("error", &self.error())
            .finish()
    }
}
