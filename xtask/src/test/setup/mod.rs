//! `cargo xtask setup` on a machine that lacks the wasm32 target, both ways to get it.
//!
//! The machine is a copy of the active toolchain without the target, in a folder of its own. rustup is
//! the real one; what it talks to is a folder that serves the component, or a closed port.

mod machine;
mod server;

use std::net::TcpListener;

use anyhow::{Result, bail};

use super::report::Outcome;
use crate::environment::Environment;
use machine::Machine;

const TARGET: &str = "wasm32-unknown-unknown";

/// rustup can install the target: nothing is built.
pub(super) fn from_rustup(environment: &Environment) -> Result<Outcome> {
    on_a_machine(environment, "rustup", |machine| {
        let server = server::serve_target(machine)?;
        let said = machine.setup(&format!("file://{}", server.display()))?;
        expect(&said, "wasm32 target: installed by rustup")?;
        machine.compiles()
    })
}

/// rustup can install nothing: the library is built from the distribution's source.
pub(super) fn from_source(environment: &Environment) -> Result<Outcome> {
    on_a_machine(environment, "source", |machine| {
        let nowhere = format!("http://127.0.0.1:{}", closed_port()?);
        let said = machine.setup(&nowhere)?;
        expect(&said, "wasm32 target: rustup could not install it")?;
        expect(&said, "standard library: built in")?;
        expect(&machine.setup(&nowhere)?, "wasm32 target: present\n")?;
        machine.compiles()
    })
}

fn on_a_machine(
    environment: &Environment,
    name: &str,
    scenario: impl Fn(&Machine) -> Result<()>,
) -> Result<Outcome> {
    let folder = environment.root().join("target/xtask-setup");
    let machine = Machine::without_target(environment, &folder.join(name), &folder.join("cache"))?;
    scenario(&machine)?;
    machine.remove()?;
    Ok(Outcome::Passed)
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
