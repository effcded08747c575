//! Each feature of the library compiles alone: one that needs another says so in the manifest.
//!
//! Each of these runs of the compiler uses one core, so they have a folder of their own and go on beside other steps.

use anyhow::{Context, Result};

use super::crates;
use super::report::{Outcome, quietly};
use crate::environment::Environment;

const TARGET: &str = "wasm32-unknown-unknown";

pub(super) fn check(environment: &Environment) -> Result<Outcome> {
    let members = crates::members(environment)?;
    let library = members
        .into_iter()
        .find(|member| member.name == "worker-sdk")
        .context("no crate `worker-sdk` in the workspace")?;
    let none = String::new();
    for feature in std::iter::once(&none).chain(&library.features) {
        let mut cargo = environment.command("cargo");
        cargo
            .args(["clippy", "--package", "worker-sdk", "--target", TARGET])
            .args(["--no-default-features", "--features", feature])
            .args(["--target-dir", "target/features", "--", "-D", "warnings"]);
        quietly(&mut cargo)
            .with_context(|| format!("feature `{feature}` does not compile alone"))?;
    }
    Ok(Outcome::Passed)
}
