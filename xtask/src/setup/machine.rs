//! What building a standard library needs from us.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::sysroot::{Host, Rustc, Source};
use super::{distribution, say};
use crate::environment::outside;
use crate::process;

/// rustup retries a dead connection for longer than one wants to wait.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// The machine that this program runs on.
#[derive(Debug)]
pub(super) struct Machine;

impl Host for Machine {
    fn say(&self, about: &str, what: &str) {
        say(about, what);
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        outside(program, folder)
    }

    fn run(&self, command: &mut Command) -> Result<()> {
        process::output(command).map(drop)
    }

    fn rustup(&self, rustc: &Rustc, arguments: &[&str]) -> Result<()> {
        let mut rustup = outside("rustup", &rustc.sysroot);
        let captured = process::captured(rustup.args(arguments), Some(RUSTUP_LIMIT))?;
        if !captured.success {
            bail!("{}", cause(&captured.output));
        }
        Ok(())
    }

    fn other_source(&self, rustc: &Rustc, why: &anyhow::Error) -> Result<Source> {
        let found =
            format!("rustup could not install it ({why}); looking for the distribution's package");
        say("rust-src", &found);
        distribution::source(rustc)
    }
}

/// The innermost cause in the last line of what rustup said.
fn cause(output: &str) -> &str {
    let mut lines = output.lines().rev().map(str::trim);
    let last = lines.find(|line| !line.is_empty());
    let last = last.unwrap_or("it said nothing");
    last.rsplit(": ").next().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_the_end_of_the_last_line() {
        let said = "info: downloading\nerror: download failed: (http://a.example): refused (os error 111)\n\n";
        assert_eq!(cause(said), "refused (os error 111)");
        assert_eq!(cause(""), "it said nothing");
    }
}
