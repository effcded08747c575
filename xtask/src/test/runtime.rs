//! The crates whose tests `worker-build test` runs in the real runtime: those in `tests/runtime`, and examples.

use std::process::Command;

use anyhow::{Result, bail};

use super::crates;
use super::report::{Outcome, quietly, tests};
use super::steps::{TARGET, deny_warnings, packages};
use crate::environment::Environment;

pub(super) fn check(environment: &Environment) -> Result<Outcome> {
    quietly(&mut environment.build_command())?;
    let mut cargo = environment.command("cargo");
    cargo.args(["test", "--no-fail-fast"]);
    cargo.args(["--config", &runner(environment)]);
    tests(select(environment, &mut cargo)?)
}

pub(super) fn clippy(environment: &Environment) -> Result<Outcome> {
    let mut cargo = environment.command("cargo");
    cargo.args(["clippy", "--tests"]);
    deny_warnings(select(environment, &mut cargo)?)
}

fn select<'a>(environment: &Environment, cargo: &'a mut Command) -> Result<&'a mut Command> {
    let mut members = crates::members(environment)?;
    members.retain(crates::Member::has_runtime_tests);
    if members.is_empty() {
        bail!("no crates with tests for the runtime");
    }
    let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
    Ok(packages(cargo.args(["--target", TARGET]), &names))
}

/// The build command itself. What `.cargo/config.toml` says would ask cargo again for each module.
fn runner(environment: &Environment) -> String {
    let tool = environment.build_tool_path();
    let tool = serde_json::Value::from(tool.to_string_lossy());
    format!("target.{TARGET}.runner=[{tool}, \"test\"]")
}
