//! What is cut off.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::js::{Options, members};

/// What is cut off before all else.
#[derive(Clone)]
#[must_use = "options do nothing until an image has them"]
pub struct Trim(Options);

impl Trim {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(Options::new())
    }

    members! {
        /// Pixels from the top.
        top: integer() = "top";
        /// Pixels from the bottom.
        bottom: integer() = "bottom";
        /// Pixels from the left.
        left: integer() = "left";
        /// Pixels from the right.
        right: integer() = "right";
        /// The width that stays.
        width: integer() = "width";
        /// The height that stays.
        height: integer() = "height";
        /// A border of one colour.
        border: one_of(TrimBorder) = "border";
    }

    /// Nothing where nothing is cut off.
    pub(crate) fn into_js(self) -> Option<JsValue> {
        (!self.0.is_empty()).then(|| self.0.into_js())
    }
}

/// Which border is cut off.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TrimBorder {
    /// One of whatever colour the corners have.
    Any,
    /// One of this colour, as in CSS; how far a colour may be from it; how many pixels stay.
    Of {
        /// The colour.
        color: String,
        /// How far a colour may be from it.
        tolerance: f64,
        /// Pixels that stay.
        keep: u32,
    },
}

impl TrimBorder {
    fn into_js(self) -> JsValue {
        match self {
            Self::Any => JsValue::TRUE,
            Self::Of {
                color,
                tolerance,
                keep,
            } => Options::new()
                .text("color", color.as_str())
                .number("tolerance", tolerance)
                .number("keep", f64::from(keep))
                .into_js(),
        }
    }
}

impl Default for Trim {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Trim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trim { .. }")
    }
}
