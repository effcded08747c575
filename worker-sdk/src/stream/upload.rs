//! Uploads from an address.

use wasm_bindgen::JsValue;

use super::Details;
use super::call::{about, call};
use crate::error::Result;
use crate::js::{self, Checked, awaited};

/// Has the platform load a video: [`Stream::upload`](super::Stream::upload). Nothing is sent before it is awaited. Its end is not
/// waited for: whether the video could be loaded and encoded, [`Details::status`] says later.
///
/// # Errors
///
/// Fails when the address cannot be read or is none, when the file has more than 30 GB, when the account has no room left,
/// prepares 120 videos already or made too many calls, and when the platform fails; [`Error::stream_kind`] says which of it.
/// The local simulator loads the whole file first, and takes any.
///
/// [`Error::stream_kind`]: crate::Error::stream_kind
#[must_use = "nothing is uploaded until it is awaited"]
pub struct Upload {
    stream: JsValue,
    url: JsValue,
    params: Checked,
}

impl Upload {
    pub(super) fn new(stream: &JsValue, url: &str) -> Self {
        Self {
            stream: stream.clone(),
            url: js::text(url),
            params: Checked::new(),
        }
    }

    about!();

    /// What is drawn over it, by the id of a [`Watermark`](super::Watermark). It cannot be taken away later.
    pub fn watermark_id(self, id: impl AsRef<str>) -> Self {
        self.set(|options| options.text("watermarkId", id.as_ref()))
    }

    async fn send(self) -> Result<Details> {
        let args = [self.url, self.params.into_object()?];
        let video = call(&self.stream, None, "upload", args, "uploading a video").await?;
        Details::of(&video)
    }
}

awaited!(Upload => Details);
