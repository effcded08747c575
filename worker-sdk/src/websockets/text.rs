//! The text of messages.

use std::cell::OnceCell;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use crate::js::{self, Local};

/// The text of a [`Message`](super::Message), a `&str` by `Deref`.
///
/// What the platform gave stays in JavaScript until it is read, and what is sent stays there once it was: a text that is
/// handed on is not copied, and one for many sockets is encoded once. Clones share all of that.
///
/// # Examples
///
/// ```
/// use worker_sdk::websockets::{Message, Text};
///
/// let message = Message::from("/join lobby");
/// if let Message::Text(text) = &message {
///     assert_eq!(text.strip_prefix("/join "), Some("lobby"));
///     assert_eq!(text, "/join lobby");
/// }
/// assert_eq!(String::from(Text::from("hello")), "hello");
/// ```
#[derive(Clone)]
pub struct Text(Arc<Local<Forms>>);

/// Of which there is one at least.
struct Forms {
    raw: OnceCell<JsValue>,
    text: OnceCell<String>,
}

impl Forms {
    fn read(&self) -> String {
        self.raw.get().and_then(js::string).unwrap_or_default()
    }
}

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let forms = &self.0;
        forms.text.get_or_init(|| forms.read())
    }

    /// `raw` is a string.
    pub(super) fn from_string(raw: JsValue) -> Self {
        Self::new(OnceCell::from(raw), OnceCell::new())
    }

    pub(super) fn as_raw(&self) -> &JsValue {
        let forms = &self.0;
        forms.raw.get_or_init(|| js::text(self.as_str()))
    }

    fn new(raw: OnceCell<JsValue>, text: OnceCell<String>) -> Self {
        Self(Arc::new(Local::new(Forms { raw, text })))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(OnceCell::new(), OnceCell::from(text))
    }
}

impl From<Text> for String {
    fn from(mut text: Text) -> Self {
        match Arc::get_mut(&mut text.0) {
            Some(forms) => {
                let forms = forms.get_mut();
                forms.text.take().unwrap_or_else(|| forms.read())
            }
            None => text.as_str().to_owned(),
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}
