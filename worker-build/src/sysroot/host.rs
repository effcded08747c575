//! Who builds a standard library.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::{Rustc, Source};

/// What the build command and the commands of its repository do differently when they build a standard library.
pub trait Host {
    /// Says in one line what is done, or was found.
    fn say(&self, about: &str, what: &str);

    /// A program to start in `folder`.
    fn command(&self, program: &Path, folder: &Path) -> Command;

    /// Runs a program to its end.
    ///
    /// # Errors
    ///
    /// Fails with the whole command and what it printed when it cannot be started or does not succeed.
    fn run(&self, command: &mut Command) -> Result<()>;

    /// Lets rustup change the toolchain of this compiler.
    ///
    /// # Errors
    ///
    /// Fails with the cause when it cannot be started or does not succeed.
    fn rustup(&self, rustc: &Rustc, arguments: &[&str]) -> Result<()>;

    /// The source of the standard library when the compiler has none and rustup did not install it, for this reason.
    ///
    /// # Errors
    ///
    /// Fails with what to do when there is none.
    fn other_source(&self, rustc: &Rustc, why: &anyhow::Error) -> Result<Source>;
}
