//! What can be wrong with mail.

use std::fmt;

use crate::error::{Detail, Error, Kind};
use crate::js;

/// What the platform would refuse, found before it is asked.
pub(super) enum Refused {
    NoRecipient,
    ManyRecipients { count: usize },
    Address { address: String },
    Header { name: String },
    NoMessageId,
    Machine { header: &'static str },
    Report,
    Conversation { count: usize },
    OtherRecipient { address: String, sender: String },
}

/// The most recipients of one mail.
pub(super) const MAX_RECIPIENTS: usize = 50;

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::ManyRecipients { .. } => Kind::TooLarge,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRecipient => f.write_str(
                "a mail has no recipient; add one with `to`, `cc` or `bcc` before it is sent",
            ),
            Self::ManyRecipients { count } => write!(
                f,
                "a mail has {count} recipients, and {MAX_RECIPIENTS} are the most; send several mails"
            ),
            Self::Address { address } => write!(
                f,
                "`{}` is no address of a mail; use one such as `ada@example.com`, with its name apart from it",
                address.escape_debug()
            ),
            Self::Header { name } => write!(
                f,
                "the header `{}` cannot be that of a mail; use letters, digits and `-` for its name, \
                 and one line for its value",
                name.escape_debug()
            ),
            Self::NoMessageId => f.write_str(
                "the received mail cannot be answered, as it has no `Message-ID`; send a new mail",
            ),
            Self::Machine { header } => write!(
                f,
                "the received mail must not be answered, as its header `{header}` says that a machine wrote it; forward it, \
                 or leave it"
            ),
            Self::Report => f.write_str(
                "the received mail must not be answered, as it is a report of other mail and has no sender; forward it, \
                 or leave it",
            ),
            Self::Conversation { count } => write!(
                f,
                "the received mail cannot be answered, as {count} mails came before it, and 100 are the most; send a new mail"
            ),
            Self::OtherRecipient { address, sender } => write!(
                f,
                "an answer goes to the sender of the received mail alone, `{}`, so it would not reach `{}`; \
                 name no recipient, and send others a mail of their own with a `Sender`",
                sender.escape_debug(),
                address.escape_debug()
            ),
        }
    }
}

/// `error` with its kind.
#[cold]
#[inline(never)]
pub(super) fn failed(error: Error) -> Error {
    let kind = match error.email_code().as_deref() {
        Some("E_CONTENT_TOO_LARGE" | "E_TOO_MANY_RECIPIENTS" | "E_TOO_MANY_ATTACHMENTS") => {
            Kind::TooLarge
        }
        Some("E_RATE_LIMIT_EXCEEDED" | "E_DAILY_LIMIT_EXCEEDED") => Kind::RateLimited,
        _ => Kind::Other,
    };
    error.with_kind(kind)
}

impl Error {
    /// The platform's code for why a mail was not sent, such as `E_RECIPIENT_SUPPRESSED`; `None` for an error that has none.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::email::{Mail, Sender};
    /// # async fn run(sender: Sender, mail: Mail) -> worker_sdk::Result<()> {
    /// match sender.send(mail).await {
    ///     Err(error) if error.email_code().as_deref() == Some("E_RECIPIENT_SUPPRESSED") => {
    ///         worker_sdk::console_log!("they asked for no more mail");
    ///     }
    ///     result => drop(result?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/email-service/api/send-emails/workers-api/>.
    #[must_use]
    pub fn email_code(&self) -> Option<String> {
        let code = js::string_property(self.as_raw()?, "code")?;
        code.starts_with("E_").then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::Refused;

    #[test]
    fn messages_say_what_to_do() {
        let cases = [
            (
                Refused::NoRecipient,
                "a mail has no recipient; add one with `to`, `cc` or `bcc` before it is sent",
            ),
            (
                Refused::ManyRecipients { count: 51 },
                "a mail has 51 recipients, and 50 are the most; send several mails",
            ),
            (
                Refused::Address {
                    address: "a\r\nb".into(),
                },
                "`a\\r\\nb` is no address of a mail; use one such as `ada@example.com`, with its name apart from it",
            ),
            (
                Refused::Header { name: "x y".into() },
                "the header `x y` cannot be that of a mail; use letters, digits and `-` for its name, \
                 and one line for its value",
            ),
            (
                Refused::NoMessageId,
                "the received mail cannot be answered, as it has no `Message-ID`; send a new mail",
            ),
            (
                Refused::OtherRecipient {
                    address: "b@c".into(),
                    sender: "a@b".into(),
                },
                "an answer goes to the sender of the received mail alone, `a@b`, so it would not reach `b@c`; name no \
                 recipient, and send others a mail of their own with a `Sender`",
            ),
        ];
        for (refused, message) in cases {
            assert_eq!(refused.to_string(), message);
        }
    }
}
