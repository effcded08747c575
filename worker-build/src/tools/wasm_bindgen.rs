//! The `wasm-bindgen` command, for lock files that have another version than the linked library.

use crate::config::resolved;
use crate::diagnostic::Diagnostic;
use crate::process;
use crate::steps::bindgen::Bindings;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of the linked library; `=` in Cargo.toml keeps the two together.
pub(crate) const LINKED: &str = "0.2.130";

/// Who runs.
#[derive(Debug)]
pub(crate) enum Source {
    Linked,
    Command(WasmBindgen),
}

#[derive(Debug)]
pub(crate) struct WasmBindgen {
    program: PathBuf,
}

/// Chooses by version: linked library, `WASM_BINDGEN_BIN`, `PATH`, our cache, `cargo install` into it.
pub(crate) fn source(
    version: &str,
    config: &resolved::Bindgen,
    say: impl Fn(&str),
) -> Result<Source> {
    if version == LINKED {
        return Ok(Source::Linked);
    }
    let cached = config
        .cache
        .as_ref()
        .map(|cache| cache.join(format!("wasm-bindgen-{version}")));
    let in_cache = cached
        .as_ref()
        .map(|root| root.join("bin").join(super::executable("wasm-bindgen")));
    let on_path = super::find("wasm-bindgen", &config.path);
    let candidates = [config.given.clone(), on_path, in_cache.clone()];
    let fitting = candidates
        .into_iter()
        .flatten()
        .find(|program| has_version(program, version));
    let program = match (fitting, cached, in_cache) {
        (Some(program), _, _) => program,
        (None, cached, _) if !config.may_install => {
            return Err(may_not_install(version, cached.as_deref()).into());
        }
        (None, Some(root), Some(program)) => {
            say(&format!(
                "installing wasm-bindgen-cli {version}, the version of the lock file"
            ));
            install(version, &root).map_err(|error| cannot_install(version, &error))?;
            program
        }
        _ => return Err(cannot_install(version, &anyhow::anyhow!("no cache folder")).into()),
    };
    say(&format!(
        "using `{}` for wasm-bindgen {version}",
        program.display()
    ));
    Ok(Source::Command(WasmBindgen { program }))
}

fn has_version(program: &Path, version: &str) -> bool {
    let said = process::text(Command::new(program).arg("--version"));
    said.is_ok_and(|said| said.split_whitespace().nth(1) == Some(version))
}

fn install(version: &str, root: &Path) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["install", "--locked", "--quiet", "wasm-bindgen-cli"])
        .args(["--version", version, "--root"])
        .arg(root)
        // The command is for this machine, whatever the worker is compiled with.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET");
    process::capture(&mut command)?;
    Ok(())
}

/// What is wrong, and the first of what can be done.
fn other_version(version: &str, why: &str, note: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "the lock file has wasm-bindgen {version}, worker-build reads {LINKED}, \
         and the command of that version {why}"
    ))
    .note(note)
    .fix(format!(
        "change the lock file with `cargo update -p wasm-bindgen --precise {LINKED}` \
         (and the same for `js-sys` and others that pin it)"
    ))
}

/// Without the network, what is there decides.
fn may_not_install(version: &str, cached: Option<&Path>) -> Diagnostic {
    let root = cached.map(|root| format!(" --root {}", root.display()));
    let root = root.unwrap_or_default();
    other_version(
        version,
        "may not be installed",
        "`--offline` and `--frozen` keep from it, and `WASM_BINDGEN_BIN`, `PATH` and the cache have none",
    )
    .fix(format!(
        "or install the command before, where the network allows it, with \
         `cargo install --locked wasm-bindgen-cli --version {version}{root}`"
    ))
}

fn cannot_install(version: &str, error: &anyhow::Error) -> Diagnostic {
    other_version(version, "cannot be installed", &error.to_string()).fix(format!(
        "or install the command with `cargo install --locked wasm-bindgen-cli --version {version}` \
         and name it in `WASM_BINDGEN_BIN`"
    ))
}

impl WasmBindgen {
    /// Runs the command in a temporary folder and reads what it wrote.
    pub(crate) fn run(&self, wasm: &[u8]) -> Result<Bindings> {
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let input = folder.path().join("module.wasm");
        std::fs::write(&input, wasm).context("cannot write the module for `wasm-bindgen`")?;
        let out = folder.path().join("out");
        let mut command = Command::new(&self.program);
        command
            .args([
                "--target",
                "module",
                "--out-name",
                "glue",
                "--no-typescript",
            ])
            .args(["--experimental-reset-state-function", "--out-dir"])
            .arg(&out)
            .arg(&input);
        process::capture(&mut command)?;
        Bindings::read(&out)
    }
}
