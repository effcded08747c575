//! Why Artifacts refuses calls.

use crate::error::Error;
use crate::js;

/// What Artifacts gave as the reason of a failure.
///
/// See <https://developers.cloudflare.com/artifacts/api/errors/>.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// There is a repository of that name.
    AlreadyExists,
    /// There is no such repository, here or at the address that was to be imported.
    NotFound,
    /// The repository is still being created.
    CreateInProgress,
    /// The repository is still being imported.
    ImportInProgress,
    /// The repository is still being forked.
    ForkInProgress,
    /// An argument is wrong.
    InvalidInput,
    /// No repository can have that name.
    InvalidRepoName,
    /// A token cannot live that long.
    InvalidTtl,
    /// There is no Git at the address that was to be imported.
    InvalidUrl,
    /// What was to be imported is not public.
    RemoteAuthRequired,
    /// The server of what was to be imported does not answer.
    UpstreamUnavailable,
    /// What was to be imported is too large for the service.
    MemoryLimit,
    /// Artifacts itself failed.
    InternalError,
    /// Another word of the platform.
    Other(String),
}

impl From<String> for ErrorCode {
    fn from(code: String) -> Self {
        match code.as_str() {
            "ALREADY_EXISTS" => Self::AlreadyExists,
            "NOT_FOUND" => Self::NotFound,
            "CREATE_IN_PROGRESS" => Self::CreateInProgress,
            "IMPORT_IN_PROGRESS" => Self::ImportInProgress,
            "FORK_IN_PROGRESS" => Self::ForkInProgress,
            "INVALID_INPUT" => Self::InvalidInput,
            "INVALID_REPO_NAME" => Self::InvalidRepoName,
            "INVALID_TTL" => Self::InvalidTtl,
            "INVALID_URL" => Self::InvalidUrl,
            "REMOTE_AUTH_REQUIRED" => Self::RemoteAuthRequired,
            "UPSTREAM_UNAVAILABLE" => Self::UpstreamUnavailable,
            "MEMORY_LIMIT" => Self::MemoryLimit,
            "INTERNAL_ERROR" => Self::InternalError,
            _ => Self::Other(code),
        }
    }
}

impl Error {
    /// Why Artifacts refused a call, if it was Artifacts that did; `None` where remote calls carry a name and a
    /// message alone, as they do without the compatibility flag `enhanced_error_serialization`, which a worker has from the
    /// compatibility date 2026-04-21 on.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::artifacts::{Artifacts, ErrorCode};
    /// # async fn run(repos: Artifacts) -> worker_sdk::Result<()> {
    ///
    /// match repos.create("starter").await {
    ///     Ok(_) => Ok(()),
    ///     Err(error) if error.artifacts_code() == Some(ErrorCode::AlreadyExists) => Ok(()),
    ///     Err(error) => Err(error),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn artifacts_code(&self) -> Option<ErrorCode> {
        let code = js::string_property(self.as_raw()?, "code")?;
        self.artifacts_numeric_code().map(|_| code.into())
    }

    /// The number of [that code](Self::artifacts_code), as the platform's HTTP API has it, such as 10200 for what was not found.
    #[must_use]
    pub fn artifacts_numeric_code(&self) -> Option<u32> {
        self.platform_code("numericCode")
    }
}
