//! Which mail may be answered, and what makes a mail an answer.

use wasm_bindgen::JsValue;

use super::address::Address;
use super::error::Refused;
use super::mail::Mail;
use super::raw::RawMail;
use crate::Headers;
use crate::error::{Error, Result};
use crate::js;

/// The platform sends no answer to longer conversations.
const MAX_REFERENCES: usize = 100;

type Says = fn(&str) -> bool;

/// Headers with which a program says that it wrote the mail, and whether it does with this value.
const OF_MACHINES: [(&str, Says); 4] = [
    ("auto-submitted", |value| value != "no"),
    ("x-auto-response-suppress", |value| value != "none"),
    ("precedence", |value| {
        matches!(value, "bulk" | "list" | "junk")
    }),
    ("list-id", |_| true),
];

/// The headers of an answer.
pub(super) struct Answer {
    /// To whom it goes.
    pub(super) sender: String,
    pub(super) in_reply_to: String,
    pub(super) references: String,
}

impl Answer {
    /// `mail`, with the headers of an answer that it does not have yet.
    pub(super) fn complete(&self, mail: Mail) -> Result<Mail> {
        self.check_recipient(mail.other_than(&self.sender).map(Address::email))?;
        let mail = match mail.to.is_empty() {
            true => mail.to(self.sender.as_str()),
            false => mail,
        };
        Ok(mail
            .or_header("In-Reply-To", self.in_reply_to.as_str())
            .or_header("References", self.references.as_str())
            .or_header("Auto-Submitted", "auto-replied"))
    }

    /// Of `mail` only the envelope is looked at.
    pub(super) fn check_raw(&self, mail: &RawMail) -> Result<()> {
        let to = Address::from(mail.recipient());
        self.check_recipient((!to.is(&self.sender)).then_some(to.email()))
    }

    fn check_recipient(&self, other: Option<&str>) -> Result<()> {
        let Some(address) = other else { return Ok(()) };
        Err(Error::of(Refused::OtherRecipient {
            address: address.to_owned(),
            sender: self.sender.clone(),
        }))
    }
}

/// What makes a mail an answer to `message`.
pub(super) fn to(message: &JsValue) -> Result<Answer> {
    let headers = Headers::of(message);
    let sender = js::string_property(message, "from").unwrap_or_default();
    let ids = |name: &str| headers.get(name).map(|ids| in_one_line(&ids));
    match refused(&sender, |name| headers.get(name)) {
        Some(refused) => Err(Error::of(refused)),
        None => {
            let in_reply_to = ids("message-id").unwrap_or_default();
            let references = match ids("references") {
                Some(references) => format!("{references} {in_reply_to}"),
                None => in_reply_to.clone(),
            };
            Ok(Answer {
                sender,
                in_reply_to,
                references,
            })
        }
    }
}

/// # Errors
///
/// Fails when the mail must not be answered.
pub(super) fn check(message: &JsValue) -> Result<()> {
    to(message).map(drop)
}

fn refused(sender: &str, header: impl Fn(&str) -> Option<String>) -> Option<Refused> {
    if matches!(sender.trim(), "" | "<>") {
        return Some(Refused::Report);
    }
    for (name, is_machine) in OF_MACHINES {
        if header(name).is_some_and(|value| is_machine(&value.trim().to_ascii_lowercase())) {
            return Some(Refused::Machine { header: name });
        }
    }
    let references = header("references").unwrap_or_default();
    let count = references.split_whitespace().count();
    if count > MAX_REFERENCES {
        return Some(Refused::Conversation { count });
    }
    header("message-id")
        .is_none()
        .then_some(Refused::NoMessageId)
}

/// A long header has line breaks and tabs, which a header of ours cannot have.
fn in_one_line(ids: &str) -> String {
    ids.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(sender: &str, headers: &[(&str, &str)]) -> Option<String> {
        let header = |name: &str| {
            let found = headers.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        refused(sender, header).map(|refused| refused.to_string())
    }

    #[test]
    fn what_persons_write_is_answered() {
        let id = ("message-id", "<1@b>");
        assert_eq!(why("a@b", &[id]), None);
        let hundred = "<1@b>\r\n\t".repeat(100);
        let more = [
            id,
            ("auto-submitted", "No"),
            ("x-auto-response-suppress", "None"),
            ("precedence", "first-class"),
            ("references", &hundred),
        ];
        assert_eq!(why("a@b", &more), None);
    }

    #[test]
    fn what_machines_write_is_not() {
        let id = ("message-id", "<1@b>");
        let say = |name: &str| {
            format!(
                "the received mail must not be answered, as its header `{name}` says that a machine wrote it; forward it, \
                 or leave it"
            )
        };
        for (name, value) in [
            ("auto-submitted", "auto-replied"),
            ("x-auto-response-suppress", "All"),
            ("precedence", "Bulk"),
            ("precedence", "list"),
            ("precedence", " junk"),
            ("list-id", "<crabs.example.org>"),
        ] {
            assert_eq!(why("a@b", &[id, (name, value)]), Some(say(name)));
        }
        for sender in ["", "<>"] {
            assert!(why(sender, &[id]).unwrap().contains("a report"), "{sender}");
        }
        let long = "<1@b> ".repeat(101);
        let long = why("a@b", &[id, ("references", &long)]).unwrap();
        assert!(long.contains("101 mails"), "{long}");
        assert!(why("a@b", &[]).unwrap().contains("no `Message-ID`"));
    }
}
