//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::implementation::Implementation;
use crate::scenario::Worker;

/// The folder `benches`.
pub(crate) fn benches() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The repository.
pub(crate) fn repository() -> &'static Path {
    benches().parent().unwrap_or(benches())
}

/// The sources of a worker.
pub(crate) fn source(implementation: Implementation, worker: Worker) -> PathBuf {
    let folder = match implementation {
        Implementation::Plain | Implementation::Hono => {
            let file = format!("workers/{}/{}.js", implementation.name(), worker.name());
            return benches().join(file);
        }
        Implementation::Peer => "peer",
        Implementation::Ours | Implementation::Unwind => "ours",
    };
    benches().join("workers").join(folder).join(worker.name())
}

/// Where compilers leave what they make for an implementation.
pub(crate) fn target(implementation: Implementation) -> PathBuf {
    benches().join("target").join(implementation.name())
}

/// The folder of all modules of a worker, `index.js` first among them.
pub(crate) fn modules(implementation: Implementation, worker: Worker) -> PathBuf {
    benches()
        .join("target/run")
        .join(implementation.name())
        .join(worker.name())
}

/// The programs of npm packages.
pub(crate) fn npm_programs() -> PathBuf {
    repository().join("node_modules/.bin")
}

/// The runtime: the pinned one, or the one that Miniflare would be told to take.
pub(crate) fn workerd() -> Result<PathBuf> {
    if let Some(program) = env::var_os("MINIFLARE_WORKERD_PATH") {
        return Ok(program.into());
    }
    let architecture = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "64"
    };
    let system = if cfg!(target_os = "macos") {
        "darwin"
    } else {
        "linux"
    };
    let package = format!("node_modules/@cloudflare/workerd-{system}-{architecture}/bin/workerd");
    let program = repository().join(package);
    let missing = || {
        format!(
            "no runtime at `{}`; run `cargo xtask setup`",
            program.display()
        )
    };
    program
        .exists()
        .then(|| program.clone())
        .with_context(missing)
}
