//! What building a standard library needs from us.

use crate::diagnostic::Diagnostic;
use crate::process;
use crate::report::Report;
use crate::sysroot::{Host, Rustc, Source};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// The machine that this program runs on.
#[derive(Debug)]
pub(super) struct Machine<'a> {
    /// Where rustup is started: a `rust-toolchain.toml` decides there what it changes.
    pub(super) folder: &'a Path,
    pub(super) report: &'a Report,
}

impl Host for Machine<'_> {
    fn say(&self, about: &str, what: &str) {
        self.report.line(&format!("{about}: {what}"));
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        command
    }

    fn run(&self, command: &mut Command) -> Result<()> {
        process::capture(command).map(drop)
    }

    fn rustup(&self, _: &Rustc, arguments: &[&str]) -> Result<()> {
        self.run(self.command("rustup".as_ref(), self.folder).args(arguments))
    }

    fn other_source(&self, rustc: &Rustc, why: &anyhow::Error) -> Result<Source> {
        let what = format!(
            "no source of the standard library of rustc {}, which one for `panic=unwind` is built from",
            rustc.release
        );
        Err(Diagnostic::new(what)
            .note(format!(
                "`{}` has no `library/std`",
                rustc.source().display()
            ))
            .note(format!("{why:#}"))
            .fix("run `rustup component add rust-src` where the network allows it")
            .fix("a compiler that is not of rustup gets it from where the compiler came from")
            .fix(format!(
                "or leave `--panic-unwind` out: {}",
                super::WITHOUT_UNWINDING
            ))
            .into())
    }
}
