//! Workers of the `worker` crate, built by its own tool with the helpers that it would use.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::{run, search_path};
use crate::implementation::Implementation;
use crate::paths;
use crate::scenario::Worker;

const TOOL_VERSION: &str = "0.8.7";
const LOCK_FILE: &str = "workers/peer/Cargo.lock";

/// The tool's command; `profile` is `--release` or `--dev`.
pub(crate) fn command(worker: Worker, profile: &str, target: &Path) -> Result<Command> {
    let mut command = Command::new(installed("worker-build", "worker-build", TOOL_VERSION)?);
    command
        .arg(profile)
        .current_dir(paths::source(Implementation::Peer, worker))
        .env("CARGO_TARGET_DIR", target)
        .env(
            "WASM_BINDGEN_BIN",
            installed("wasm-bindgen-cli", "wasm-bindgen", &bindgen_version()?)?,
        )
        .env("ESBUILD_BIN", paths::npm_programs().join("esbuild"))
        .env("WASM_OPT_BIN", paths::npm_programs().join("wasm-opt"))
        .env("PATH", search_path()?);
    Ok(command)
}

/// A program of a crate, installed below `target` when it is asked for the first time.
fn installed(package: &str, program: &str, version: &str) -> Result<PathBuf> {
    let tools = paths::benches().join("target/tools");
    let root = tools.join(format!("{package}-{version}"));
    let path = root.join("bin").join(program);
    if !path.exists() {
        eprintln!("installing {package} {version}, which takes minutes");
        let mut install = Command::new("cargo");
        install
            .args(["install", package, "--version", version, "--root"])
            .arg(&root)
            .arg("--target-dir")
            .arg(tools.join("build"));
        run(&mut install)?;
    }
    Ok(path)
}

/// The version of wasm-bindgen that the workers are linked with; the program has to be the same.
fn bindgen_version() -> Result<String> {
    let file = paths::benches().join(LOCK_FILE);
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read `{}`", file.display()))?;
    let mut lines = text
        .lines()
        .skip_while(|line| *line != "name = \"wasm-bindgen\"");
    let version = lines
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \""));
    let version = version.and_then(|version| version.strip_suffix('"'));
    version
        .map(str::to_owned)
        .with_context(|| format!("no `wasm-bindgen` in `{}`", file.display()))
}
