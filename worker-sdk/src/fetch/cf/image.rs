//! Images that are changed on their way.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::images::{effects, geometry, placement};
use crate::js::{self, Options, choices, members};

choices! {
    /// How an image is made larger.
    Upscale {
        /// By interpolation.
        Interpolate = "interpolate",
        /// By a model.
        Generate = "generate",
    }

    /// The format of the answer.
    Format {
        /// AVIF.
        Avif = "avif",
        /// WebP.
        Webp = "webp",
        /// What is known of the image, without the image.
        Json = "json",
        /// Progressive JPEG.
        Jpeg = "jpeg",
        /// PNG, if it has few colours.
        Png = "png",
        /// JPEG that is not progressive.
        BaselineJpeg = "baseline-jpeg",
        /// PNG, whatever it costs.
        PngForce = "png-force",
        /// SVG, of an SVG.
        Svg = "svg",
    }

    /// What of the image's metadata is kept.
    ImageMetadata {
        /// All.
        Keep = "keep",
        /// The copyright.
        Copyright = "copyright",
        /// Nothing.
        None = "none",
    }

    /// What matters when an image is compressed.
    Compression {
        /// That it takes little time.
        Fast = "fast",
    }
}

/// How well an image is kept when it is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Quality {
    /// From 1 to 100.
    Percent(u8),
    /// Low.
    Low,
    /// Between low and high, nearer to low.
    MediumLow,
    /// Between low and high, nearer to high.
    MediumHigh,
    /// High.
    High,
}

impl Quality {
    fn into_js(self) -> JsValue {
        let name = match self {
            Self::Percent(percent) => return f64::from(percent).into(),
            Self::Low => "low",
            Self::MediumLow => "medium-low",
            Self::MediumHigh => "medium-high",
            Self::High => "high",
        };
        js::constant(name)
    }
}

/// How an image is changed. See [`CfOptions::image`](super::CfOptions::image).
#[derive(Clone)]
#[must_use = "options do nothing until a request has them"]
pub struct Image(pub(super) Options);

impl Image {
    /// Nothing is changed yet.
    pub const fn new() -> Self {
        Self(Options::new())
    }

    geometry!();
    effects!();

    members! {
        /// How near faces come, from 0 to 1, with [`Gravity::Face`](crate::images::Gravity::Face).
        zoom: number() = "zoom";
        /// Pixels of the device for each pixel of width and height.
        dpr: number() = "dpr";
        /// How well it is kept when it is compressed.
        quality: one_of(Quality) = "quality";
        /// The format of the answer.
        format: one_of(Format) = "format";
        /// Whether an animation stays one.
        anim: flag() = "anim";
        /// What of its metadata is kept.
        metadata: one_of(ImageMetadata) = "metadata";
        /// How it is made larger.
        upscale: one_of(Upscale) = "upscale";
        /// What matters when it is compressed.
        compression: one_of(Compression) = "compression";
    }

    /// Lets everybody see the image whose origin wants signed requests.
    pub fn share_publicly(self) -> Self {
        Self(self.0.value("origin-auth", js::constant("share-publicly")))
    }

    /// What is drawn over the image, in this order.
    pub fn draw(self, draw: impl IntoIterator<Item = Draw>) -> Self {
        let draw = draw.into_iter().map(|draw| draw.0.into_js());
        Self(self.0.value("draw", js::list(draw)))
    }
}

/// An image that is drawn over another one. See [`Image::draw`].
#[derive(Clone)]
#[must_use = "options do nothing until an image has them"]
pub struct Draw(Options);

impl Draw {
    geometry!();
    placement!();

    /// The image at `url`.
    pub fn of(url: impl AsRef<str>) -> Self {
        Self(Options::new().text("url", url.as_ref()))
    }

    members! {
        /// How near faces come, from 0 to 1, with [`Gravity::Face`](crate::images::Gravity::Face).
        zoom: number() = "zoom";
    }
}

impl Default for Image {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Image { .. }")
    }
}

impl fmt::Debug for Draw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draw { .. }")
    }
}
