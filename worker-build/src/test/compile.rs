//! `worker-build test` by hand: cargo compiles, and runs this program for each module of tests.

use crate::sysroot::TARGET;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::process::{Command, ExitCode};

/// Runs `cargo test` with these arguments.
pub(super) fn run(args: &[OsString]) -> Result<ExitCode> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let program = serde_json::Value::from(program.to_string_lossy());
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["test", "--target", TARGET, "--config"])
        .arg(format!("target.{TARGET}.runner=[{program}, \"test\"]"))
        .args(args);
    let status = command.status().context("cannot start `cargo`")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.unwrap_or(super::FAILED).into())
}
