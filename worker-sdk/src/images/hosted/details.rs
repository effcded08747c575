//! What is known of a stored image.

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::js;
use crate::time::Timestamp;

/// What is known of a stored image.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Details {
    /// Its id.
    pub id: String,
    /// The name of its file.
    pub filename: Option<String>,
    /// When it was uploaded.
    pub uploaded: Option<Timestamp>,
    /// Whether it is served only at addresses that are signed.
    pub requires_signed_urls: bool,
    /// The addresses at which it is served; older local simulators have names of variants.
    pub variants: Vec<String>,
    /// Whether it is yet to be uploaded.
    pub is_draft: bool,
    /// Whose it is.
    pub creator: Option<String>,
    #[cfg_attr(
        not(feature = "serde"),
        allow(dead_code, reason = "nothing else reads it")
    )]
    metadata: JsValue,
}

impl Details {
    /// What else is known of it; `None` where nothing is.
    ///
    /// # Errors
    ///
    /// Fails when it is not a `T`; the error [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(photo: worker_sdk::images::Details) -> worker_sdk::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Photo {
    ///     place: Option<String>,
    /// }
    ///
    /// let place = photo.metadata::<Photo>()?.and_then(|photo| photo.place);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "serde")]
    pub fn metadata<T: serde::de::DeserializeOwned>(&self) -> Result<Option<T>> {
        if self.metadata.is_undefined() || self.metadata.is_null() {
            return Ok(None);
        }
        let of = format!("the metadata of the image `{}`", self.id);
        js::codec::from_js_of(&self.metadata, &of).map(Some)
    }

    /// `None` when it is not an object with an id.
    pub(super) fn from_js(details: &JsValue) -> Option<Self> {
        let is_true = |name| js::property(details, name).is_truthy();
        Some(Self {
            id: js::string_property(details, "id")?,
            filename: js::string_property(details, "filename"),
            uploaded: js::time_property(details, "uploaded"),
            requires_signed_urls: is_true("requireSignedURLs"),
            variants: js::list_to_strings(&js::property(details, "variants")),
            is_draft: is_true("draft"),
            creator: js::string_property(details, "creator"),
            metadata: js::property(details, "meta"),
        })
    }

    /// Of an image that is there.
    pub(super) fn of_stored(details: &JsValue) -> Result<Self> {
        Self::from_js(details)
            .ok_or_else(|| crate::Error::malformed("Images answered without the id of an image"))
    }
}
