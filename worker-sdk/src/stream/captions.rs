//! Captions of a video.

use std::fmt;

use wasm_bindgen::JsValue;

use super::call::{list_of, without};
use super::{Progress, Video};
use crate::error::Result;
use crate::http::Body;
use crate::js;

/// The captions of a video: [`Video::captions`]. A language is a tag of BCP 47, such as `en` or `pt-BR`, and each has one
/// file.
///
/// See <https://developers.cloudflare.com/stream/edit-videos/adding-captions/>.
#[derive(Clone)]
pub struct Captions(Video);

/// What is known of captions in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caption {
    /// The tag of the language.
    pub language: String,
    /// The label that viewers see.
    pub label: String,
    /// Whether the platform wrote them.
    pub generated: bool,
    /// How far that is; `None` where the platform does not say.
    pub status: Option<Progress>,
}

impl Captions {
    pub(super) fn new(video: Video) -> Self {
        Self(video)
    }

    /// Stores captions: a file of WebVTT with 10 MB at most, in place of an earlier one of the language.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already, when there is [no such video](super::ErrorKind::NotFound), when the platform knows
    /// no such language or the file is none, and when the platform fails. The local simulator takes any file.
    pub async fn upload(
        &self,
        language: impl AsRef<str>,
        captions: impl Into<Body>,
    ) -> Result<Caption> {
        let args = [
            js::text(language.as_ref()),
            captions.into().into_readable()?,
        ];
        let doing = "uploading captions";
        self.0
            .read("captions upload", args, doing, Caption::of)
            .await
    }

    /// Has the platform write captions of what is said, which takes as long as the video may be. They are of the language that
    /// is spoken.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such video](super::ErrorKind::NotFound), when it is too long, has no sound or cannot be watched
    /// yet, when it has captions of the language already, when the platform does not understand it, and when it fails.
    pub async fn generate(&self, language: impl AsRef<str>) -> Result<Caption> {
        let args = [js::text(language.as_ref())];
        let doing = "generating captions";
        self.0
            .read("captions generate", args, doing, Caption::of)
            .await
    }

    /// All captions.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such video](super::ErrorKind::NotFound), and when the platform fails.
    pub async fn list(&self) -> Result<Vec<Caption>> {
        self.listed([]).await
    }

    /// Captions of one language. Where there are none, the local simulator gives an empty list, and the platform may say that
    /// they were [not found](super::ErrorKind::NotFound).
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn list_language(&self, language: impl AsRef<str>) -> Result<Vec<Caption>> {
        self.listed([js::text(language.as_ref())]).await
    }

    /// Deletes captions.
    ///
    /// # Errors
    ///
    /// Fails when there are [no such captions or there is no such video](super::ErrorKind::NotFound), and when the platform
    /// fails.
    pub async fn delete(&self, language: impl AsRef<str>) -> Result<()> {
        let args = [js::text(language.as_ref())];
        let doing = "deleting captions";
        self.0.call("captions delete", args, doing).await?;
        Ok(())
    }

    async fn listed<const N: usize>(&self, args: [JsValue; N]) -> Result<Vec<Caption>> {
        let doing = "listing captions";
        let captions = |answer: &JsValue| list_of(answer, Caption::of);
        self.0.read("captions list", args, doing, captions).await
    }
}

impl Caption {
    fn of(answer: &JsValue) -> Result<Self> {
        Self::from_js(answer).ok_or_else(|| without("the language of captions"))
    }

    fn from_js(caption: &JsValue) -> Option<Self> {
        let text = |name| js::string_property(caption, name);
        Some(Self {
            language: text("language")?,
            label: text("label").unwrap_or_default(),
            generated: js::property(caption, "generated").is_truthy(),
            status: text("status").map(Progress::from),
        })
    }
}

impl fmt::Debug for Captions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Captions").field(&self.0).finish()
    }
}
