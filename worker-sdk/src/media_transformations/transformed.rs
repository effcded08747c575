//! What was made of a video.

use std::fmt;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Error, Result};
use crate::http::{Body, Response};
use crate::js;
use crate::rpc::Stub;

const DOING: &str = "reading transformed media";

/// What was made of a video: [`Output`](super::Output), awaited. It stays at the platform until this is dropped, so each of
/// the methods makes a call.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use worker_sdk::media_transformations::{Media, Mode};
/// # async fn run(media: Media, video: worker_sdk::Body, bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
///
/// let sound = media.input(video).output(Mode::Audio).duration(Duration::from_secs(30)).await?;
/// let content_type = sound.content_type().await?;
/// bucket.put("sound", sound.media().await?).content_type(content_type).await?;
/// # Ok(())
/// # }
/// ```
pub struct Transformed(Stub);

impl Transformed {
    pub(super) fn new(raw: JsValue) -> Self {
        Self(Stub::given(raw))
    }

    /// Its content type, such as `video/mp4`.
    ///
    /// # Errors
    ///
    /// Fails when the platform does, or does not say it.
    pub async fn content_type(&self) -> Result<String> {
        let content_type = self.call("contentType").await?;
        js::string(&content_type).ok_or_else(untyped)
    }

    /// Its bytes.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn media(&self) -> Result<Body> {
        self.call("media").await.map(Body::from_raw)
    }

    /// The result as a response, with its content type.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn response(&self) -> Result<Response> {
        self.call("response").await.map(Response::from_raw)
    }

    async fn call(&self, method: &'static str) -> Result<JsValue> {
        let promise = sys::of_media(self.0.as_raw(), &js::constant(method));
        js::settled(promise, DOING).await
    }
}

fn untyped() -> Error {
    Error::malformed(format!("{DOING} failed: the content type is no text"))
}

impl fmt::Debug for Transformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transformed { .. }")
    }
}
