//! Builds the workers and lays their modules out for the runtime.

mod ours;
mod peer;
mod stage;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::implementation::Implementation;
use crate::options::Options;
use crate::paths;
use crate::scenario::{Scenario, Worker};

pub(crate) fn all(options: &Options) -> Result<()> {
    if !options.build {
        return Ok(());
    }
    for &implementation in &options.implementations {
        for worker in needed(options) {
            eprintln!("building {} for `{implementation}`", worker.name());
            let built = build(implementation, worker)?;
            stage::worker(&built, &paths::modules(implementation, worker))?;
        }
    }
    Ok(())
}

/// The workers of the scenarios that were asked for; those without bindings run together.
fn needed(options: &Options) -> Vec<Worker> {
    let needs = |scenario: &Scenario, worker: Worker| match scenario.worker() {
        Some(other) => other.is_simulated() == worker.is_simulated(),
        None => *scenario == Scenario::Size || worker == Worker::Hello,
    };
    let mut workers = Worker::ALL.to_vec();
    let is_needed = |worker: &Worker| {
        options
            .scenarios
            .iter()
            .any(|scenario| needs(scenario, *worker))
    };
    workers.retain(is_needed);
    workers
}

/// Builds a worker for release and returns the folder, or the one file, of its modules.
fn build(implementation: Implementation, worker: Worker) -> Result<PathBuf> {
    let source = paths::source(implementation, worker);
    if source.is_file() {
        return Ok(source);
    }
    let target = paths::target(implementation);
    run(&mut build_command(
        implementation,
        worker,
        "--release",
        &target,
    )?)?;
    Ok(match implementation {
        Implementation::Peer => source.join("build"),
        _ => ours::output(implementation, worker),
    })
}

/// The command that builds a worker; `profile` is `--release` or `--dev`.
pub(crate) fn build_command(
    implementation: Implementation,
    worker: Worker,
    profile: &str,
    target: &Path,
) -> Result<Command> {
    match implementation {
        Implementation::Plain | Implementation::Hono => bail!("JavaScript is not built"),
        Implementation::Peer => peer::command(worker, profile, target),
        Implementation::Ours | Implementation::Unwind => {
            ours::command(implementation, worker, profile, target)
        }
    }
}

/// Runs a program whose output matters only when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = Path::new(command.get_program()).display().to_string();
    let result = command
        .output()
        .with_context(|| format!("`{name}` did not start"))?;
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
