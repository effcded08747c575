//! A video, and how its size is changed.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{Mode, Output};
use crate::http::Body;
use crate::js::{Options, choices, members};

choices! {
    /// How a video is made to fit into width and height.
    Fit {
        /// As large as fits.
        Contain = "contain",
        /// Fills both; what stands out around the middle is cut off.
        Cover = "cover",
        /// As `Contain`, but never larger than it was.
        ScaleDown = "scale-down",
    }
}

/// A change of a video's size, with [`Transformer::transform`]. What is not set stays.
///
/// See <https://developers.cloudflare.com/stream/transform-videos/#options>.
#[derive(Clone)]
#[must_use = "options do nothing until a video has them"]
pub struct Transform(Options);

impl Transform {
    /// Nothing is changed yet.
    pub const fn new() -> Self {
        Self(Options::new())
    }

    members! {
        /// The width in pixels, from 10 to 2000.
        width: integer() = "width";
        /// The height in pixels, from 10 to 2000.
        height: integer() = "height";
        /// How it is made to fit into width and height.
        fit: one_of(Fit) = "fit";
    }
}

impl Default for Transform {
    fn default() -> Self {
        Self::new()
    }
}

/// A video of which something is to be made: [`Media::input`](super::Media::input). Nothing is sent before its
/// [`output`](Transformer::output) is awaited.
///
/// See <https://developers.cloudflare.com/stream/transform-videos/bindings/>.
#[must_use = "nothing is done before the output of a video is awaited"]
pub struct Transformer {
    pub(super) media: JsValue,
    pub(super) video: Body,
    pub(super) transform: Options,
}

impl Transformer {
    pub(super) fn new(media: &JsValue, video: Body) -> Self {
        Self {
            media: media.clone(),
            video,
            transform: Options::new(),
        }
    }

    /// Changes the size. The platform does so once, so a second change replaces the first.
    pub fn transform(mut self, change: Transform) -> Self {
        self.transform = change.0;
        self
    }

    /// What is made of the video. Nothing is sent before it is awaited.
    pub fn output(self, mode: Mode) -> Output {
        Output::new(self, mode)
    }
}

impl fmt::Debug for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transform { .. }")
    }
}

impl fmt::Debug for Transformer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transformer { .. }")
    }
}
