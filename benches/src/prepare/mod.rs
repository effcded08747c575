//! Builds the workers and lays their modules out for the runtime.

mod ours;
mod peer;
mod stage;

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::implementation::Implementation;
use crate::options::Options;
use crate::paths;
use crate::scenario::Worker;

pub(crate) fn all(options: &Options) -> Result<()> {
    if !options.build {
        return Ok(());
    }
    for &implementation in &options.implementations {
        for worker in Worker::ALL {
            eprintln!("building {} for `{implementation}`", worker.name());
            let built = build(implementation, worker)?;
            stage::worker(&built, &paths::modules(implementation, worker))?;
        }
    }
    Ok(())
}

/// Builds a worker for release and returns the folder, or the one file, of its modules.
fn build(implementation: Implementation, worker: Worker) -> Result<std::path::PathBuf> {
    match implementation {
        Implementation::Plain => {}
        Implementation::Peer => run(&mut peer::command(worker, &paths::target(implementation))?)?,
        Implementation::Ours | Implementation::Unwind => {
            run(&mut ours::command(implementation, worker, "--release", &paths::target(implementation))?)?;
        }
    }
    Ok(match implementation {
        Implementation::Plain => paths::source(implementation, worker),
        Implementation::Peer => paths::source(implementation, worker).join("build"),
        Implementation::Ours | Implementation::Unwind => ours::output(implementation, worker),
    })
}

/// Runs a program whose output matters only when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = Path::new(command.get_program()).display().to_string();
    let result = command.output().with_context(|| format!("`{name}` did not start"))?;
    if !result.status.success() {
        let said = [result.stdout, result.stderr].concat();
        bail!("`{name}` failed:\n{}", String::from_utf8_lossy(&said));
    }
    Ok(())
}

/// The search path with the programs of npm packages first.
fn search_path() -> Result<std::ffi::OsString> {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(paths::npm_programs()).chain(std::env::split_paths(&inherited));
    Ok(std::env::join_paths(all)?)
}
