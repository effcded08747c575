//! What is behind an [`Error`](crate::Error).

use std::error::Error as StdError;
use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::BindingError;
use crate::http::{HttpError, Malformed};
use crate::js;

pub(crate) enum Kind {
    /// JavaScript threw `value` while `doing`.
    Thrown {
        value: JsValue,
        doing: &'static str,
    },
    Binding(BindingError),
    Malformed(Malformed),
    Http(HttpError),
    Other(Box<dyn StdError + Send + Sync>),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thrown { value, doing } => thrown(f, value, doing),
            Self::Binding(error) => error.fmt(f),
            Self::Malformed(error) => error.fmt(f),
            Self::Http(error) => error.fmt(f),
            Self::Other(error) => error.fmt(f),
        }
    }
}

impl Kind {
    pub(super) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Binding(error) => error.source(),
            Self::Malformed(error) => error.source(),
            Self::Other(error) => error.source(),
            _ => None,
        }
    }
}

fn thrown(f: &mut fmt::Formatter<'_>, value: &JsValue, doing: &str) -> fmt::Result {
    if !doing.is_empty() {
        write!(f, "{doing} failed: ")?;
    }
    let name = js::name(value);
    if !name.is_empty() {
        write!(f, "{name}: ")?;
    }
    f.write_str(&js::message(value))
}
