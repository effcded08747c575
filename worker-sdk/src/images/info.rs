//! What an image is.

use wasm_bindgen::JsValue;

use crate::js;

/// What an image is. See [`Images::info`](super::Images::info).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Info {
    /// Its content type, such as `image/png`.
    pub format: String,
    /// Its length in bytes; `None` of an SVG, as the platform says no more of one.
    pub file_size: Option<u64>,
    /// In pixels; `None` of an SVG.
    pub width: Option<u32>,
    /// In pixels; `None` of an SVG.
    pub height: Option<u32>,
}

impl Info {
    pub(super) fn from_js(info: &JsValue) -> Self {
        let number = |name| js::number(&js::property(info, name));
        Self {
            format: js::string_property(info, "format").unwrap_or_default(),
            file_size: number("fileSize").map(|bytes| bytes as u64),
            width: number("width").map(|pixels| pixels as u32),
            height: number("height").map(|pixels| pixels as u32),
        }
    }
}
