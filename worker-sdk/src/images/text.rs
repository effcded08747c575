//! Text that becomes an image.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::js::{self, Options};

/// Text in a font, which [`Images::text`](super::Images::text) makes an image of.
///
/// See <https://developers.cloudflare.com/images/transform-images/bindings/>.
#[must_use = "text is not drawn until `Images::text` has it"]
pub struct Text {
    content: String,
    font: String,
    options: Options,
}

impl Text {
    /// This text in the font at `font`, the address of a file in the format TrueType, OpenType, WOFF or WOFF2, which the
    /// platform fetches.
    pub fn new(content: impl Into<String>, font: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            font: font.into(),
            options: Options::new(),
        }
    }

    /// The size of its letters, in points.
    pub fn size(mut self, points: f64) -> Self {
        self.options = self.options.number("size", points);
        self
    }

    /// Its color in CSS: `#ff0000`, `#ff000080`, `rgb(255, 0, 0)`, `red`.
    pub fn color(mut self, color: &str) -> Self {
        self.options = self.options.text("color", color);
        self
    }

    /// What is written, and how.
    pub(super) fn into_parts(self) -> [JsValue; 2] {
        let font = Options::new().text("url", &*self.font);
        let options = self.options.options("font", font);
        [js::text(&self.content), options.into_js()]
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text { .. }")
    }
}
