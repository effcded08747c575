//! Downloads of a video.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{Progress, Video};
use crate::error::Result;
use crate::js::{self, choices};

/// Files of a video that can be downloaded: [`Video::downloads`].
///
/// # Examples
///
/// ```no_run
/// # async fn run(video: worker_sdk::stream::Video) -> worker_sdk::Result<()> {
/// use worker_sdk::stream::DownloadType;
///
/// let downloads = video.downloads().generate(DownloadType::Audio).await?;
/// let url = downloads.audio.and_then(|audio| audio.url);
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/stream/viewing-videos/download-videos/>.
#[derive(Clone)]
pub struct Downloads(Video);

choices! {
    /// What is downloaded.
    DownloadType {
        /// The video, as MP4.
        Default = "default",
        /// Its sound alone, as M4A.
        Audio = "audio",
    }
}

/// The downloads that a video has.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct VideoDownloads {
    /// The video, where it was asked for.
    pub default: Option<Download>,
    /// Its sound alone, where it was asked for.
    pub audio: Option<Download>,
}

/// A file that can be downloaded, or will be.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Download {
    /// How far it is.
    pub status: Progress,
    /// How much of it is made, of 100.
    pub percent_complete: f64,
    /// Its address; the local simulator has none.
    pub url: Option<String>,
}

impl Downloads {
    pub(super) fn new(video: Video) -> Self {
        Self(video)
    }

    /// Has the platform make a file, and gives all that there are.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such video](super::ErrorKind::NotFound), when it is longer than four hours or cannot be watched
    /// yet, and when the platform fails.
    pub async fn generate(&self, download: DownloadType) -> Result<VideoDownloads> {
        let args = [download.into_js()];
        self.answered("downloads generate", args, "generating a download")
            .await
    }

    /// The files that there are.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such video](super::ErrorKind::NotFound), and when the platform fails.
    pub async fn get(&self) -> Result<VideoDownloads> {
        self.answered("downloads get", [], "reading downloads")
            .await
    }

    /// Deletes a file.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such file or no such video](super::ErrorKind::NotFound), and when the platform fails.
    pub async fn delete(&self, download: DownloadType) -> Result<()> {
        let args = [download.into_js()];
        let doing = "deleting a download";
        self.0.call("downloads delete", args, doing).await?;
        Ok(())
    }

    async fn answered<const N: usize>(
        &self,
        path: &'static str,
        args: [JsValue; N],
        doing: &'static str,
    ) -> Result<VideoDownloads> {
        let answer = self.0.call(path, args, doing).await?;
        let download = |name| Download::from_js(&js::property(&answer, name));
        Ok(VideoDownloads {
            default: download("default"),
            audio: download("audio"),
        })
    }
}

impl Download {
    fn from_js(download: &JsValue) -> Option<Self> {
        Some(Self {
            status: Progress::from(js::string_property(download, "status")?),
            percent_complete: js::number(&js::property(download, "percentComplete"))
                .unwrap_or_default(),
            url: js::string_property(download, "url"),
        })
    }
}

impl fmt::Debug for Downloads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Downloads").field(&self.0).finish()
    }
}
