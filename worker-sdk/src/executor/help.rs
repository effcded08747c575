//! What to use instead of parts of `std` and `tokio` that panic on this target.
//!
//! Only with debug assertions, as in development and in tests: a release has no bytes to spare for it.

use std::borrow::Cow;

/// What the messages of their panics begin with.
const HELP: [(&str, &str); 6] = [
    (
        "time not implemented on this platform",
        "use `Instant` of `worker_sdk::time` or `worker_sdk::now`, and `worker_sdk::sleep` for tokio's; `std` has no clock here",
    ),
    (
        "can't sleep",
        "use `worker_sdk::sleep(…).await`; there is no thread that could sleep",
    ),
    (
        "failed to spawn thread",
        "use `worker_sdk::spawn` with a future; there is only one thread",
    ),
    (
        "there is no reactor running",
        "use `spawn`, `sleep`, `timeout` and `interval` of `worker_sdk`; tokio's runtime does not run here",
    ),
    (
        "cannot recursively acquire mutex",
        "drop the guard before an `.await`, or use `tokio::sync::Mutex`; the only thread cannot wait for itself",
    ),
    (
        "condvar wait not supported",
        "use a channel of futures; the only thread cannot wait for itself",
    ),
];

/// The message of a panic, with what to use instead if that is known.
pub(super) fn with_help(message: &str) -> Cow<'_, str> {
    let said = message.strip_prefix("assertion `left == right` failed: ");
    let said = said.unwrap_or(message);
    let mut known = HELP.iter();
    match known.find(|(start, _)| said.starts_with(start)) {
        Some((_, help)) => format!("{message}\n  help: {help}").into(),
        None => message.into(),
    }
}
