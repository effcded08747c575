//! Builds the workers of this repository once per test process.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use crate::stamp::Stamp;
use crate::{Error, Project, Result};

/// What a panic in a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panics {
    /// The instance of the module is lost: `panic=abort`.
    Abort,
    /// The panicking task is unwound: `panic=unwind`, for which a standard library has to be built first.
    Unwind,
}

type Built = Arc<OnceLock<std::result::Result<PathBuf, String>>>;
static BUILT: LazyLock<Mutex<HashMap<(PathBuf, &'static str), Built>>> =
    LazyLock::new(Mutex::default);

/// The root directory of this repository.
pub fn workspace_root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Whether the workers run with the packages of `tests/current`, not with the pinned ones. `cargo xtask test` says so.
pub fn is_todays_wrangler() -> bool {
    std::env::var_os("TODAYS_WRANGLER").is_some()
}

/// Builds the worker crate at `path` (relative to the repository) with `worker-build --release` and returns the
/// output directory. A crate that this process has built before is not built again.
///
/// The build command is `$WORKER_BUILD_BIN`, else `target/debug/worker-build`. It does not run when neither it, its
/// flags nor any source changed since the last build.
///
/// # Errors
///
/// Fails, with the output of the build command, when the build fails.
pub fn build_worker(path: &str, panics: Panics) -> Result<PathBuf> {
    let (output, flag) = match panics {
        Panics::Abort => ("build/abort", "--no-panic-unwind"),
        Panics::Unwind => ("build/unwind", "--panic-unwind"),
    };
    build_once(path, output, &["--release", flag, "--out-dir", output])
}

/// As [`build_worker`] with [`Panics::Abort`], with the lines of the source among the symbols.
///
/// # Errors
///
/// As [`build_worker`].
pub fn build_with_lines(path: &str) -> Result<PathBuf> {
    let output = "build/lines";
    let flags = ["--release", "--no-panic-unwind", "--out-dir", output, "--"];
    let lines = ["--config", "profile.release.debug='line-tables-only'"];
    build_once(path, output, &[&flags[..], &lines].concat())
}

/// What `worker-build symbolicate` makes of a log, with the symbols of the build in this folder.
///
/// # Errors
///
/// Fails with what the command says when it fails.
pub fn symbolicate(log: &str, build: &Path) -> Result<String> {
    let failed = |why: &dyn std::fmt::Display| Error::because("could not symbolicate", why);
    let file = build.join("log.txt");
    std::fs::write(&file, log).map_err(|e| failed(&e))?;
    let mut command = Command::new(program());
    command.arg("symbolicate").arg(&file);
    command.arg("--symbols").arg(build.join("index.symbols"));
    let output = command.output().map_err(|e| failed(&e))?;
    let _ = std::fs::remove_file(file);
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(failed(&String::from_utf8_lossy(&output.stderr))),
    }
}

/// Builds the crate at `path` (relative to the repository) as wrangler would for a deployment, and returns its
/// configuration file for [`Project::at`](crate::Project::at).
///
/// # Errors
///
/// As [`build_worker`].
pub fn build_project(path: &str) -> Result<PathBuf> {
    project(path, &["--release"])
}

/// The example `name`, built as for a deployment, but without `wasm-opt`, which would take most of the time.
///
/// # Errors
///
/// As [`build_worker`].
pub fn example(name: &str) -> Result<Project> {
    let file = project(&format!("examples/{name}"), &["--release", "--no-opt"])?;
    Ok(Project::at(file).name(name).skip_build())
}

/// What stands in for a service of the platform or another worker: a file in `tests/e2e/tests/js`.
pub fn stand_in(name: &str, file: &str) -> Project {
    let folder = workspace_root().join("tests/e2e/tests/js");
    Project::script(name, folder.join(file))
}

/// As [`build_project`], for development: in a fraction of the time where there are many dependencies.
///
/// # Errors
///
/// As [`build_worker`].
pub fn build_for_development(path: &str) -> Result<PathBuf> {
    project(path, &["--dev"])
}

fn project(path: &str, flags: &[&str]) -> Result<PathBuf> {
    build_once(path, "build", flags)?;
    Ok(workspace_root().join(path).join("wrangler.jsonc"))
}

fn build_once(path: &str, output: &'static str, flags: &[&str]) -> Result<PathBuf> {
    let directory = workspace_root().join(path);
    let built = {
        let mut all = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry((directory.clone(), output)).or_default().clone()
    };
    let result = built.get_or_init(|| run(&directory, output, flags).map_err(|e| e.to_string()));
    result.clone().map_err(Error::new)
}

/// The build command.
fn program() -> PathBuf {
    std::env::var_os("WORKER_BUILD_BIN").map_or_else(
        || workspace_root().join("target/debug/worker-build"),
        PathBuf::from,
    )
}

fn run(directory: &Path, output: &str, flags: &[&str]) -> Result<PathBuf> {
    let published = directory.join(output);
    let what = format!("could not build the worker `{}`", directory.display());
    let program = program();
    let stamp = Stamp::of(&published, flags);
    let _turn = stamp
        .turn()
        .map_err(|e| Error::because(&what, format_args!("it cannot be locked: {e}")))?;
    if published.join("index.js").exists() && stamp.is_newer_than(&[directory, &program]) {
        return Ok(published);
    }
    stamp.begin();
    let result = Command::new(&program)
        .args(flags)
        .current_dir(directory)
        .output();
    let result = result.map_err(|e| {
        let hint = "the build command did not start; run `cargo build -p worker-build`";
        Error::because(&what, format_args!("{hint}: {e}"))
    })?;
    if result.status.success() {
        stamp.finish();
        return Ok(published);
    }
    let said = [result.stdout, result.stderr].concat();
    Err(Error::because(what, String::from_utf8_lossy(&said)))
}
