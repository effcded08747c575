//! Mail that is put together.

use wasm_bindgen::JsValue;

use super::address::Address;
use super::attachment::Attachment;
use super::error::{MAX_RECIPIENTS, Refused};
use super::{mime, sys};
use crate::error::{Error, Result};
use crate::js::{self, Options};
use crate::time::now;

/// A mail, put together part by part.
///
/// With both text and HTML, the reader's program shows what it can.
///
/// # Examples
///
/// ```no_run
/// # async fn run(sender: worker_sdk::email::Sender) -> worker_sdk::Result<()> {
/// use worker_sdk::email::{Attachment, Mail};
///
/// let mail = Mail::new(("The shop", "shop@example.com"), "Your bill")
///     .to(("Ada", "ada@example.com"))
///     .bcc("books@example.com")
///     .text("The bill is attached.")
///     .html("<p>The bill is attached.</p>")
///     .attach(Attachment::new("bill.csv", "text/csv", "item,cents\ntea,450\n"));
/// sender.send(mail).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a mail is sent with a `Sender`"]
pub struct Mail {
    pub(super) from: Address,
    pub(super) subject: String,
    pub(super) to: Vec<Address>,
    pub(super) cc: Vec<Address>,
    pub(super) bcc: Vec<Address>,
    pub(super) reply_to: Option<Address>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) text: Option<String>,
    pub(super) html: Option<String>,
    pub(super) attachments: Vec<Attachment>,
}

impl Mail {
    /// A mail from this address about this subject.
    pub fn new(from: impl Into<Address>, subject: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            subject: subject.into(),
            to: Vec::new(),
            cc: Vec::new(),
            bcc: Vec::new(),
            reply_to: None,
            headers: Vec::new(),
            text: None,
            html: None,
            attachments: Vec::new(),
        }
    }

    /// Adds a recipient.
    pub fn to(mut self, address: impl Into<Address>) -> Self {
        self.to.push(address.into());
        self
    }

    /// Adds a recipient of a copy.
    pub fn cc(mut self, address: impl Into<Address>) -> Self {
        self.cc.push(address.into());
        self
    }

    /// Adds a recipient of a copy whom the others do not see.
    pub fn bcc(mut self, address: impl Into<Address>) -> Self {
        self.bcc.push(address.into());
        self
    }

    /// Says where answers go, if not to the sender.
    pub fn reply_to(mut self, address: impl Into<Address>) -> Self {
        self.reply_to = Some(address.into());
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the text.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Sets the HTML.
    pub fn html(mut self, html: impl Into<String>) -> Self {
        self.html = Some(html.into());
        self
    }

    /// Adds a file.
    pub fn attach(mut self, attachment: Attachment) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// Adds a header, unless it is there.
    pub(super) fn or_header(self, name: &'static str, value: impl Into<String>) -> Self {
        let mut headers = self.headers.iter();
        match headers.any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            true => self,
            false => self.header(name, value),
        }
    }

    pub(crate) fn sender(&self) -> &Address {
        &self.from
    }

    /// Somebody whom an answer to `sender` would not reach.
    pub(super) fn other_than(&self, sender: &str) -> Option<&Address> {
        let mut others = self.to.iter().filter(|address| !address.is(sender));
        others.next().or(self.cc.first()).or(self.bcc.first())
    }

    pub(crate) fn first_recipient(&self) -> Option<&Address> {
        self.recipients().next()
    }

    fn recipients(&self) -> impl Iterator<Item = &Address> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }

    fn check(&self) -> Result<()> {
        match self.recipients().count() {
            0 => return Err(Error::of(Refused::NoRecipient)),
            count if count > MAX_RECIPIENTS => {
                return Err(Error::of(Refused::ManyRecipients { count }));
            }
            _ => {}
        }
        let others = [&self.from].into_iter().chain(&self.reply_to);
        others
            .chain(self.recipients())
            .try_for_each(Address::check)?;
        let mut headers = self.headers.iter();
        headers.try_for_each(|(name, value)| check_header(name, value))?;
        check_header("Subject", &self.subject)
    }

    /// What a binding takes, which writes the mail itself.
    pub(super) fn to_js(&self) -> Result<JsValue> {
        self.check()?;
        let recipients = |list: &[Address]| match list {
            [] => None,
            [one] => Some(one.to_js()),
            several => Some(js::list(several.iter().map(Address::to_js))),
        };
        let attachments = js::list(self.attachments.iter().map(Attachment::to_js));
        Ok(Options::new()
            .value("from", self.from.to_js())
            .text("subject", self.subject.as_str())
            .value("to", recipients(&self.to))
            .value("cc", recipients(&self.cc))
            .value("bcc", recipients(&self.bcc))
            .value("replyTo", self.reply_to.as_ref().map(Address::to_js))
            .value("headers", self.header_object())
            .text("text", self.text.as_deref())
            .text("html", self.html.as_deref())
            .value(
                "attachments",
                (!self.attachments.is_empty()).then_some(attachments),
            )
            .into_js())
    }

    fn header_object(&self) -> Option<JsValue> {
        let fields = self.headers.iter().flat_map(|(name, value)| [name, value]);
        let fields = js::list(fields.map(|text| js::text(text)));
        (!self.headers.is_empty()).then(|| sys::header_object(&fields))
    }

    /// The mail as it is sent, for [`RawMail`](super::RawMail) or another way to send it. It gets a `Message-ID` of its
    /// own, and nothing of the hidden recipients.
    ///
    /// # Errors
    ///
    /// Fails when the mail has no recipient, an address that is none or a header that cannot be, and outside of events, where
    /// there are no random numbers.
    pub fn to_mime(&self) -> Result<String> {
        self.check()?;
        let id = crate::crypto::random_uuid()?;
        Ok(mime::write(self, &id, now()))
    }
}

/// Refuses what would end a header, or begin another one.
pub(super) fn check_header(name: &str, value: &str) -> Result<()> {
    let is_of_name = |c: char| c.is_ascii_graphic() && c != ':';
    if name.is_empty() || !name.chars().all(is_of_name) || value.contains(char::is_control) {
        let name = name.to_owned();
        return Err(Error::of(Refused::Header { name }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Mail, check_header};

    #[test]
    fn headers_are_one_line() {
        assert!(check_header("X-Shop", "tea & 🫖").is_ok());
        for (name, value) in [
            ("", "a"),
            ("a b", "c"),
            ("a:", "b"),
            ("ä", "b"),
            ("a", "b\r\nc: d"),
        ] {
            assert!(check_header(name, value).is_err(), "{name}: {value}");
        }
    }

    #[test]
    fn mail_is_checked() {
        let mail = || Mail::new("a@b", "s");
        let fails = |mail: Mail| mail.check().unwrap_err().to_string();
        assert!(fails(mail()).starts_with("a mail has no recipient"));
        assert!(mail().bcc("c@d").check().is_ok());
        let many = (0..51).fold(mail(), |mail, n| mail.to(format!("{n}@d")));
        assert!(fails(many).starts_with("a mail has 51 recipients"));
        assert!(fails(mail().to("nobody")).starts_with("`nobody` is no address"));
        assert!(fails(mail().to("c@d").reply_to("e")).starts_with("`e` is no address"));
        let injected = Mail::new("a@b", "s\r\nBcc: x@y").to("c@d");
        assert!(fails(injected).starts_with("the header `Subject`"));
    }
}
