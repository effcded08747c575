//! Why R2 refuses calls.

use crate::error::Error;

/// What R2 gave as the reason of a failure.
///
/// See <https://developers.cloudflare.com/r2/api/error-codes/>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// R2 itself failed (10001): the error [is retryable](Error::is_retryable).
    InternalError,
    /// The bucket does not exist (10006).
    NoSuchBucket,
    /// There is no object of that key (10007).
    NoSuchKey,
    /// A part of a multipart upload that is not its last has less than 5 MiB (10011).
    EntityTooSmall,
    /// The metadata is larger than R2 allows (10012): the error [is too large](Error::is_too_large).
    MetadataTooLarge,
    /// The key is not allowed (10020).
    InvalidObjectName,
    /// A listing was to have no or more than 1,000 objects in a page (10022).
    InvalidMaxKeys,
    /// The multipart upload does not exist: its id is wrong, or it was completed or aborted (10024).
    NoSuchUpload,
    /// A part was not uploaded, or its etag is another one (10025).
    InvalidPart,
    /// An argument is wrong or missing (10029).
    InvalidArgument,
    /// A condition did not hold (10031). `get` and `put` say this in their result.
    PreconditionFailed,
    /// The content does not have the checksum that was given (10037).
    BadDigest,
    /// The object has nothing in the range (10039).
    InvalidRange,
    /// R2 cannot be reached for the moment (10043): the error [is retryable](Error::is_retryable), after a while.
    ServiceUnavailable,
    /// The parts of a multipart upload do not fit together: all but the last must have one size (10048).
    BadUpload,
    /// Too many calls at once for one object (10058): the error [is rate-limited](Error::is_rate_limited).
    TooManyRequests,
    /// A [rule of the bucket](https://developers.cloudflare.com/r2/buckets/bucket-locks/) keeps the object as it is for
    /// some time (10069): it can be neither replaced nor deleted.
    ObjectLocked,
    /// The object is larger than R2 allows (100100): the error [is too large](Error::is_too_large).
    EntityTooLarge,
    /// Another code.
    Other(u32),
}

impl From<u32> for ErrorKind {
    fn from(code: u32) -> Self {
        match code {
            10_001 => Self::InternalError,
            10_006 => Self::NoSuchBucket,
            10_007 => Self::NoSuchKey,
            10_011 => Self::EntityTooSmall,
            10_012 => Self::MetadataTooLarge,
            10_020 => Self::InvalidObjectName,
            10_022 => Self::InvalidMaxKeys,
            10_024 => Self::NoSuchUpload,
            10_025 => Self::InvalidPart,
            10_029 => Self::InvalidArgument,
            10_031 => Self::PreconditionFailed,
            10_037 => Self::BadDigest,
            10_039 => Self::InvalidRange,
            10_043 => Self::ServiceUnavailable,
            10_048 => Self::BadUpload,
            10_058 => Self::TooManyRequests,
            10_069 => Self::ObjectLocked,
            100_100 => Self::EntityTooLarge,
            other => Self::Other(other),
        }
    }
}

impl Error {
    /// Why R2 refused a call, if it was R2 that did.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::r2::{Bucket, ErrorKind};
    /// # async fn run(bucket: Bucket) -> worker_sdk::Result<()> {
    /// match bucket.get("video").range(1 << 40..).await {
    ///     Err(error) if error.r2_kind() == Some(ErrorKind::InvalidRange) => Ok(()),
    ///     other => other.map(drop),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn r2_kind(&self) -> Option<ErrorKind> {
        self.r2_code().map(ErrorKind::from)
    }

    /// The number with which R2 refused a call, such as 10007 for what was not found.
    #[must_use]
    pub fn r2_code(&self) -> Option<u32> {
        self.code_at_end()
    }
}
