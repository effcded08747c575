//! Workers of this SDK.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::search_path;
use crate::implementation::Implementation;
use crate::paths;
use crate::scenario::Worker;

/// The build command; `profile` is `--release` or `--dev`.
pub(crate) fn command(
    implementation: Implementation,
    worker: Worker,
    profile: &str,
    target: &Path,
) -> Result<Command> {
    let panics = match implementation {
        Implementation::Unwind => "--panic-unwind",
        _ => "--no-panic-unwind",
    };
    let mut command = Command::new(tool()?);
    command
        .args([profile, panics, "--out-dir"])
        .arg(output(implementation, worker))
        .current_dir(paths::source(implementation, worker))
        .env("CARGO_TARGET_DIR", target)
        .env("PATH", search_path()?);
    Ok(command)
}

/// Where the build command publishes.
pub(crate) fn output(implementation: Implementation, worker: Worker) -> PathBuf {
    paths::benches()
        .join("target/built")
        .join(implementation.name())
        .join(worker.name())
}

fn tool() -> Result<PathBuf> {
    if let Some(tool) = std::env::var_os("WORKER_BUILD_BIN") {
        return Ok(tool.into());
    }
    let tool = paths::repository().join("target/debug/worker-build");
    let missing = || {
        format!(
            "no build command at `{}`; run `cargo build -p worker-build`",
            tool.display()
        )
    };
    tool.exists().then(|| tool.clone()).with_context(missing)
}
