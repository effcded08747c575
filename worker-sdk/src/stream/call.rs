//! Calls of the binding, and their parameters.

use wasm_bindgen::JsValue;

use super::error;
use crate::error::{Error, Result};
use crate::js::{self, Place};

/// Calls a method, to which the names in `path` lead, apart by a space: from the video, where there is one.
pub(super) async fn call<const N: usize>(
    stream: &JsValue,
    video: Option<&str>,
    path: &'static str,
    args: [JsValue; N],
    doing: &'static str,
) -> Result<JsValue> {
    let mut place = Place::root(stream.clone());
    if let Some(id) = video {
        place = place.found("video", "video", id);
    }
    let answer = match path.split_once(' ') {
        Some((name, method)) => place.property(name).call(doing, method, args).await,
        None => place.call(doing, path, args).await,
    };
    answer.map_err(error::failed)
}

/// The elements of an answer that is a list.
pub(super) fn list_of<T>(answer: &JsValue, read: impl Fn(&JsValue) -> Result<T>) -> Result<Vec<T>> {
    match answer.is_array() {
        true => js::items(answer).map(|item| read(&item)).collect(),
        false => Err(without("a list")),
    }
}

/// An answer has not what it must have.
#[cold]
pub(super) fn without(what: &'static str) -> Error {
    Error::malformed(format!("Stream answered without {what}"))
}

/// Members that a video has when it is made and later. They are set in `self.params`.
macro_rules! about {
    () => {
        /// The domains whose pages may show it, such as `example.com` or `*.example.com`; an empty list, the default, allows all.
        pub fn allowed_origins<T: AsRef<str>>(self, origins: impl IntoIterator<Item = T>) -> Self {
            let origins = crate::js::list(
                origins
                    .into_iter()
                    .map(|origin| crate::js::text(origin.as_ref())),
            );
            self.set(|options| options.value("allowedOrigins", origins))
        }

        /// Whose it is, in your own words, of 64 characters at most.
        pub fn creator(self, creator: impl AsRef<str>) -> Self {
            self.set(|options| options.text("creator", creator.as_ref()))
        }

        /// What else is known of it: a struct or a map of texts. The dashboard shows the `name` in it.
        ///
        /// # Errors
        ///
        /// The operation fails when JavaScript has no such value.
        #[cfg(feature = "serde")]
        pub fn meta<T: serde::Serialize>(mut self, meta: &T) -> Self {
            self.params = self.params.json("meta", meta);
            self
        }

        /// Whether it is shown only at addresses that have a [token](crate::stream::Video::generate_token) in place of its id;
        /// it is not by default.
        pub fn require_signed_urls(self, require: bool) -> Self {
            self.set(|options| options.flag("requireSignedURLs", require))
        }

        /// When the platform is to delete it, at least 30 days after the upload.
        ///
        /// # Errors
        ///
        /// The operation fails when no calendar has this time.
        pub fn scheduled_deletion(mut self, at: crate::time::Timestamp) -> Self {
            self.params = self.params.time("scheduledDeletion", at);
            self
        }

        /// Where in the video its picture is from: 0.5 is the middle. It is the first frame by default.
        pub fn thumbnail_timestamp_pct(self, part: f64) -> Self {
            self.set(|options| options.number("thumbnailTimestampPct", part))
        }

        fn set(mut self, set: impl FnOnce(crate::js::Options) -> crate::js::Options) -> Self {
            self.params = self.params.set(set);
            self
        }
    };
}
pub(super) use about;
