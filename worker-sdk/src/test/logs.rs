//! What was written to the console.

use super::{kit, sys};
use crate::js;

/// What the test and the crate's own worker have written to the console so far, oldest first.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::{Result, test};
///
/// #[worker_sdk::test]
/// async fn warns_of_old_clients() -> Result<()> {
///     test::fetch("/v1/users").await?;
///     assert!(test::logs().iter().any(|log| log.level == "warn" && log.text.contains("v1")));
///     Ok(())
/// }
/// # }
/// ```
#[must_use]
#[track_caller]
pub fn logs() -> Vec<Log> {
    let text = |value| js::string(&value).unwrap_or_default();
    js::items(&sys::logs(&kit()))
        .map(|log| Log {
            level: text(js::property(&log, "level")),
            text: text(js::property(&log, "text")),
        })
        .collect()
}

/// One call of the console.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Log {
    /// The method: `debug`, `log`, `info`, `warn` or `error`.
    pub level: String,
    /// What it was called with, as the console shows it.
    pub text: String,
}
