//! Mail that was written elsewhere.

use wasm_bindgen::JsValue;

use super::sys;
use crate::Body;
use crate::error::{Error, Result};
use crate::js;

/// A whole mail as it is sent, headers included, with the addresses that it is sent from and to.
///
/// # Examples
///
/// ```no_run
/// # async fn run(sender: worker_sdk::email::Sender) -> worker_sdk::Result<()> {
/// use worker_sdk::email::RawMail;
///
/// let text = "From: shop@example.com\r\nTo: ada@example.com\r\nMessage-ID: <1@example.com>\r\n\
///             Subject: hello\r\n\r\nIt is on its way.\r\n";
/// sender.send(RawMail::new("shop@example.com", "ada@example.com", text)).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct RawMail {
    from: String,
    to: String,
    raw: Body,
}

impl RawMail {
    /// Text, bytes or a stream of a mail, from one address to another.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, raw: impl Into<Body>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            raw: raw.into(),
        }
    }

    pub(super) fn recipient(&self) -> &str {
        &self.to
    }

    pub(super) fn into_js(self) -> Result<JsValue> {
        let raw = self.raw.into_js()?;
        let message = sys::email_message(&js::text(&self.from), &js::text(&self.to), &raw);
        if message.is_undefined() {
            return Err(Error::last_failure("making a mail"));
        }
        Ok(message)
    }
}
