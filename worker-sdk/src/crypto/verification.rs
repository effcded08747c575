//! What a check of a signature found.

/// What [`verify_hmac`](super::verify_hmac) and [`Key::verify`](super::Key::verify) found. A signature that is wrong is no error,
/// so it has to be asked: `?` alone would let everybody in.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::crypto::Key;
/// # async fn run(key: Key, signature: &[u8], message: &str) -> worker_sdk::Result<()> {
/// let signature = key.verify(signature, message).await?;
/// if !signature.is_valid() {
///     return Err(worker_sdk::Error::new("somebody else wrote this"));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a wrong signature is no error; ask `is_valid`"]
pub struct Verification(pub(super) bool);

impl Verification {
    /// Whether the signature is one of the data.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        self.0
    }
}
