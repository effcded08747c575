//! `cargo xtask docs`: the documentation of the published crates.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::environment::Environment;
use crate::{process, setup};

pub(crate) fn command(root: &Path, arguments: &[String]) -> Result<()> {
    let environment = setup::ensure(root, setup::Options::default())?;
    process::run(rustdoc(&environment).args(arguments))
}

/// Builds the documentation of the published crates; a warning is a failure.
pub(crate) fn rustdoc(environment: &Environment) -> Command {
    let mut command = environment.command("cargo");
    command
        .args(["doc", "--no-deps", "--all-features"])
        .args(["--package", "worker-sdk", "--package", "worker-macros"])
        .args(["--package", "worker-e2e"])
        .env("RUSTDOCFLAGS", "-Dwarnings");
    command
}
