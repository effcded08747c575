//! Why K2 refuses records.

use crate::error::{Error, Kind};

/// The records together, and one of them.
const TOO_LARGE: [u32; 2] = [10_206, 10_207];

/// What k2.js calls errors of K2.
const NAME: &str = "K2Error";

pub(super) fn with_kind(error: Error) -> Error {
    match error.k2_code() {
        Some(code) if TOO_LARGE.contains(&code) => error.with_kind(Kind::TooLarge),
        _ => error,
    }
}

impl Error {
    /// The code with which K2 refused records, such as 10200 for a stream that does not exist or takes none of workers, or 10212
    /// when they may have been written all the same; `None` for errors of anything else.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(orders: worker_sdk::k2::Producer) -> worker_sdk::Result<()> {
    /// match orders.send(["order 42"]).await {
    ///     // Nothing was written.
    ///     Err(error) if error.is_retryable() => orders.send(["order 42"]).await,
    ///     Err(error) => {
    ///         worker_sdk::console_error!("{error} ({:?})", error.k2_code());
    ///         Err(error)
    ///     }
    ///     Ok(()) => Ok(()),
    /// }
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/k2/features/produce/#handle-errors>.
    #[must_use]
    pub fn k2_code(&self) -> Option<u32> {
        self.is_named(NAME).then(|| self.platform_code("code"))?
    }
}
