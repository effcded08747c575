//! Uploads that do not go through the worker.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::{about, sys};
use crate::error::{Error, Result};
use crate::js::{self, Checked, awaited};

/// Makes an address for one upload: [`Hosted::create_direct_upload`](super::Hosted::create_direct_upload). Nothing is sent
/// before it is awaited.
///
/// # Errors
///
/// Fails when there is an image of that id, when the platform fails, and where it is older than this method.
///
/// # Examples
///
/// ```no_run
/// # use std::time::Duration;
/// # async fn run(images: worker_sdk::images::Images) -> worker_sdk::Result<String> {
/// let upload = images.hosted().create_direct_upload().expires_in(Duration::from_secs(600)).await?;
/// let form = format!(r#"<form action="{}" method="post" enctype="multipart/form-data">"#, upload.upload_url);
/// # Ok(form)
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/images/upload-images/direct-creator-upload/>.
#[must_use = "nothing is made until it is awaited"]
pub struct CreateDirectUpload {
    images: JsValue,
    options: Checked,
}

/// Where a browser uploads an image, with `POST` and a form of several parts that has the `file`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DirectUpload {
    /// The id that the image will have.
    pub id: String,
    /// The address, for one upload.
    pub upload_url: String,
}

impl CreateDirectUpload {
    pub(super) fn new(images: &JsValue) -> Self {
        Self {
            images: images.clone(),
            options: Checked::new(),
        }
    }

    /// The id of the image, which is a part of its address; a random one by default. It has up to 1024 letters, digits, `-`, `_`
    /// and `/`, none of these at its ends, and is not a UUID.
    pub fn id(self, id: impl AsRef<str>) -> Self {
        self.set(|options| options.text("id", id.as_ref()))
    }

    /// How long the address can be used, in whole seconds, from two minutes to six hours; half an hour without this.
    pub fn expires_in(self, time: Duration) -> Self {
        self.set(|options| options.number("expiresIn", time.as_secs() as f64))
    }

    about!();

    async fn send(self) -> Result<DirectUpload> {
        let options = self.options.into_js()?;
        let promise = sys::direct_upload(&self.images, &options);
        let made = js::settled(promise, "making an address for an upload").await?;
        let text = |name| js::string_property(&made, name);
        match (text("id"), text("uploadURL")) {
            (Some(id), Some(upload_url)) => Ok(DirectUpload { id, upload_url }),
            _ => Err(Error::malformed(
                "Images answered without an address for an upload",
            )),
        }
    }
}

awaited!(CreateDirectUpload => DirectUpload);
