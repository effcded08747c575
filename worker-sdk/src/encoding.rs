//! Text in encodings other than UTF-8, decoded by the platform.
//!
//! What is UTF-8 needs none of this: `read_text` of requests and responses, and the types of Rust. A stream is decoded by
//! [`Transform::decode`](crate::streams::Transform::decode), and text that comes in pieces by a [`TextDecoder`].

mod decoder;

use crate::error::Result;

pub use decoder::TextDecoder;

/// Bytes of an older encoding, such as `"windows-1252"` or `"shift_jis"`, as text. What is malformed is replaced by
/// `U+FFFD`, and a byte order mark is removed.
///
/// # Errors
///
/// Fails when the runtime does not know the encoding.
///
/// # Examples
///
/// ```no_run
/// # async fn run(response: worker_sdk::Response) -> worker_sdk::Result<String> {
/// worker_sdk::encoding::decode("windows-1252", response.read_bytes().await?)
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/encoding/>.
pub fn decode(encoding: &str, bytes: impl AsRef<[u8]>) -> Result<String> {
    TextDecoder::of(encoding, 0)?.decode(bytes)
}

/// As [`decode`], but malformed text is an error.
///
/// # Errors
///
/// As [`decode`], and for bytes that are not text of the encoding.
pub fn decode_strictly(encoding: &str, bytes: impl AsRef<[u8]>) -> Result<String> {
    TextDecoder::of(encoding, 1)?.decode(bytes)
}

/// The encoding that a label stands for, as in the `charset` of a content type: `windows-1252` for `latin1`. `None` when
/// the runtime does not know it.
#[must_use]
pub fn name(label: &str) -> Option<String> {
    TextDecoder::new(label).ok().map(|it| it.encoding())
}
