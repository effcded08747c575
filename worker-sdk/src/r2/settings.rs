//! What an object is stored with, in one piece or in parts.

use super::metadata::{HttpMetadata, SsecKey, StorageClass, custom_to_js};
use crate::js::Options;

#[derive(Default)]
pub(super) struct Settings {
    pub(super) http_metadata: HttpMetadata,
    pub(super) custom_metadata: Vec<(String, String)>,
    pub(super) storage_class: Option<StorageClass>,
    pub(super) ssec_key: Option<SsecKey>,
}

impl Settings {
    pub(super) fn options(&self) -> Options {
        let custom = &self.custom_metadata;
        Options::new()
            .options("httpMetadata", self.http_metadata.options())
            .value(
                "customMetadata",
                (!custom.is_empty()).then(|| custom_to_js(custom)),
            )
            .text(
                "storageClass",
                self.storage_class.as_ref().map(StorageClass::name),
            )
            .bytes("ssecKey", self.ssec_key.as_ref().map(SsecKey::as_bytes))
    }
}

/// The methods of a builder that has `settings`.
macro_rules! setters {
    () => {
        /// The headers to serve the object with. A `&Headers` will do, too: that of the upload.
        pub fn http_metadata(mut self, metadata: impl Into<HttpMetadata>) -> Self {
            self.settings.http_metadata = metadata.into();
            self
        }

        /// The content type to serve the object with.
        pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
            self.settings.http_metadata.content_type = Some(content_type.into());
            self
        }

        /// The `cache-control` header to serve the object with.
        pub fn cache_control(mut self, cache_control: impl Into<String>) -> Self {
            self.settings.http_metadata.cache_control = Some(cache_control.into());
            self
        }

        /// Names and values to keep with the object, at most 8,192 bytes in all.
        pub fn custom_metadata<K, V>(mut self, pairs: impl IntoIterator<Item = (K, V)>) -> Self
        where
            K: Into<String>,
            V: Into<String>,
        {
            let pairs = pairs.into_iter();
            self.settings
                .custom_metadata
                .extend(pairs.map(|(name, value)| (name.into(), value.into())));
            self
        }

        /// How to store the object; otherwise as the bucket says.
        pub fn storage_class(mut self, class: StorageClass) -> Self {
            self.settings.storage_class = Some(class);
            self
        }

        /// Encrypts the object with this key. Whoever reads it has to give the key, too.
        pub fn ssec_key(mut self, key: SsecKey) -> Self {
            self.settings.ssec_key = Some(key);
            self
        }
    };
}

pub(super) use setters;
