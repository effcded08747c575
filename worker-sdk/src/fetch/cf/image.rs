//! Images that are changed on their way.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{choices, members};
use crate::js::{self, Options};

choices! {
    /// How an image is made to fit into width and height.
    Fit {
        /// As `Contain`, but never larger than it was.
        ScaleDown = "scale-down",
        /// As `Contain`, but never smaller than it was.
        ScaleUp = "scale-up",
        /// As large as fits.
        Contain = "contain",
        /// Fills both; what stands out is cut off.
        Cover = "cover",
        /// As `Cover`, but never larger than it was.
        Crop = "crop",
        /// As `Contain`, with background on the sides.
        Pad = "pad",
        /// Stretched.
        Squeeze = "squeeze",
    }

    /// How an image is mirrored.
    Flip {
        /// Left is right.
        Horizontal = "h",
        /// Top is bottom.
        Vertical = "v",
        /// Both.
        Both = "hv",
    }

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

    /// How something is drawn over an image.
    Composite {
        /// On top.
        Over = "over",
        /// Only where the image is.
        In = "in",
        /// On top, where the image is.
        Atop = "atop",
        /// Only where the image is not.
        Out = "out",
        /// Where one of them is alone.
        Xor = "xor",
        /// The sum of both.
        Lighter = "lighter",
    }
}

/// Which part of an image stays when it is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gravity {
    /// Faces.
    Face,
    /// The left side.
    Left,
    /// The right side.
    Right,
    /// The top.
    Top,
    /// The bottom.
    Bottom,
    /// The middle.
    Center,
    /// What looks interesting.
    Auto,
    /// What has most details.
    Entropy,
    /// A point: each from 0 (left, top) to 1.
    At {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// A point, measured from what remains after cropping.
    AtRemainder {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// A point, measured from the centre of a box.
    AtBoxCenter {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
}

impl Gravity {
    fn set(self, options: Options, member: &'static str) -> Options {
        let at = |x: f64, y: f64| Options::new().number("x", x).number("y", y);
        let mode = |mode| js::constant(mode);
        let name = match self {
            Self::Face => "face",
            Self::Left => "left",
            Self::Right => "right",
            Self::Top => "top",
            Self::Bottom => "bottom",
            Self::Center => "center",
            Self::Auto => "auto",
            Self::Entropy => "entropy",
            Self::At { x, y } => return options.options(member, at(x, y)),
            Self::AtRemainder { x, y } => {
                return options.options(member, at(x, y).value("mode", mode("remainder")));
            }
            Self::AtBoxCenter { x, y } => {
                return options.options(member, at(x, y).value("mode", mode("box-center")));
            }
        };
        options.value(member, js::constant(name))
    }
}

/// How far an image is turned, clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// 90°.
    Quarter,
    /// 180°.
    Half,
    /// 270°.
    ThreeQuarters,
}

impl Rotation {
    fn set(self, options: Options, member: &'static str) -> Options {
        let degrees = match self {
            Self::Quarter => 90.0,
            Self::Half => 180.0,
            Self::ThreeQuarters => 270.0,
        };
        options.number(member, degrees)
    }
}

/// How well an image is kept when it is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    fn set(self, options: Options, member: &'static str) -> Options {
        let name = match self {
            Self::Percent(percent) => return options.number(member, f64::from(percent)),
            Self::Low => "low",
            Self::MediumLow => "medium-low",
            Self::MediumHigh => "medium-high",
            Self::High => "high",
        };
        options.value(member, js::constant(name))
    }
}

/// Whether what is drawn is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Over the whole image.
    Both,
    /// From left to right.
    X,
    /// From top to bottom.
    Y,
}

impl Repeat {
    fn set(self, options: Options, member: &'static str) -> Options {
        match self {
            Self::Both => options.flag(member, true),
            Self::X => options.value(member, js::constant("x")),
            Self::Y => options.value(member, js::constant("y")),
        }
    }
}

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

    fn set(self, options: Options, member: &'static str) -> Options {
        options.options(member, self.0)
    }
}

/// Which border is cut off.
#[derive(Clone, Debug, PartialEq)]
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
    fn set(self, options: Options, member: &'static str) -> Options {
        match self {
            Self::Any => options.flag(member, true),
            Self::Of {
                color,
                tolerance,
                keep,
            } => {
                let border = Options::new()
                    .text("color", color.as_str())
                    .number("tolerance", tolerance)
                    .number("keep", f64::from(keep));
                options.options(member, border)
            }
        }
    }
}

