//! Files that come with a mail.

use wasm_bindgen::JsValue;

use crate::js::{self, Options};

/// A file that comes with a [`Mail`](super::Mail).
///
/// # Examples
///
/// ```
/// use worker_sdk::email::Attachment;
///
/// let bill = Attachment::new("bill.csv", "text/csv", "item,cents\ntea,450\n");
/// let logo = Attachment::inline("logo", "logo.png", "image/png", vec![0x89, b'P']);
/// # drop((bill, logo));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub(super) filename: String,
    pub(super) content_type: String,
    pub(super) content: Vec<u8>,
    /// What the HTML names it by, if it is shown there.
    pub(super) content_id: Option<String>,
}

impl Attachment {
    /// A file beside the text.
    #[must_use]
    pub fn new(
        filename: impl Into<String>,
        content_type: impl Into<String>,
        content: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            filename: filename.into(),
            content_type: content_type.into(),
            content: content.into(),
            content_id: None,
        }
    }

    /// A file that the HTML shows: `<img src="cid:logo">` for the id `logo`.
    #[must_use]
    pub fn inline(
        id: impl Into<String>,
        filename: impl Into<String>,
        content_type: impl Into<String>,
        content: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            content_id: Some(id.into()),
            ..Self::new(filename, content_type, content)
        }
    }

    pub(super) fn disposition(&self) -> &'static str {
        match self.content_id {
            Some(_) => "inline",
            None => "attachment",
        }
    }

    pub(super) fn to_js(&self) -> JsValue {
        Options::new()
            .text("disposition", self.disposition())
            .text("contentId", self.content_id.as_deref())
            .text("filename", self.filename.as_str())
            .text("type", self.content_type.as_str())
            .value("content", js::bytes_to_js(&self.content))
            .into_js()
    }
}
