//! Why Media Transformations refuses calls.

use crate::error::Error;

impl Error {
    /// The code with which Media Transformations refused a call, such as 9401 for a wrong option, 9402 for a video that is too
    /// large, or 9412 for what is no video. Other products have codes, too, so ask it of errors of this one alone.
    ///
    /// `None` where remote calls carry a name and a message alone, as they do without the compatibility flag
    /// `enhanced_error_serialization`, which a worker has from the compatibility date 2026-04-21 on.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::media_transformations::{Media, Mode};
    /// # async fn run(media: Media, upload: worker_sdk::Body) -> worker_sdk::Result<()> {
    ///
    /// match media.input(upload).output(Mode::Frame).response().await {
    ///     Ok(picture) => drop(picture),
    ///     Err(error) => worker_sdk::console_warn!("{error} ({:?})", error.media_code()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/stream/transform-videos/troubleshooting/>.
    #[must_use]
    pub fn media_code(&self) -> Option<u32> {
        self.platform_code("code")
    }
}