macro_rules! geometry {
    () => {
        members! {
            /// The width in pixels.
            width: integer() = "width";
            /// The height in pixels.
            height: integer() = "height";
            /// How it is made to fit into width and height.
            fit: one_of(Fit) = "fit";
            /// Which part stays when it is cut.
            gravity: one_of(Gravity) = "gravity";
            /// How near faces come, from 0 to 1, with [`Gravity::Face`].
            zoom: number() = "zoom";
            /// The colour behind it, as in CSS.
            background: text() = "background";
            /// How it is mirrored.
            flip: one_of(Flip) = "flip";
            /// How far it is turned.
            rotate: one_of(Rotation) = "rotate";
        }

        /// Leaves the thing in the foreground alone, and makes the rest transparent.
        pub fn segment_foreground(self) -> Self {
            Self(self.0.value("segment", js::constant("foreground")))
        }
    };
}

/// How an image is changed. See [`Cf::image`](super::Cf::image).
#[derive(Clone)]
#[must_use = "options do nothing until a request has them"]
pub struct Image(pub(super) Options);

impl Image {
    /// Nothing is changed yet.
    pub const fn new() -> Self {
        Self(Options::new())
    }

    geometry!();

    members! {
        /// Pixels of the device for each pixel of width and height.
        dpr: number() = "dpr";
        /// What is cut off before all else.
        trim: one_of(Trim) = "trim";
        /// How well it is kept when it is compressed.
        quality: one_of(Quality) = "quality";
        /// The format of the answer.
        format: one_of(Format) = "format";
        /// Whether an animation stays one.
        anim: flag() = "anim";
        /// What of its metadata is kept.
        metadata: one_of(ImageMetadata) = "metadata";
        /// How much sharper it gets, from 0 to 10.
        sharpen: number() = "sharpen";
        /// How much it is blurred, from 1 to 250.
        blur: number() = "blur";
        /// How bright it gets; 1 changes nothing.
        brightness: number() = "brightness";
        /// How much contrast it gets; 1 changes nothing.
        contrast: number() = "contrast";
        /// Its exposure; 1 changes nothing.
        gamma: number() = "gamma";
        /// How colourful it gets; 1 changes nothing, 0 is grey.
        saturation: number() = "saturation";
        /// How it is made larger.
        upscale: one_of(Upscale) = "upscale";
        /// What matters when it is compressed.
        compression: one_of(Compression) = "compression";
    }

    /// Cuts off a border of one colour.
    pub fn trim_border(self) -> Self {
        Self(self.0.value("trim", js::constant("border")))
    }

    /// A border around the image: its colour, and its width in pixels on top, right, bottom and left.
    pub fn border(self, color: impl AsRef<str>, [top, right, bottom, left]: [u32; 4]) -> Self {
        let border = Options::new()
            .text("color", color.as_ref())
            .number("top", f64::from(top))
            .number("right", f64::from(right))
            .number("bottom", f64::from(bottom))
            .number("left", f64::from(left));
        Self(self.0.options("border", border))
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

    /// A member that has no method here, with its JavaScript value.
    pub fn raw(self, name: impl AsRef<str>, value: &JsValue) -> Self {
        Self(self.0.named(name.as_ref(), value))
    }
}

/// An image that is drawn over another one. See [`Image::draw`].
#[derive(Clone)]
#[must_use = "options do nothing until an image has them"]
pub struct Draw(Options);

impl Draw {
    geometry!();

    /// The image at `url`.
    pub fn of(url: impl AsRef<str>) -> Self {
        Self(Options::new().text("url", url.as_ref()))
    }

    members! {
        /// From 0, which cannot be seen, to 1.
        opacity: number() = "opacity";
        /// Whether it is repeated.
        repeat: one_of(Repeat) = "repeat";
        /// How it is drawn.
        composite: one_of(Composite) = "composite";
        /// Pixels from the top.
        top: integer() = "top";
        /// Pixels from the left.
        left: integer() = "left";
        /// Pixels from the bottom.
        bottom: integer() = "bottom";
        /// Pixels from the right.
        right: integer() = "right";
    }
}

macro_rules! common {
    ($($name:ident),*) => {
        $(
            impl Default for $name {
                fn default() -> Self {
                    Self::new()
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!(stringify!($name), " { .. }"))
                }
            }
        )*
    };
}

common!(Image, Trim);

impl fmt::Debug for Draw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draw { .. }")
    }
}
