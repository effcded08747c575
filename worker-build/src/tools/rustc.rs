//! Facts about the compiler that cargo will use.

use crate::diagnostic::Diagnostic;
use crate::process;
pub(crate) use crate::sysroot::Rustc;
use crate::sysroot::TARGET;
use anyhow::{Context, Result};
use cargo_platform::Cfg;
use std::path::Path;
use std::process::Command;

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
        Rustc::parse(&sysroot, &self.0).ok_or_else(|| not_a_compiler(&self.0).into())
    }
}

fn not_a_compiler(said: &str) -> Diagnostic {
    Diagnostic::new("what `rustc -vV` says is not what a Rust compiler says of itself")
        .note(format!("it says: {said}"))
        .fix("install Rust, see <https://rustup.rs>, or correct `RUSTC`")
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
