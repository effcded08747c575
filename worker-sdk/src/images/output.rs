//! The image that results.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{Format, sys};
use crate::error::{Error, Result};
use crate::http::{Body, IntoResponse, Response};
use crate::js::{self, Options, awaited};

/// The image that results: [`Transformer::output`](super::Transformer::output). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when a body was read already, when one is not an image, when the platform does not know a format or refuses a
/// change, and when it fails; [`Error::images_code`] says which of it. Of what is not an image, older local
/// simulators make an empty one.
#[must_use = "nothing is done before this is awaited"]
pub struct Output {
    images: JsValue,
    image: Result<JsValue>,
    options: Options,
}

impl Output {
    pub(super) fn new(images: JsValue, image: Result<JsValue>, format: Format) -> Self {
        Self {
            images,
            image,
            options: Options::new().value("format", format.into_js()),
        }
    }

    /// How well it is kept when it is compressed, from 1 to 100; for JPEG, WebP and AVIF. The local simulator leaves it out.
    pub fn quality(mut self, percent: u8) -> Self {
        self.options = self.options.number("quality", f64::from(percent));
        self
    }

    /// The colour behind what is transparent, as in CSS. The local simulator leaves it out.
    pub fn background(mut self, color: impl AsRef<str>) -> Self {
        self.options = self.options.text("background", color.as_ref());
        self
    }

    /// Whether an animation stays one, which it does by default. The local simulator leaves it out.
    pub fn anim(mut self, anim: bool) -> Self {
        self.options = self.options.flag("anim", anim);
        self
    }

    async fn send(self) -> Result<Transformed> {
        let image = self.image?;
        let promise = sys::output(&self.images, &image, &self.options.into_js());
        drop(image);
        let result = js::settled(promise, "changing an image").await?;
        Ok(Transformed(result))
    }
}

awaited!(Output => Transformed);

/// An image that was changed. It is a response, and a body for R2, the cache or anything else.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::images::{Format, Images, Transform};
/// # async fn run(images: Images, photo: worker_sdk::Body, bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
///
/// let small = images.input(photo).transform(Transform::new().width(200)).output(Format::Webp).await?;
/// let content_type = small.content_type()?;
/// bucket.put("small", small.into_body()?).content_type(content_type).await?;
/// # Ok(())
/// # }
/// ```
pub struct Transformed(JsValue);

impl Transformed {
    /// Its content type, such as `image/webp`.
    ///
    /// # Errors
    ///
    /// Fails when the platform has not said it.
    pub fn content_type(&self) -> Result<String> {
        let content_type = self.call("contentType", Options::new())?;
        Ok(js::string(&content_type).unwrap_or_default())
    }

    /// Its bytes.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub fn into_body(self) -> Result<Body> {
        self.call("image", Options::new()).map(Body::from_raw)
    }

    /// Its bytes as base64, for instance for an address that begins with `data:`.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub fn into_base64(self) -> Result<Body> {
        let options = Options::new().value("encoding", js::constant("base64"));
        self.call("image", options).map(Body::from_raw)
    }

    fn call(&self, method: &'static str, options: Options) -> Result<JsValue> {
        let result = sys::of_result(&self.0, &js::constant(method), &options.into_js());
        match result.is_undefined() {
            true => Err(Error::last_failure("reading a changed image")),
            false => Ok(result),
        }
    }
}

impl IntoResponse for Transformed {
    fn into_response(self) -> Result<Response> {
        self.call("response", Options::new())
            .map(Response::from_raw)
    }
}

impl fmt::Debug for Transformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transformed { .. }")
    }
}
