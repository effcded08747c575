//! What is behind an [`Error`](crate::Error).
//!
//! Each product has its own details. They are trait objects so that a worker carries the text of those errors only
//! that it can meet.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use wasm_bindgen::JsValue;

use super::Error;
use crate::js;

/// What callers decide on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    MissingBinding,
    Malformed,
    Timeout,
    TooLarge,
    RateLimited,
    Retryable,
    Overloaded,
    Other,
}

pub(crate) trait Detail: fmt::Display + Send + Sync + 'static {
    fn kind(&self) -> Kind {
        Kind::Other
    }

    fn thrown(&self) -> Option<&JsValue> {
        None
    }

    /// What JavaScript gets, where that is more than a message: what was thrown, or an error with a name.
    fn to_js(&self) -> Option<JsValue> {
        self.thrown().cloned()
    }

    /// The answer, where it is the client's fault.
    #[cfg(feature = "multipart")]
    fn answer(&self) -> Option<crate::HttpError> {
        None
    }

    /// The detail, where an error can be changed after it was made.
    #[cfg(feature = "serde")]
    fn as_any_mut(&mut self) -> Option<&mut dyn std::any::Any> {
        None
    }

    /// The name that it was given here.
    fn name(&self) -> Option<&str> {
        None
    }

    /// What caused it, unless the message has the text of that already.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        None
    }
}

/// JavaScript threw `value` while `doing`.
pub(super) struct Thrown {
    pub(super) value: JsValue,
    pub(super) doing: &'static str,
}

impl Detail for Thrown {
    fn thrown(&self) -> Option<&JsValue> {
        Some(&self.value)
    }
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.doing.is_empty() {
            f.write_str(self.doing)?;
            f.write_str(" failed: ")?;
        }
        f.write_str(&js::described(&self.value))
    }
}

/// What a detail that stands around an error says as that does.
macro_rules! of_error {
    ($this:ident => $error:expr) => {
        fn thrown(&$this) -> Option<&JsValue> {
            $error.as_raw()
        }

        fn to_js(&$this) -> Option<JsValue> {
            $error.to_js()
        }

        fn name(&$this) -> Option<&str> {
            $error.0.name()
        }

        fn source(&$this) -> Option<&(dyn StdError + 'static)> {
            $error.0.source()
        }

        #[cfg(feature = "multipart")]
        fn answer(&$this) -> Option<crate::HttpError> {
            $error.0.answer()
        }
    };
}

/// An error of the platform whose kind a product knows.
pub(super) struct OfKind {
    pub(super) error: Error,
    pub(super) kind: Kind,
}

impl Detail for OfKind {
    fn kind(&self) -> Kind {
        self.kind
    }

    of_error!(self => self.error);
}

impl fmt::Display for OfKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// An error with what it is about, such as a key.
pub(super) struct About {
    pub(super) error: Error,
    pub(super) what: &'static str,
    pub(super) which: String,
}

impl Detail for About {
    fn kind(&self) -> Kind {
        self.error.kind()
    }

    of_error!(self => self.error);
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} `{}`)", self.error, self.what, self.which)
    }
}

/// An error that has come out of what a middleware stands around.
#[cfg(feature = "router")]
pub(super) struct PassedOn(pub(super) Error);

#[cfg(feature = "router")]
impl Detail for PassedOn {
    fn kind(&self) -> Kind {
        self.0.kind()
    }

    of_error!(self => self.0);

    fn as_any_mut(&mut self) -> Option<&mut dyn std::any::Any> {
        Some(self)
    }
}

#[cfg(feature = "router")]
impl fmt::Display for PassedOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Nothing but words.
pub(super) struct Message(pub(super) Cow<'static, str>);

impl Detail for Message {}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A failure whose text JavaScript wrote.
pub(super) struct Described {
    pub(super) text: String,
    pub(super) kind: Kind,
}

impl Detail for Described {
    fn kind(&self) -> Kind {
        self.kind
    }
}

impl fmt::Display for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// An error of another crate.
pub(super) struct Foreign(pub(super) Box<dyn StdError + Send + Sync>);

impl Detail for Foreign {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
