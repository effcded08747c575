//! `worker-build test` by hand: cargo compiles, and runs this program for each module of tests.

use crate::sysroot::TARGET;
use anyhow::{Context, Result};
use std::env::{join_paths, split_paths};
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

/// What cargo's configuration calls the runner. As a variable it comes before any file, whether that has a text or a list.
const RUNNER: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER";

/// Runs `cargo test` with these arguments.
pub(super) fn run(args: &[OsString]) -> Result<ExitCode> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["test", "--target", TARGET]).args(args);
    run_by(&mut command, &program)?;
    let status = command.status().context("cannot start `cargo`")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.unwrap_or(super::FAILED).into())
}

/// Makes this program the runner. Cargo splits the variable at each space, so a path that has some goes by `PATH`.
fn run_by(cargo: &mut Command, program: &Path) -> Result<()> {
    let has_space = program.to_string_lossy().contains(char::is_whitespace);
    let mut runner = program.as_os_str().to_owned();
    if has_space && let (Some(folder), Some(name)) = (program.parent(), program.file_name()) {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = [folder.to_owned()].into_iter().chain(split_paths(&path));
        cargo.env("PATH", join_paths(folders).context("cannot add to `PATH`")?);
        runner = name.to_owned();
    }
    runner.push(" test");
    cargo.env(RUNNER, runner);
    Ok(())
}
