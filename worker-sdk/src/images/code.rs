//! Why Images refuses calls.

use crate::error::Error;

impl Error {
    /// The code with which Images refused a call, such as 9412 for what is not an image, or 9520 for a format that it does
    /// not know.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(images: worker_sdk::images::Images, upload: worker_sdk::Body) -> worker_sdk::Result<bool> {
    /// match images.info(upload).await {
    ///     Ok(_) => Ok(true),
    ///     Err(error) if error.images_code() == Some(9412) => Ok(false),
    ///     Err(error) => Err(error),
    /// }
    /// # }
    /// ```
    ///
    /// Errors of [hosted images](crate::images::Hosted) may have none.
    ///
    /// See <https://developers.cloudflare.com/images/reference/troubleshooting/>.
    #[must_use]
    pub fn images_code(&self) -> Option<u32> {
        self.platform_code("code")
    }
}
