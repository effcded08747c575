//! Builds the wasm32 standard library from its source, once.
//!
//! It is built aside and moved into place with one rename, so an interrupted build leaves nothing
//! that looks finished. A lock lets a second `setup` wait for the first.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::places::{self, Panic};
use super::rust_src::{self, Source};
use super::say;
use super::sysroot::{TARGET, has_std};
use super::toolchain::{Toolchain, target_folder};
use crate::environment::outside;
use crate::process;

/// What the names of folders begin with that are only needed while something is built.
pub(super) const SCRATCH: &str = "scratch-";
const STAMP: &str = ".built-for";
const MANIFEST: &str =
    "[package]\nname = \"stdbuild\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n";

/// The commit of the compiler that a library we built is for; `None` for one that we did not build.
pub(super) fn built_for(target_folder: &Path) -> Option<String> {
    let stamp = fs::read_to_string(target_folder.join(STAMP)).ok()?;
    Some(stamp.trim().to_owned())
}

/// Builds the standard library into the sysroot at `place`.
pub(super) fn build(toolchain: &Toolchain, panic: Panic, place: &Path) -> Result<()> {
    let cache = places::cache()?;
    let _lock = lock(&cache)?;
    if has_std(place) {
        return Ok(());
    }
    remove_leftovers(&cache)?;
    let source = rust_src::find(toolchain)?;
    say(
        "standard library",
        &format!(
            "building it with panic={} (about half a minute)",
            panic.name()
        ),
    );
    let begin = Instant::now();
    let work = Scratch::new(cache.join(format!("{SCRATCH}build")))?;
    compile(toolchain, &source, panic, &work.0)?;
    publish(toolchain, &work.0, place)?;
    say(
        "standard library",
        &format!("built in {:.1} s", begin.elapsed().as_secs_f32()),
    );
    Ok(())
}

/// Held until dropped; the operating system releases it when the process ends in any other way.
fn lock(cache: &Path) -> Result<File> {
    fs::create_dir_all(cache).with_context(|| format!("cannot create `{}`", cache.display()))?;
    let file = File::create(cache.join("lock"))?;
    if file.try_lock().is_err() {
        say("standard library", "waiting for another setup to finish");
        file.lock()?;
    }
    Ok(file)
}

/// What an interrupted build left, which may be half a gigabyte. Nobody else has the lock.
fn remove_leftovers(cache: &Path) -> Result<()> {
    for entry in fs::read_dir(cache)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(SCRATCH) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn compile(toolchain: &Toolchain, source: &Source, panic: Panic, work: &Path) -> Result<()> {
    fs::create_dir(work.join("src"))?;
    fs::write(work.join("src/lib.rs"), "")?;
    fs::write(work.join("Cargo.toml"), MANIFEST)?;
    let mut cargo = cargo(toolchain, source, panic, work);
    let captured = process::captured(&mut cargo, None)?;
    if !captured.success {
        let shown = process::display(&cargo);
        bail!(
            "building the standard library failed: `{shown}`\n{}",
            captured.output.trim_end()
        );
    }
    Ok(())
}

fn cargo(toolchain: &Toolchain, source: &Source, panic: Panic, work: &Path) -> Command {
    let crates = match panic {
        Panic::Abort => "std,panic_abort,test",
        Panic::Unwind => "std,panic_unwind,test",
    };
    let mut cargo = outside("cargo", work);
    cargo
        .args(["build", "--quiet", "--release", "--target", TARGET])
        .arg(format!("-Zbuild-std={crates}"))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        .env_remove("RUSTC_WRAPPER")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .env(
            "CARGO_ENCODED_RUSTFLAGS",
            flags(toolchain, source, panic).join("\u{1f}"),
        );
    if source.is_outside(toolchain) {
        // The only way to build from a source that is not in the sysroot, which may be read-only.
        cargo.env("__CARGO_TESTS_ONLY_SRC_ROOT", source.library());
    }
    cargo
}

fn flags(toolchain: &Toolchain, source: &Source, panic: Panic) -> Vec<String> {
    let mut flags = vec!["-Cembed-bitcode=yes".to_owned()];
    // Panic messages of std would carry this machine's folders.
    let mut remap = |folder: &Path, to: &str| {
        flags.push(format!("--remap-path-prefix={}={to}", folder.display()));
    };
    let library = format!("/rustc/{}", toolchain.commit);
    remap(&cargo_home(), "/cargo");
    remap(&source.root, &library);
    if let Ok(real) = fs::canonicalize(&source.root) {
        remap(&real, &library);
    }
    if panic == Panic::Unwind {
        flags.push("-Cpanic=unwind".to_owned());
    }
    flags
}

fn cargo_home() -> PathBuf {
    let default = || env::home_dir().unwrap_or_default().join(".cargo");
    env::var_os("CARGO_HOME").map_or_else(default, PathBuf::from)
}

fn publish(toolchain: &Toolchain, work: &Path, place: &Path) -> Result<()> {
    let last = target_folder(place);
    let next = last.with_extension(format!("next-{}", std::process::id()));
    let next = Scratch::new(next)?;
    fs::create_dir(next.0.join("lib"))?;
    for library in libraries(&work.join("target").join(TARGET).join("release/deps"))? {
        let name = library.file_name().unwrap_or_default();
        fs::copy(&library, next.0.join("lib").join(name))?;
    }
    fs::write(next.0.join(STAMP), &toolchain.commit)?;
    if last.exists() {
        fs::remove_dir_all(&last)?;
    }
    fs::rename(&next.0, &last)
        .with_context(|| format!("cannot move the standard library to `{}`", last.display()))
}

fn libraries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libstdbuild-") {
            found.push(path);
        }
    }
    if found.is_empty() {
        bail!(
            "building the standard library made no libraries in `{}`",
            folder.display()
        );
    }
    Ok(found)
}

/// A folder that is removed in the end, if it is still there.
#[derive(Debug)]
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    pub(super) fn new(path: PathBuf) -> Result<Self> {
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        fs::create_dir_all(&path).with_context(|| format!("cannot create `{}`", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
