//! Images that the platform stores and serves.

mod details;
mod direct_upload;
mod list;
mod signed_url;
mod update;
mod upload;

use std::fmt;

use wasm_bindgen::JsValue;

use super::{Source, sys};
use crate::error::Result;
use crate::http::Body;
use crate::js;
pub use details::Details;
pub use direct_upload::{CreateDirectUpload, DirectUpload};
pub use list::{List, Page};
pub use signed_url::SignedUrl;
pub use update::Update;
pub use upload::Upload;

/// Members of an image, when it is stored and later.
macro_rules! about {
    () => {
        /// Whether it is served only at addresses that are [signed](crate::images::HostedImage::signed_url); it is not by default. The
        /// platform does not do so for images with an id of their own.
        pub fn require_signed_urls(self, require: bool) -> Self {
            self.set(|options| options.flag("requireSignedURLs", require))
        }

        /// Whose it is, in your own words. Listings can ask for the images of one creator.
        pub fn creator(self, creator: impl AsRef<str>) -> Self {
            self.set(|options| options.text("creator", creator.as_ref()))
        }

        /// What else is known of it, a struct or a map, with 1024 bytes of JSON at most.
        ///
        /// # Errors
        ///
        /// The operation fails when JavaScript has no such value.
        #[cfg(feature = "serde")]
        pub fn metadata<T: serde::Serialize>(mut self, metadata: &T) -> Self {
            self.options = self.options.json("metadata", metadata);
            self
        }

        fn set(mut self, set: impl FnOnce(Checked) -> Checked) -> Self {
            self.options = set(self.options);
            self
        }
    };
}
use about;

/// The images that the platform stores and serves: [`Images::hosted`](super::Images::hosted).
///
/// # Examples
///
/// ```no_run
/// # async fn run(images: worker_sdk::images::Images, photo: worker_sdk::Body) -> worker_sdk::Result<()> {
/// let hosted = images.hosted();
/// let photo = hosted.upload(photo).id("holidays/1").filename("beach.jpg").await?;
/// hosted.image(photo.id).delete().await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/images/>.
#[derive(Clone)]
pub struct Hosted(JsValue);

impl Hosted {
    pub(super) fn new(images: &JsValue) -> Self {
        Self(images.clone())
    }

    /// The image of this id. Nothing is sent yet, so it need not be there.
    pub fn image(&self, id: impl Into<String>) -> HostedImage {
        HostedImage {
            images: self.0.clone(),
            id: id.into(),
        }
    }

    /// Stores an image. Nothing is sent before it is awaited.
    pub fn upload(&self, image: impl Into<Source>) -> Upload {
        Upload::new(&self.0, image.into())
    }

    /// Lists images. Nothing is sent before it is awaited.
    pub fn list(&self) -> List {
        List::new(&self.0)
    }

    /// An address to which a browser uploads an image without passing by the worker. Nothing is sent before it is awaited.
    /// Older local simulators have none.
    pub fn create_direct_upload(&self) -> CreateDirectUpload {
        CreateDirectUpload::new(&self.0)
    }
}

/// A stored image, by its id: [`Hosted::image`].
#[derive(Clone)]
pub struct HostedImage {
    images: JsValue,
    id: String,
}

impl HostedImage {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is known of it; `None` when there is no such image.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn details(&self) -> Result<Option<Details>> {
        let details = self.call("details", &JsValue::UNDEFINED).await?;
        Ok(Details::from_js(&details))
    }

    /// Its bytes, as they were uploaded; `None` when there is no such image.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn body(&self) -> Result<Option<Body>> {
        let stream = self.call("bytes", &JsValue::UNDEFINED).await?;
        let is_there = !stream.is_null() && !stream.is_undefined();
        Ok(is_there.then(|| Body::from_raw(stream)))
    }

    /// Changes what is known of it. Nothing is sent before it is awaited.
    pub fn update(&self) -> Update {
        Update::new(self.clone())
    }

    /// Deletes it; false when there was no such image.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn delete(&self) -> Result<bool> {
        let deleted = self.call("delete", &JsValue::UNDEFINED).await?;
        Ok(deleted.is_truthy())
    }

    /// An address at which it is served in one of its variants, for images that are
    /// [served only so](Upload::require_signed_urls). Nothing is sent before it is awaited. Older local simulators have
    /// none.
    pub fn signed_url(&self, variant: impl AsRef<str>) -> SignedUrl {
        SignedUrl::new(self.clone(), variant.as_ref())
    }

    async fn call(&self, method: &'static str, options: &JsValue) -> Result<JsValue> {
        let (id, method) = (js::text(&self.id), js::constant(method));
        let promise = sys::of_image(&self.images, &id, &method, options);
        let result = js::settled(promise, "using a hosted image").await;
        result.map_err(|error| error.about("image", &self.id))
    }
}

impl fmt::Debug for Hosted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hosted { .. }")
    }
}

impl fmt::Debug for HostedImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HostedImage({:?})", self.id)
    }
}
