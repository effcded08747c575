//! Stream: videos that the platform stores, encodes and shows, with captions, downloads and watermarks.
//!
//! A video comes from an [address](Stream::upload), or from a browser that
//! [uploads it without passing by the worker](Stream::create_direct_upload). The platform needs seconds to minutes until it can
//! be watched: [`Details::ready_to_stream`]. What is stored and what is watched is paid for by the minute. To change a single file
//! on its way, without storing it, is another product.
//!
//! The local simulator keeps videos in a file and says at once that they are ready, without looking into them; it shows them as
//! they are at [`Details::preview`]. It has no direct uploads, draws no watermarks and writes empty captions, and its tokens are not signed.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "stream": { "binding": "STREAM" }
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::http::StatusCode;
//! use worker_sdk::stream::Stream;
//! use worker_sdk::{Bindings, Request, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     stream: Stream, // STREAM
//! }
//!
//! async fn watch(request: Request, app: App) -> Result<Response> {
//!     let id = request.query_value("id").unwrap_or_default();
//!     let video = app.stream.video(id);
//!     let details = video.details().await?;
//!     // Whoever has this address may watch it, until the token ends.
//!     let token = video.generate_token().await?;
//!     let address = details.hls_playback_url.replace(&details.id, &token);
//!     Response::redirect(&address, StatusCode::FOUND)
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/stream/manage-video-library/bindings/>.

mod call;
mod captions;
mod details;
mod direct_upload;
mod downloads;
mod error;
mod progress;
mod update;
mod upload;
mod video;
mod videos;
mod watermarks;

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::js;
pub use captions::{Caption, Captions};
pub use details::{Details, PublicDetails, State, Status};
pub use direct_upload::{CreateDirectUpload, DirectUpload};
pub use downloads::{Download, DownloadType, Downloads, VideoDownloads};
pub use error::ErrorKind;
pub use progress::Progress;
pub use update::Update;
pub use upload::Upload;
pub use video::Video;
pub use videos::{Comparison, ListVideos, Videos};
pub use watermarks::{GenerateWatermark, Position, Watermark, Watermarks};

/// Stream, by the binding in `stream`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/stream/manage-video-library/bindings/>.
#[derive(Clone)]
pub struct Stream(JsValue);

impl Stream {
    /// Wraps a JavaScript `StreamBinding`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `StreamBinding`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `StreamBinding`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The video of this id. Nothing is sent yet, so it need not be there.
    pub fn video(&self, id: impl Into<String>) -> Video {
        Video::new(&self.0, id.into())
    }

    /// Has the platform load a video from an address that anybody may read. Nothing is sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(stream: worker_sdk::stream::Stream) -> worker_sdk::Result<()> {
    /// use worker_sdk::stream::State;
    ///
    /// let video = stream.upload("https://example.com/beach.mp4").creator("ada").await?;
    /// assert_eq!(video.status.state, State::Downloading);
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload(&self, url: impl AsRef<str>) -> Upload {
        Upload::new(&self.0, url.as_ref())
    }

    /// An address to which a browser uploads a video that is no longer than `max_duration`, in whole seconds, from one second to
    /// ten hours. Nothing is sent before it is awaited. The local simulator refuses it.
    pub fn create_direct_upload(&self, max_duration: Duration) -> CreateDirectUpload {
        CreateDirectUpload::new(&self.0, max_duration)
    }

    /// All videos of the account.
    #[must_use]
    pub fn videos(&self) -> Videos {
        Videos::new(&self.0)
    }

    /// Pictures that are drawn over videos.
    #[must_use]
    pub fn watermarks(&self) -> Watermarks {
        Watermarks::new(&self.0)
    }
}

impl Binding for Stream {
    const SECTION: &'static str = "stream";
    const EXPECTED: &'static str = "Stream";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "video upload").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream { .. }")
    }
}
