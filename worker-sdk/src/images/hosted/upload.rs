//! Storing images.

use wasm_bindgen::JsValue;

use super::{Details, Source, about, sys};
use crate::error::Result;
use crate::js::{self, Checked, awaited};

/// Stores an image: [`Hosted::upload`](super::Hosted::upload). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the body was read already, when it is not an image or larger than
/// [the platform takes](https://developers.cloudflare.com/images/upload-images/), when there is an image of that id, and
/// when the platform fails. The local simulator takes everything, and overwrites.
#[must_use = "nothing is stored until it is awaited"]
pub struct Upload {
    images: JsValue,
    source: Source,
    options: Checked,
}

impl Upload {
    pub(super) fn new(images: &JsValue, source: Source) -> Self {
        Self {
            images: images.clone(),
            source,
            options: Checked::new(),
        }
    }

    /// The id of the image, which is a part of its address; a random one by default. It has up to 1024 letters, digits, `-`, `_`
    /// and `/`, none of these at its ends, and is not a UUID.
    pub fn id(self, id: impl AsRef<str>) -> Self {
        self.set(|options| options.text("id", id.as_ref()))
    }

    /// The name of its file.
    pub fn filename(self, filename: impl AsRef<str>) -> Self {
        self.set(|options| options.text("filename", filename.as_ref()))
    }

    about!();

    async fn send(self) -> Result<Details> {
        let options = self.options.into_js()?;
        let source = self.source.into_js()?;
        let promise = sys::upload(&self.images, &source, &options);
        drop(source);
        let details = js::settled(promise, "storing an image").await?;
        Details::of_stored(&details)
    }
}

awaited!(Upload => Details);
