//! `cargo xtask setup`: makes a fresh machine ready, and says what it does.
//!
//! A worker needs the wasm32 standard library of exactly this compiler, and the npm packages of the
//! lock file; tests of databases need PostgreSQL. Everything is idempotent and quick when nothing is missing: other commands call it.

mod apt;
mod current;
mod distribution;
mod machine;
mod npm;
mod places;
mod postgres;
mod sources_list;
#[path = "../../../worker-build/src/sysroot/mod.rs"]
#[expect(unreachable_pub, reason = "the build command publishes it")]
mod sysroot;
mod target;
mod toolchain;
mod unwind;

use std::path::Path;

use anyhow::{Result, bail};

use crate::cli::take_flag;
use crate::environment::Environment;
pub(crate) use current::current;

/// What `setup` does beyond what every command needs.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) unwind: bool,
}

pub(crate) fn command(root: &Path, arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.to_vec();
    let unwind = take_flag(&mut arguments, "--unwind");
    let postgres = take_flag(&mut arguments, "--postgres");
    if let Some(unknown) = arguments.first() {
        bail!(
            "`cargo xtask setup` knows no argument `{unknown}`; only `--unwind` and `--postgres`"
        );
    }
    ensure(root, Options { unwind })?;
    postgres::ensure(root, postgres)?;
    say("ready", "run `cargo xtask dev hello` or `cargo xtask test`");
    Ok(())
}

/// Makes the machine ready and returns how programs are started on it.
pub(crate) fn ensure(root: &Path, options: Options) -> Result<Environment> {
    let rustc = toolchain::active(root)?;
    let variables = target::ensure(&rustc)?.variables()?;
    unwind::ensure(&rustc, options.unwind)?;
    npm::ensure(root, "npm packages", &["ci"])?;
    Ok(Environment::new(root, variables))
}

fn say(about: &str, what: &str) {
    println!("setup: {about}: {what}");
}
