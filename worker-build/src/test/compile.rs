//! `worker-build test` by hand: cargo compiles, and runs this program for each module of tests.

use crate::sysroot::TARGET;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::process::{Command, ExitCode};

/// What cargo's configuration calls the runner. As a variable it comes before any file, whether that has a text or a list.
const RUNNER: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER";

/// Runs `cargo test` with these arguments.
pub(super) fn run(args: &[OsString]) -> Result<ExitCode> {
    let mut runner = std::env::current_exe()
        .context("cannot find this program")?
        .into_os_string();
    runner.push(" test");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["test", "--target", TARGET])
        .args(args)
        .env(RUNNER, runner);
    let status = command.status().context("cannot start `cargo`")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.unwrap_or(super::FAILED).into())
}
