//! Why Workers AI refuses calls.

use crate::error::{Error, Kind};

impl Error {
    /// The code with which Workers AI refused a call, such as 5007 for a model that there is not, or 3006 for a request that
    /// is too large. What callers decide on has questions of its own: [`is_rate_limited`](Error::is_rate_limited) when all
    /// that is free on this day was used, or no machine has time; [`is_timeout`](Error::is_timeout);
    /// [`is_too_large`](Error::is_too_large). Which part of the platform it was, [`ErrorKind`](crate::ai::ErrorKind) says.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::ai::{Chat, Completion};
    /// # async fn run(ai: worker_sdk::ai::Ai, chat: Chat) -> worker_sdk::Result<Option<Completion>> {
    ///
    /// match ai.run("@cf/meta/llama-3.3-70b-instruct-fp8-fast", &chat).await {
    ///     Err(error) if error.is_rate_limited() => Ok(None),
    ///     Err(error) if error.ai_code() == Some(5007) => Err(worker_sdk::Error::new("the model is gone")),
    ///     other => other.map(Some),
    /// }
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workers-ai/platform/errors/>.
    #[must_use]
    pub fn ai_code(&self) -> Option<u32> {
        self.as_raw()?;
        code_of(&self.message())
    }
}

/// The platform gives it as text alone: `5007: No such model`. Names of errors stand before that when it came through
/// other workers.
fn code_of(message: &str) -> Option<u32> {
    let (before, _) = message.rsplit_once(": ")?;
    let code = before.split(": ").find_map(|part| part.parse().ok());
    code.filter(|code| (1000..100_000).contains(code))
}

/// What a failed call is for those who decide what to do.
pub(super) fn failed(error: Error) -> Error {
    match error.ai_code() {
        Some(3006) => error.with_kind(Kind::TooLarge),
        Some(3007 | 3046) => error.with_kind(Kind::Timeout),
        Some(3036 | 3040 | 4006) => error.with_kind(Kind::RateLimited),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::code_of;

    #[test]
    fn codes_stand_at_the_beginning_of_messages() {
        let cases = [
            ("5007: No such model @cf/x or task", Some(5007)),
            ("3040: Capacity temporarily exceeded", Some(3040)),
            ("AiError: 3046: Request timeout", Some(3046)),
            ("InferenceUpstreamError: 3040: Capacity", Some(3040)),
            (
                "Error: InferenceUpstreamError: 10000: no token",
                Some(10_000),
            ),
            ("5007", None),
            ("nothing: 5007", None),
            ("x5007: no", None),
            ("-1: no", None),
            ("404: no", None),
            ("123456: no", None),
        ];
        for (message, code) in cases {
            assert_eq!(code_of(message), code, "{message}");
        }
    }
}
