//! Which part of the platform an error is of.

use crate::error::Error;
use crate::js;

/// Which part of the platform refused a call of AI, by the name of the error: [`Error::ai_kind`].
///
/// Errors of [models](crate::ai::Run) have [a code](Error::ai_code) as well.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::ai::ErrorKind;
/// # async fn run(docs: worker_sdk::ai_search::Instance) -> worker_sdk::Result<bool> {
///
/// match docs.info().await {
///     Ok(_) => Ok(true),
///     Err(error) if error.ai_kind() == Some(ErrorKind::SearchNotFound) => Ok(false),
///     Err(error) => Err(error),
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// `InferenceUpstreamError`, or `AiError` as models say it: a model refused the inputs, or failed.
    InferenceUpstream,
    /// `AiInternalError`: Workers AI refused the call, or failed.
    AiInternal,
    /// `AiGatewayInternalError`: AI Gateway refused the call, or failed.
    GatewayInternal,
    /// `AiGatewayLogNotFound`: there is no such log.
    GatewayLogNotFound,
    /// `AiSearchInternalError`: AI Search refused the call, or failed.
    SearchInternal,
    /// `AiSearchNotFoundError`: there is no such instance, item or job.
    SearchNotFound,
    /// `AutoRAGInternalError`: AI Search under its older name refused the call, or failed.
    AutoRagInternal,
    /// `AutoRAGNotFoundError`: there is no such instance.
    AutoRagNotFound,
    /// `AutoRAGUnauthorizedError`: the worker may not use the instance.
    AutoRagUnauthorized,
    /// `AutoRAGNameNotSetError`: a call needs the name of an instance.
    AutoRagNameNotSet,
}

impl ErrorKind {
    /// The name stands before the message. Names stand before that, too, when it came through other workers.
    fn in_text(text: &str) -> Option<Self> {
        let names = text.split(": ").take_while(|part| is_name(part));
        names.filter_map(Self::named).last()
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "InferenceUpstreamError" | "AiError" => Self::InferenceUpstream,
            "AiInternalError" => Self::AiInternal,
            "AiGatewayInternalError" => Self::GatewayInternal,
            "AiGatewayLogNotFound" => Self::GatewayLogNotFound,
            "AiSearchInternalError" => Self::SearchInternal,
            "AiSearchNotFoundError" => Self::SearchNotFound,
            "AutoRAGInternalError" => Self::AutoRagInternal,
            "AutoRAGNotFoundError" => Self::AutoRagNotFound,
            "AutoRAGUnauthorizedError" => Self::AutoRagUnauthorized,
            "AutoRAGNameNotSetError" => Self::AutoRagNameNotSet,
            _ => return None,
        })
    }
}

impl Error {
    /// Which part of the platform refused a call of AI; `None` if the error has another origin.
    #[must_use]
    pub fn ai_kind(&self) -> Option<ErrorKind> {
        ErrorKind::in_text(&js::described(self.as_raw()?))
    }
}

fn is_name(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::ErrorKind;

    #[test]
    fn names_stand_before_messages() {
        let cases = [
            (
                "AiSearchNotFoundError: no such instance",
                Some(ErrorKind::SearchNotFound),
            ),
            (
                "Error: AiSearchInternalError: oops",
                Some(ErrorKind::SearchInternal),
            ),
            (
                "AutoRAGNameNotSetError: AutoRAG name not defined",
                Some(ErrorKind::AutoRagNameNotSet),
            ),
            (
                "Error: InferenceUpstreamError: 3040: busy",
                Some(ErrorKind::InferenceUpstream),
            ),
            (
                "AiError: 3046: Request timeout",
                Some(ErrorKind::InferenceUpstream),
            ),
            (
                "AiError: AiError: Request timeout",
                Some(ErrorKind::InferenceUpstream),
            ),
            (
                "InferenceUpstreamError: AiError: 3040: Capacity",
                Some(ErrorKind::InferenceUpstream),
            ),
            ("Error: it said AiInternalError: x", None),
            ("TypeError: oops", None),
            ("AiInternalError", Some(ErrorKind::AiInternal)),
            ("", None),
        ];
        for (text, kind) in cases {
            assert_eq!(ErrorKind::in_text(text), kind, "{text}");
        }
    }
}
