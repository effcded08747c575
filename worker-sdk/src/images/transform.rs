//! Changes of an image.

use std::fmt;

use super::{effects, geometry};
use crate::js::Options;

/// A change of an image, with [`Transformer::transform`](super::Transformer::transform).
///
/// What is not set stays. Members that depend on each other, as width and fit, belong into one change; where their order
/// matters, make several.
///
/// See <https://developers.cloudflare.com/images/transform-images/transform-via-workers/#fetch-options>.
#[derive(Clone)]
#[must_use = "options do nothing until an image has them"]
pub struct Transform(pub(super) Options);

impl Transform {
    /// Nothing is changed yet.
    pub const fn new() -> Self {
        Self(Options::new())
    }

    geometry!();
    effects!();
}

impl Default for Transform {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transform { .. }")
    }
}
