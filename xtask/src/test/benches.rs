//! The benchmarks are workspaces of their own, which nothing else of these checks sees.

use super::report::{Outcome, quietly, tests};
use super::steps::{TARGET, deny_warnings};
use crate::environment::Environment;
use anyhow::Result;
use std::process::Command;

const PROGRAM: &str = "benches/Cargo.toml";
const WORKERS: &str = "benches/workers/ours/Cargo.toml";

pub(super) fn check(environment: &Environment) -> Result<Outcome> {
    for manifest in [PROGRAM, WORKERS] {
        quietly(
            cargo(environment, "fmt", manifest)
                .args(["--all", "--check", "--", "--color", "never"]),
        )?;
    }
    deny_warnings(locked(&mut cargo(environment, "clippy", PROGRAM)).arg("--all-targets"))?;
    deny_warnings(locked(&mut cargo(environment, "clippy", WORKERS)).args(["--target", TARGET]))?;
    tests(locked(&mut cargo(environment, "test", PROGRAM)))
}

fn cargo(environment: &Environment, command: &str, manifest: &str) -> Command {
    let mut cargo = environment.command("cargo");
    cargo.args([command, "--manifest-path", manifest]);
    cargo
}

/// With the lock files that are kept, in one folder.
fn locked(cargo: &mut Command) -> &mut Command {
    cargo.args(["--locked", "--target-dir", "benches/target"])
}
