//! Media Transformations: videos made smaller and shorter, and pictures and sound taken out of them.
//!
//! The video comes from anywhere: an upload, R2, a subrequest. A body that is a stream goes through as it is, and never enters
//! the memory of the worker. Each output is paid for and the platform keeps none, so keep what is asked for again in
//! [the cache](crate::cache) or in [R2](crate::r2). For videos that are stored, encoded for players and served, there is
//! Cloudflare Stream; for pictures, [Images](crate::images).
//!
//! The platform knows MP4 with H.264, and AAC or MP3 as its sound; other videos may do. How large and how long one may be
//! [changes](https://developers.cloudflare.com/stream/transform-videos/#source-video-requirements).
//!
//! There is no local simulator: `wrangler dev` passes calls on to the platform, which may charge for them. In tests of
//! `worker-build test` each call fails.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "media": { "binding": "MEDIA", "remote": true }
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use std::time::Duration;
//! use worker_sdk::media_transformations::{Fit, Media, Mode, Transform};
//! use worker_sdk::{Bindings, Request, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     media: Media, // MEDIA
//! }
//!
//! async fn preview(request: Request, app: App) -> Result<Response> {
//!     let small = Transform::new().width(480).height(270).fit(Fit::Cover);
//!     let clip = app.media.input(request.into_body()).transform(small).output(Mode::Video);
//!     clip.duration(Duration::from_secs(5)).audio(false).response().await
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/stream/transform-videos/bindings/>.

mod code;
mod output;
mod sys;
mod transformed;
mod transformer;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::http::Body;
use crate::js;
pub use output::{Format, Mode, Output};
pub use transformed::Transformed;
pub use transformer::{Fit, Transform, Transformer};

/// Media Transformations, by the binding in `media`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/stream/transform-videos/bindings/>.
#[derive(Clone)]
pub struct Media(JsValue);

impl Media {
    /// Wraps a JavaScript `MediaBinding`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `MediaBinding`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `MediaBinding`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// A video of which something is to be made. Nothing is sent before its [`output`](Transformer::output) is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use worker_sdk::media_transformations::{Format, Media, Mode};
    /// # async fn run(media: Media, video: worker_sdk::Body) -> worker_sdk::Result<worker_sdk::Response> {
    ///
    /// let picture = media.input(video).output(Mode::Frame);
    /// picture.time(Duration::from_secs(2)).format(Format::Png).response().await
    /// # }
    /// ```
    pub fn input(&self, video: impl Into<Body>) -> Transformer {
        Transformer::new(&self.0, video.into())
    }
}

impl Binding for Media {
    const SECTION: &'static str = "media";
    const EXPECTED: &'static str = "Media Transformations";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "input").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Media { .. }")
    }
}
