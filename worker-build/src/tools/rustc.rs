//! Facts about the compiler that cargo will use.

use crate::process;
use crate::sysroot::TARGET;
use anyhow::{Context, Result};
use cargo_platform::Cfg;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Debug)]
pub(crate) struct Rustc {
    pub(crate) release: String,
    pub(crate) commit_hash: String,
    pub(crate) sysroot: PathBuf,
}

/// What the compiler says of itself.
///
/// It is asked for before anything else is: a toolchain manager may install the compiler then, and two that do so at once
/// are in each other's way.
pub(crate) struct Version(String);

impl Version {
    /// Asks the compiler; `folder` decides which one a toolchain manager starts.
    pub(crate) fn ask(folder: &Path) -> Result<Self> {
        process::text(command(folder).arg("-vV")).map(Self)
    }

    /// Asks for what else there is to know.
    pub(crate) fn rustc(&self, folder: &Path) -> Result<Rustc> {
        let sysroot = process::text(command(folder).args(["--print", "sysroot"]))?;
        Ok(Rustc {
            release: field(&self.0, "release"),
            commit_hash: field(&self.0, "commit-hash"),
            sysroot: sysroot.into(),
        })
    }
}

/// What `cfg` of the target is.
pub(crate) fn cfg(folder: &Path) -> Result<Vec<Cfg>> {
    let said = process::text(command(folder).args(["--print", "cfg", "--target", TARGET]))?;
    let parsed = said.lines().map(|line| {
        line.parse()
            .with_context(|| format!("cannot read what `rustc --print cfg` says: {line}"))
    });
    parsed.collect()
}

fn command(folder: &Path) -> Command {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.current_dir(folder);
    command
}

fn field(version: &str, name: &str) -> String {
    let values = version.lines().filter_map(|line| line.split_once(": "));
    let mut named = values.filter(|(key, _)| *key == name);
    named
        .next()
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default()
}
