//! Calls of the binding, and their parameters.

use wasm_bindgen::JsValue;

use super::{error, sys};
use crate::error::{Error, Result};
use crate::http::Body;
use crate::js::{self, Options};
use crate::time::Timestamp;

/// Calls a method, to which the names in `path` lead, apart by spaces: from the video, where there is one.
pub(super) async fn call(
    stream: &JsValue,
    video: Option<&str>,
    path: &'static str,
    args: impl IntoIterator<Item = JsValue>,
    doing: &'static str,
) -> Result<JsValue> {
    let id = video.map_or(JsValue::UNDEFINED, js::text);
    let promise = sys::call(stream, &id, &js::constant(path), &js::list(args));
    let answer = js::settled(promise, doing).await;
    answer.map_err(error::failed)
}

/// A body as the binding takes it.
pub(super) fn readable(body: Body) -> Result<JsValue> {
    Ok(sys::as_stream(&body.into_js()?))
}

/// The elements of an answer that is a list.
pub(super) fn list_of<T>(answer: &JsValue, read: impl Fn(&JsValue) -> Option<T>) -> Vec<T> {
    js::items(answer).filter_map(|item| read(&item)).collect()
}

/// What was given for a call; the first that is impossible is what is wrong with it.
pub(super) struct Params(Result<Options>);

impl Params {
    pub(super) const fn new() -> Self {
        Self(Ok(Options::new()))
    }

    pub(super) fn set(self, set: impl FnOnce(Options) -> Options) -> Self {
        Self(self.0.map(set))
    }

    pub(super) fn time(self, name: &'static str, time: Timestamp) -> Self {
        self.try_set(|options| match time.to_iso_string() {
            Some(text) => Ok(options.text(name, text.as_str())),
            None => Err(Error::saying(format!(
                "`{name}` is a time that no calendar has; look at where it was made"
            ))),
        })
    }

    pub(super) fn try_set(self, set: impl FnOnce(Options) -> Result<Options>) -> Self {
        Self(self.0.and_then(set))
    }

    pub(super) fn into_js(self) -> Result<JsValue> {
        self.0.map(Options::into_js)
    }
}

/// Members that a video has when it is made and later. They are set in `self.params`.
macro_rules! about {
    () => {
        /// The domains whose pages may show it, such as `example.com` or `*.example.com`; all of them when there are none, and without this.
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
            self.params = self
                .params
                .try_set(|options| Ok(options.value("meta", crate::js::codec::to_js(meta)?)));
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

/// Operations that are sent when they are awaited.
macro_rules! operation {
    ($type:ident: $output:ty) => {
        impl std::future::IntoFuture for $type {
            type Output = crate::error::Result<$output>;
            type IntoFuture =
                std::pin::Pin<Box<dyn std::future::Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), " { .. }"))
            }
        }
    };
}
pub(super) use operation;
