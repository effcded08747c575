//! Why Stream refuses calls.

use wasm_bindgen::JsValue;

use crate::error::{Error, Kind};
use crate::http::StatusCode;
use crate::js::{self, words};

words! {
    /// Why Stream refused a call: [`Error::stream_kind`].
    ///
    /// See <https://developers.cloudflare.com/stream/manage-video-library/bindings/#error-handling>.
    ErrorKind {
        /// The platform failed.
        Internal = "InternalError",
        /// What was given for the call is impossible.
        BadRequest = "BadRequestError",
        /// There is no such video, caption, download or watermark.
        NotFound = "NotFoundError",
        /// The account may not do so.
        Forbidden = "ForbiddenError",
        /// There were too many calls, or too many videos are being prepared; the error
        /// [is rate limited](Error::is_rate_limited), too.
        RateLimited = "RateLimitedError",
        /// The account has no room left for more minutes of video.
        QuotaReached = "QuotaReachedError",
        /// The video has too many bytes; the error [is too large](Error::is_too_large), too.
        MaxFileSize = "MaxFileSizeError",
        /// Nothing can be loaded from the address.
        InvalidUrl = "InvalidURLError",
        /// Something was uploaded to this address already.
        AlreadyUploaded = "AlreadyUploadedError",
        /// The account has as many watermarks as it may.
        TooManyWatermarks = "TooManyWatermarksError",
        /// What has no kind of its own, such as captions of a video without sound.
        Stream = "StreamError",
    }
}

impl Error {
    /// Why Stream refused a call; `None` when it did not. Other products have errors of the same names, so ask it of those of
    /// Stream alone.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::stream::{Details, ErrorKind, Stream};
    /// # async fn run(stream: Stream, id: &str) -> worker_sdk::Result<Option<Details>> {
    ///
    /// match stream.video(id).details().await {
    ///     Ok(details) => Ok(Some(details)),
    ///     Err(error) if error.stream_kind() == Some(ErrorKind::NotFound) => Ok(None),
    ///     Err(error) => Err(error),
    /// }
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/stream/manage-video-library/bindings/#error-handling>.
    #[must_use]
    pub fn stream_kind(&self) -> Option<ErrorKind> {
        let thrown = self.as_raw()?;
        let name = js::name(thrown);
        known(&name)
            .or_else(|| known_in(&js::string_property(thrown, "message")?))
            .or_else(|| known_in(&js::string_property(thrown, "stack")?))
            .or_else(|| status_of(thrown).map(|_| ErrorKind::Other(name)))
    }

    /// The number with which Stream refused a call; `None` where remote calls carry a name and a message
    /// alone, as they do before the compatibility date 2026-04-21.
    #[must_use]
    pub fn stream_code(&self) -> Option<u32> {
        let thrown = self.as_raw()?;
        status_of(thrown)?;
        let code = js::number(&js::property(thrown, "code"))?;
        Some(code as u32)
    }

    /// The status of the refusal at Stream's API; `None` where [`stream_code`](Self::stream_code) is.
    #[must_use]
    pub fn stream_status(&self) -> Option<StatusCode> {
        status_of(self.as_raw()?)
    }
}

/// Errors of other products have none.
fn status_of(thrown: &JsValue) -> Option<StatusCode> {
    let status = js::number(&js::property(thrown, "statusCode"))?;
    StatusCode::from_u16(status as u16).ok()
}

fn known(name: &str) -> Option<ErrorKind> {
    let kind = ErrorKind::from(name.to_owned());
    Some(kind).filter(|kind| !matches!(kind, ErrorKind::Other(_)))
}

/// Before the compatibility date 2026-04-21, the platform writes the name of an error of another worker before its message.
/// Where this worker alone is newer, as with the local simulator, only the stack has the name.
fn known_in(text: &str) -> Option<ErrorKind> {
    let mut parts = text.lines().next()?.split(": ");
    known(parts.find(|part| *part != "Error")?)
}

/// What a failed call is for those who decide what to do.
pub(super) fn failed(error: Error) -> Error {
    match error.stream_kind() {
        Some(ErrorKind::RateLimited) => error.with_kind(Kind::RateLimited),
        Some(ErrorKind::MaxFileSize) => error.with_kind(Kind::TooLarge),
        _ => error,
    }
}
