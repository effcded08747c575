//! Random values.

use super::sys;
use crate::error::{Error, Result};
use crate::js;

const RANDOM: &str = "asking for random values";

/// `length` random bytes, good enough for keys.
///
/// # Errors
///
/// Fails outside of an event, where the platform gives none: in `#[event(start)]`.
///
/// # Examples
///
/// ```no_run
/// # fn run() -> worker_sdk::Result<()> {
/// let token = worker_sdk::crypto::hex(&worker_sdk::crypto::random_bytes(16)?);
/// # drop(token);
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/>.
pub fn random_bytes(length: usize) -> Result<Vec<u8>> {
    let values = sys::random_values(length as f64);
    if values.is_undefined() {
        return Err(Error::last_failure(RANDOM));
    }
    Ok(js::bytes_from_js(&values))
}

/// A random UUID, of version 4: `36b8f84d-df4e-4d49-b662-bcde71a8764f`.
///
/// # Errors
///
/// As [`random_bytes`].
///
/// # Examples
///
/// ```no_run
/// # fn run() -> worker_sdk::Result<()> {
/// let id = worker_sdk::crypto::random_uuid()?;
/// assert_eq!(id.len(), 36);
/// # Ok(())
/// # }
/// ```
pub fn random_uuid() -> Result<String> {
    js::string(&sys::random_uuid()).ok_or_else(|| Error::last_failure(RANDOM))
}

/// Whether `a` and `b` are the same, found out in a time that says nothing about where they differ. Their lengths are no
/// secret, and two that are empty are the same: [`Secret::matches`](crate::env::Secret::matches) is not true of an empty
/// secret.
///
/// # Examples
///
/// ```no_run
/// # fn run(token: &str, expected: &str) -> bool {
/// worker_sdk::crypto::timing_safe_equal(token, expected)
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/examples/protect-against-timing-attacks/>.
#[must_use]
pub fn timing_safe_equal(a: impl AsRef<[u8]>, b: impl AsRef<[u8]>) -> bool {
    let (a, b) = (a.as_ref(), b.as_ref());
    a.len() == b.len() && sys::timing_safe_equal(&js::bytes_to_js(a), &js::bytes_to_js(b)) == 1
}
