//! Work behind the answers.

use super::{kit, sys};
use crate::error::Result;
use crate::js;

/// Waits for everything that the test and the crate's own worker have left to `wait_until`.
///
/// It is waited for at the end of each test anyway, for two seconds; call this to look at its effects.
///
/// # Errors
///
/// Fails with what the first of it failed with.
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
/// async fn counts_visits_behind_the_answer() -> Result<()> {
///     test::fetch("/").await?;
///     test::settled().await?;
///     assert!(test::logs().iter().any(|log| log.text == "counted"));
///     Ok(())
/// }
/// # }
/// ```
pub async fn settled() -> Result<()> {
    js::settled(sys::settled(&kit()), "work left to `wait_until`").await?;
    Ok(())
}
