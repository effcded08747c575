//! What is put into a document.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::http::Body;
use crate::js;
use crate::streams::ByteStream;

/// What is put into a document: text that is escaped, or HTML as it is.
///
/// Text, bodies and streams are text unless they are wrapped by [`Content::html`]. A body or stream is inserted while it
/// is read, and never as a whole in memory; it has to be UTF-8.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::html_rewriter::{Content, Element};
///
/// fn mark(element: &mut Element) -> worker_sdk::Result<()> {
///     element.prepend("1 < 2")?; // 1 &lt; 2
///     element.append(Content::html("<hr>"))
/// }
/// ```
pub struct Content {
    pub(super) value: Result<JsValue>,
    pub(super) is_html: bool,
}

impl Content {
    /// HTML that is inserted as it is. Never give it what a client sent.
    #[must_use]
    pub fn html(html: impl Into<Content>) -> Self {
        Self {
            is_html: true,
            ..html.into()
        }
    }

    fn text(value: Result<JsValue>) -> Self {
        Self {
            value,
            is_html: false,
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::text(Ok(js::text(text)))
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<ByteStream> for Content {
    fn from(stream: ByteStream) -> Self {
        Self::text(Ok(stream.into_raw()))
    }
}

impl From<Body> for Content {
    fn from(body: Body) -> Self {
        Self::text(body.into_stream().map(ByteStream::into_raw))
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content")
            .field("is_html", &self.is_html)
            .finish_non_exhaustive()
    }
}
