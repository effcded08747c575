//! What can be done with an image: by [`Images`](super::Images), and by `fetch` on its way.

use wasm_bindgen::JsValue;

use crate::js::{self, Options, choices};

choices! {
    /// How an image is made to fit into width and height.
    Fit {
        /// As `Contain`, but never larger than it was.
        ScaleDown = "scale-down",
        /// As `Contain`, but never smaller than it was. For [`fetch`](crate::fetch::cf::Image) alone.
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
#[non_exhaustive]
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
    pub(crate) fn into_js(self) -> JsValue {
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
            Self::At { x, y } => return at(x, y).into_js(),
            Self::AtRemainder { x, y } => {
                return at(x, y).value("mode", mode("remainder")).into_js();
            }
            Self::AtBoxCenter { x, y } => {
                return at(x, y).value("mode", mode("box-center")).into_js();
            }
        };
        js::constant(name)
    }
}

/// How far an image is turned, clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rotation {
    /// 90°.
    Quarter,
    /// 180°.
    Half,
    /// 270°.
    ThreeQuarters,
}

impl Rotation {
    pub(crate) fn into_js(self) -> JsValue {
        JsValue::from_f64(match self {
            Self::Quarter => 90.0,
            Self::Half => 180.0,
            Self::ThreeQuarters => 270.0,
        })
    }
}

/// Whether what is drawn is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// Over the whole image.
    Both,
    /// From left to right.
    X,
    /// From top to bottom.
    Y,
}

impl Repeat {
    pub(crate) fn into_js(self) -> JsValue {
        match self {
            Self::Both => JsValue::TRUE,
            Self::X => js::constant("x"),
            Self::Y => js::constant("y"),
        }
    }
}

/// Members of an image, whether it is the one that is asked for or one that is drawn over it.
macro_rules! geometry {
    () => {
        $crate::js::members! {
            /// The width in pixels.
            width: integer() = "width";
            /// The height in pixels.
            height: integer() = "height";
            /// How it is made to fit into width and height.
            fit: one_of($crate::images::Fit) = "fit";
            /// Which part stays when it is cut.
            gravity: one_of($crate::images::Gravity) = "gravity";
            /// The colour behind it, as in CSS.
            background: text() = "background";
            /// How it is mirrored.
            flip: one_of($crate::images::Flip) = "flip";
            /// How far it is turned.
            rotate: one_of($crate::images::Rotation) = "rotate";
        }

        /// Leaves the thing in the foreground alone, and makes the rest transparent.
        pub fn segment_foreground(self) -> Self {
            Self(self.0.value("segment", $crate::js::constant("foreground")))
        }
    };
}
pub(crate) use geometry;

/// Members of an image that change how it looks.
macro_rules! effects {
    () => {
        $crate::js::members! {
            /// What is cut off before all else.
            trim: one_of($crate::images::Trim) = "trim";
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
        }

        /// Cuts off a border of one colour.
        pub fn trim_border(self) -> Self {
            Self(self.0.value("trim", $crate::js::constant("border")))
        }

        /// A border around the image: its colour, and its width in pixels on top, right, bottom and left.
        pub fn border(self, color: impl AsRef<str>, [top, right, bottom, left]: [u32; 4]) -> Self {
            let border = $crate::js::Options::new()
                .text("color", color.as_ref())
                .number("top", f64::from(top))
                .number("right", f64::from(right))
                .number("bottom", f64::from(bottom))
                .number("left", f64::from(left));
            Self(self.0.options("border", border))
        }

        /// A member that has no method here, with its JavaScript value.
        pub fn raw(self, name: impl AsRef<str>, value: &wasm_bindgen::JsValue) -> Self {
            Self(self.0.named(name.as_ref(), value))
        }
    };
}
pub(crate) use effects;

/// Members of an image that is drawn over another one: where, and how.
macro_rules! placement {
    () => {
        $crate::js::members! {
            /// From 0, which cannot be seen, to 1.
            opacity: number() = "opacity";
            /// Whether it is repeated.
            repeat: one_of($crate::images::Repeat) = "repeat";
            /// How it is drawn.
            composite: one_of($crate::images::Composite) = "composite";
            /// Pixels from the top.
            top: integer() = "top";
            /// Pixels from the left.
            left: integer() = "left";
            /// Pixels from the bottom.
            bottom: integer() = "bottom";
            /// Pixels from the right.
            right: integer() = "right";
        }
    };
}
pub(crate) use placement;
