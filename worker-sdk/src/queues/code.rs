//! Why Queues refuses messages.

use crate::error::{Error, Kind};

impl Error {
    /// The code with which Queues refused messages, such as 10251 when the queue is full, or 10252 when it was switched off;
    /// `None` for errors of anything else, and with compatibility dates before 2026-03-12 without the flag
    /// `queue_expose_error_codes`.
    ///
    /// What callers decide on has questions of its own: [`is_too_large`](Error::is_too_large),
    /// [`is_overloaded`](Error::is_overloaded), also of a full queue, and [`is_rate_limited`](Error::is_rate_limited), also
    /// when all that is free was used.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(orders: worker_sdk::queues::Producer) -> worker_sdk::Result<bool> {
    /// match orders.send(&42).await {
    ///     Ok(_) => Ok(true),
    ///     Err(error) if error.queues_code() == Some(10_252) => Ok(false),
    ///     Err(error) => Err(error),
    /// }
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/queues/reference/error-codes/>.
    #[must_use]
    pub fn queues_code(&self) -> Option<u32> {
        let is_known = |code: &u32| matches!(code, 10_100..=10_299 | 15_000..=15_999);
        self.code_at_end().filter(is_known)
    }
}

/// `error` with its kind.
pub(super) fn judged(error: Error) -> Error {
    let kind = match error.queues_code() {
        Some(code) => kind_of(code),
        None => kind_in(&error.to_string()),
    };
    match kind {
        Kind::Other => error,
        kind => error.with_kind(kind),
    }
}

fn kind_of(code: u32) -> Kind {
    match code {
        // The connection was lost on the way.
        10_201 => Kind::Retryable,
        // A message, a batch in bytes, and in messages.
        10_204..=10_206 => Kind::TooLarge,
        // Too much at once, and too much that waits.
        10_250 | 10_251 => Kind::Overloaded,
        // All that is free was used.
        10_253 => Kind::RateLimited,
        _ => Kind::Other,
    }
}

/// Without a code, the platform has the reason of its answer in the message: `Queue send failed: Payload Too Large`.
fn kind_in(message: &str) -> Kind {
    match message.split_once("Queue send") {
        Some((_, reason)) if reason.contains("Too Large") => Kind::TooLarge,
        Some((_, reason)) if reason.contains("Too Many Requests") => Kind::RateLimited,
        Some((_, reason)) if reason.contains("overloaded") => Kind::Overloaded,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_an_answer_is_in_its_message() {
        let cases = [
            (
                "sending to a queue failed: Error: Queue send failed: Payload Too Large",
                Kind::TooLarge,
            ),
            (
                "Error: Queue sendBatch failed: Too Many Requests",
                Kind::RateLimited,
            ),
            (
                "Error: Queue sendBatch failed: Queue is overloaded. Please back off.",
                Kind::Overloaded,
            ),
            (
                "Error: Queue sendBatch failed: Internal Server Error",
                Kind::Other,
            ),
            ("nothing of the kind: Too Large", Kind::Other),
        ];
        for (message, kind) in cases {
            assert_eq!(kind_in(message), kind, "{message}");
        }
    }
}
