//! Why Artifacts refuses calls.

use crate::error::Error;
use crate::js::{self, words};

words! {
    /// What Artifacts gave as the reason of a failure.
    ///
    /// See <https://developers.cloudflare.com/artifacts/api/errors/>.
    ErrorKind {
        /// There is a repository of that name.
        AlreadyExists = "ALREADY_EXISTS",
        /// There is no such repository, here or at the address that was to be imported.
        NotFound = "NOT_FOUND",
        /// The repository is still being created.
        CreateInProgress = "CREATE_IN_PROGRESS",
        /// The repository is still being imported.
        ImportInProgress = "IMPORT_IN_PROGRESS",
        /// The repository is still being forked.
        ForkInProgress = "FORK_IN_PROGRESS",
        /// An argument is wrong.
        InvalidInput = "INVALID_INPUT",
        /// No repository can have that name.
        InvalidRepoName = "INVALID_REPO_NAME",
        /// A token cannot live that long.
        InvalidTtl = "INVALID_TTL",
        /// There is no Git at the address that was to be imported.
        InvalidUrl = "INVALID_URL",
        /// What was to be imported is not public.
        RemoteAuthRequired = "REMOTE_AUTH_REQUIRED",
        /// The server of what was to be imported does not answer.
        UpstreamUnavailable = "UPSTREAM_UNAVAILABLE",
        /// What was to be imported is too large for the service.
        MemoryLimit = "MEMORY_LIMIT",
        /// Artifacts itself failed.
        InternalError = "INTERNAL_ERROR",
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
    /// use worker_sdk::artifacts::{Artifacts, ErrorKind};
    /// # async fn run(repos: Artifacts) -> worker_sdk::Result<()> {
    ///
    /// match repos.create("starter").await {
    ///     Ok(_) => Ok(()),
    ///     Err(error) if error.artifacts_kind() == Some(ErrorKind::AlreadyExists) => Ok(()),
    ///     Err(error) => Err(error),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn artifacts_kind(&self) -> Option<ErrorKind> {
        let code = js::string_property(self.as_raw()?, "code")?;
        self.artifacts_code().map(|_| code.into())
    }

    /// The number of [that code](Self::artifacts_kind), as the platform's HTTP API has it, such as 10200 for what was not found.
    #[must_use]
    pub fn artifacts_code(&self) -> Option<u32> {
        self.platform_code("numericCode")
    }
}
