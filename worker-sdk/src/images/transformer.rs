//! An image and what is done with it.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{Format, Output, Source, Text, Transform, placement};
use crate::error::Result;
use crate::js::{self, Options};

/// An image that is to be changed: [`Images::input`](super::Images::input). Nothing is sent before its
/// [`output`](Transformer::output) is awaited.
///
/// See <https://developers.cloudflare.com/images/transform-images/bindings/>.
#[must_use = "nothing is done before the output of an image is awaited"]
pub struct Transformer {
    images: JsValue,
    origin: Origin,
    steps: Vec<Step>,
}

/// What there is before the first step.
pub(super) enum Origin {
    Source(Source),
    Text(Text),
}

impl From<Source> for Origin {
    fn from(source: Source) -> Self {
        Self::Source(source)
    }
}

impl From<Text> for Origin {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

enum Step {
    Transform(Options),
    Draw(Transformer, Options),
}

impl Transformer {
    pub(super) fn new(images: &JsValue, origin: impl Into<Origin>) -> Self {
        Self {
            images: images.clone(),
            origin: origin.into(),
            steps: Vec::new(),
        }
    }

    /// Changes the image as the steps before have left it.
    pub fn transform(mut self, change: Transform) -> Self {
        self.steps.push(Step::Transform(change.0));
        self
    }

    /// Draws another image over this one. The local simulator draws nothing.
    pub fn draw(mut self, draw: Draw) -> Self {
        self.steps.push(Step::Draw(draw.1, draw.0));
        self
    }

    /// The image that results, in this format. Nothing is sent before it is awaited.
    pub fn output(self, format: Format) -> Output {
        let images = self.images.clone();
        Output::new(images, self.into_js(), format)
    }

    fn into_js(self) -> Result<JsValue> {
        let (method, [content, options]) = match self.origin {
            Origin::Source(source) => ("input", source.into_parts()?),
            Origin::Text(text) => ("text", text.into_parts()),
        };
        let steps = self.steps.into_iter().map(Step::into_js);
        let steps = js::list(steps.collect::<Result<Vec<_>>>()?);
        Ok(js::list([js::constant(method), content, options, steps]))
    }
}

impl Step {
    fn into_js(self) -> Result<JsValue> {
        Ok(match self {
            Self::Transform(options) => options.into_js(),
            Self::Draw(image, options) => js::list([image.into_js()?, options.into_js()]),
        })
    }
}

/// An image that is drawn over another one, with [`Transformer::draw`]: in the middle, unless it is told where.
///
/// See <https://developers.cloudflare.com/images/transform-images/draw-overlays/>.
#[must_use = "an image is not drawn until it is given to another one"]
pub struct Draw(Options, Transformer);

impl Draw {
    /// Draws this image.
    pub fn of(image: Transformer) -> Self {
        Self(Options::new(), image)
    }

    placement!();
}

impl fmt::Debug for Transformer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transformer { .. }")
    }
}

impl fmt::Debug for Draw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draw { .. }")
    }
}
