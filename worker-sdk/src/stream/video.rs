//! One video.

use std::fmt;

use wasm_bindgen::JsValue;

use super::call::{call, without};
use super::{Captions, Details, Downloads, Update};
use crate::error::Result;
use crate::js;

/// A video, by its id: [`Stream::video`](super::Stream::video).
///
/// # Examples
///
/// ```no_run
/// # async fn run(stream: worker_sdk::stream::Stream) -> worker_sdk::Result<()> {
/// use worker_sdk::stream::DownloadType;
///
/// let video = stream.video("6b9e68b07dfee8cc2d116e4c51d6a957");
/// video.update().allowed_origins(["example.com"]).await?;
/// video.captions().generate("en").await?;
/// video.downloads().generate(DownloadType::Default).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Video {
    stream: JsValue,
    id: String,
}

impl Video {
    pub(super) fn new(stream: &JsValue, id: String) -> Self {
        Self {
            stream: stream.clone(),
            id,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is known of it.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such video](super::ErrorKind::NotFound), and when the platform fails.
    pub async fn details(&self) -> Result<Details> {
        self.read("details", [], "reading a video", Details::of)
            .await
    }

    /// Changes what is known of it. Nothing is sent before it is awaited.
    pub fn update(&self) -> Update {
        Update::new(self.clone())
    }

    /// Deletes it and what was made of it.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such video](super::ErrorKind::NotFound), and when the platform fails.
    pub async fn delete(&self) -> Result<()> {
        self.call("delete", [], "deleting a video").await?;
        Ok(())
    }

    /// What stands in place of the id in addresses of a video that [needs a signature](super::Upload::require_signed_urls). It
    /// is signed with a key of the account, and whoever has it may watch the video for an hour. For other times and further
    /// rules, [sign](crate::jwt) with a key of your own.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot sign. Whether there is such a video, only the local simulator asks.
    ///
    /// See <https://developers.cloudflare.com/stream/viewing-videos/securing-your-stream/>.
    pub async fn generate_token(&self) -> Result<String> {
        let token = |answer: &JsValue| js::string(answer).ok_or_else(|| without("a token"));
        self.read("generateToken", [], "signing a video", token)
            .await
    }

    /// Files of it that can be downloaded.
    #[must_use]
    pub fn downloads(&self) -> Downloads {
        Downloads::new(self.clone())
    }

    /// Its captions.
    #[must_use]
    pub fn captions(&self) -> Captions {
        Captions::new(self.clone())
    }

    /// Calls a method and reads its answer.
    pub(super) async fn read<T, const N: usize>(
        &self,
        path: &'static str,
        args: [JsValue; N],
        doing: &'static str,
        read: impl FnOnce(&JsValue) -> Result<T>,
    ) -> Result<T> {
        let answer = self.call(path, args, doing).await?;
        read(&answer).map_err(|error| error.about("video", &self.id))
    }

    pub(super) async fn call<const N: usize>(
        &self,
        path: &'static str,
        args: [JsValue; N],
        doing: &'static str,
    ) -> Result<JsValue> {
        call(&self.stream, Some(&self.id), path, args, doing).await
    }
}

impl fmt::Debug for Video {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Video({:?})", self.id)
    }
}
