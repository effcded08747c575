//! `cargo xtask setup` on a machine that lacks the wasm32 target, both ways to get it.
//!
//! The machine is a copy of the active toolchain without the target, in a folder of its own. rustup is
//! the real one; what it talks to is a folder that serves the component, or a closed port.

mod machine;
mod server;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Where;
use super::report::{Outcome, quietly};
use crate::environment::Environment;
use machine::Machine;

const TARGET: &str = "wasm32-unknown-unknown";

/// rustup can install the target: nothing is built.
pub(super) fn from_rustup(environment: &Environment, place: Where) -> Result<Outcome> {
    once(environment, place, "rustup", |machine| {
        let server = server::serve_target(machine)?;
        let said = machine.setup(&format!("file://{}", server.display()))?;
        expect(&said, "wasm32 target: installed by rustup")?;
        machine.compiles()
    })
}

/// rustup can install nothing: the library is built from the distribution's source.
pub(super) fn from_source(environment: &Environment, place: Where) -> Result<Outcome> {
    once(environment, place, "source", |machine| {
        let nowhere = format!("http://127.0.0.1:{}", closed_port()?);
        let said = machine.setup(&nowhere)?;
        expect(&said, "wasm32 target: rustup could not install it")?;
        expect(&said, "standard library: built in")?;
        expect(&machine.setup(&nowhere)?, "wasm32 target: present\n")?;
        machine.compiles()
    })
}

/// Runs `scenario` unless the same compiler and the same code have passed it here before.
fn once(
    environment: &Environment,
    place: Where,
    name: &str,
    scenario: impl Fn(&Machine) -> Result<()>,
) -> Result<Outcome> {
    let folder = environment.root().join("target/xtask-setup");
    let stamp = folder.join(format!("{name}-passed"));
    let now = fingerprint(environment)?;
    if place == Where::Here && fs::read_to_string(&stamp).is_ok_and(|passed| passed == now) {
        return Ok(Outcome::NotNeeded("unchanged since it passed"));
    }
    let machine = Machine::without_target(environment, &folder.join(name), &folder.join("cache"))?;
    scenario(&machine)?;
    machine.remove()?;
    fs::write(stamp, now)?;
    Ok(Outcome::Passed)
}

/// The compiler and all files that have a part in `setup`.
fn fingerprint(environment: &Environment) -> Result<String> {
    let mut text = quietly(environment.command("rustc").arg("-vV"))?;
    let root = environment.root();
    for folder in ["xtask/src/setup", "xtask/src/test/setup"] {
        for file in files(&root.join(folder))? {
            text += &fs::read_to_string(&file)
                .with_context(|| format!("cannot read `{}`", file.display()))?;
        }
    }
    Ok(text)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    let mut files: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}

/// A port that nobody listens on: it was free a moment ago.
fn closed_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?.port())
}

fn expect(said: &str, wanted: &str) -> Result<()> {
    if !said.contains(wanted) {
        bail!("setup did not say `{}`, but:\n{said}", wanted.trim_end());
    }
    Ok(())
}
