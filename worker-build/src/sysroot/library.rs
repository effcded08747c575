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

use super::rustc::Rustc;
use super::scratch::{Scratch, remove_leftovers};
use super::source::{Source, target_folder};
use super::{Host, TARGET, has_std, unwind_sysroot};

const ABOUT: &str = "standard library";
const UNWINDING: &str = "panic=unwind library";
const STAMP: &str = ".built-for";
const MANIFEST: &str =
    "[package]\nname = \"stdbuild\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n";

/// How the code of a standard library ends on a panic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panic {
    /// The instance ends.
    Abort,
    /// Destructors run, and a caller may catch it.
    Unwind,
}

impl Panic {
    fn name(self) -> &'static str {
        match self {
            Self::Abort => "abort",
            Self::Unwind => "unwind",
        }
    }

    fn crates(self) -> &'static str {
        match self {
            Self::Abort => "std,panic_abort,test",
            Self::Unwind => "std,panic_unwind,test",
        }
    }
}

/// The commit of the compiler that a library we built is for; `None` for one that we did not build.
pub fn built_for(target_folder: &Path) -> Option<String> {
    let stamp = fs::read_to_string(target_folder.join(STAMP)).ok()?;
    Some(stamp.trim().to_owned())
}

/// Makes sure that `cache` has the library for `panic=unwind` of this compiler.
///
/// # Errors
///
/// As [`build`].
pub fn ensure_unwinding(host: &dyn Host, rustc: &Rustc, cache: &Path) -> Result<()> {
    let place = unwind_sysroot(cache, &rustc.release, &rustc.commit_hash);
    if has_std(&place) {
        host.say(UNWINDING, "present");
        return Ok(());
    }
    build(host, rustc, Panic::Unwind, &place, cache)?;
    host.say(UNWINDING, &format!("built into {}", place.display()));
    Ok(())
}

/// Builds the standard library into the sysroot at `place`, with what is needed on the way in `cache`.
///
/// # Errors
///
/// Fails when there is no source of it, when it does not compile, or when a folder cannot be written.
pub fn build(
    host: &dyn Host,
    rustc: &Rustc,
    panic: Panic,
    place: &Path,
    cache: &Path,
) -> Result<()> {
    let _lock = lock(host, cache)?;
    if has_std(place) {
        return Ok(());
    }
    remove_leftovers(cache)?;
    let source = Source::find(host, rustc)?;
    let panics = panic.name();
    host.say(
        ABOUT,
        &format!("building it with panic={panics} (about half a minute)"),
    );
    let begin = Instant::now();
    let work = Scratch::inside(cache, "build")?;
    compile(host, rustc, &source, panic, &work.0)
        .with_context(|| does_not_compile(rustc, panic))?;
    publish(rustc, &work.0, place)?;
    let seconds = begin.elapsed().as_secs_f32();
    host.say(ABOUT, &format!("built in {seconds:.1} s"));
    Ok(())
}

fn does_not_compile(rustc: &Rustc, panic: Panic) -> String {
    format!(
        "the standard library of rustc {} does not compile with panic={}",
        rustc.release,
        panic.name()
    )
}

/// Held until dropped; the operating system releases it when the process ends in any other way.
fn lock(host: &dyn Host, cache: &Path) -> Result<File> {
    fs::create_dir_all(cache).with_context(|| format!("cannot create `{}`", cache.display()))?;
    let path = cache.join("lock");
    let unlockable = || format!("cannot lock `{}`", path.display());
    let file = File::create(&path).with_context(unlockable)?;
    if file.try_lock().is_err() {
        host.say(ABOUT, "waiting for another setup to finish");
        file.lock().with_context(unlockable)?;
    }
    Ok(file)
}

fn compile(
    host: &dyn Host,
    rustc: &Rustc,
    source: &Source,
    panic: Panic,
    work: &Path,
) -> Result<()> {
    fs::create_dir(work.join("src"))?;
    fs::write(work.join("src/lib.rs"), "")?;
    fs::write(work.join("Cargo.toml"), MANIFEST)?;
    host.run(&mut cargo(host, rustc, source, panic, work))
}

fn cargo(host: &dyn Host, rustc: &Rustc, source: &Source, panic: Panic, work: &Path) -> Command {
    let mut cargo = host.command(&rustc.tool("cargo"), work);
    // What changes the worker's own profile is not for this library.
    let profile = env::vars_os().map(|(name, _)| name);
    for name in profile.filter(|name| name.to_string_lossy().starts_with("CARGO_PROFILE_")) {
        cargo.env_remove(name);
    }
    let rustc_of_its_own = rustc.tool("rustc");
    if rustc_of_its_own.is_absolute() {
        cargo.env("RUSTC", rustc_of_its_own);
    }
    cargo
        .args(["build", "--quiet", "--release", "--target", TARGET])
        .arg(format!("-Zbuild-std={}", panic.crates()))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        .env_remove("RUSTC_WRAPPER")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .env(
            "CARGO_ENCODED_RUSTFLAGS",
            flags(rustc, source, panic).join("\u{1f}"),
        );
    if source.is_outside(rustc) {
        // The only way to build from a source that is not in the sysroot, which may be read-only.
        cargo.env("__CARGO_TESTS_ONLY_SRC_ROOT", source.library());
    }
    cargo
}

fn flags(rustc: &Rustc, source: &Source, panic: Panic) -> Vec<String> {
    let mut flags = vec!["-Cembed-bitcode=yes".to_owned()];
    // Panic messages of std would carry this machine's folders.
    let mut remap = |folder: &Path, to: &str| {
        flags.push(format!("--remap-path-prefix={}={to}", folder.display()));
    };
    let library = format!("/rustc/{}", rustc.commit_hash);
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

fn publish(rustc: &Rustc, work: &Path, place: &Path) -> Result<()> {
    let last = target_folder(place);
    let next = last.with_extension(format!("next-{}", std::process::id()));
    let next = Scratch::new(next)?;
    fs::create_dir(next.0.join("lib"))?;
    for library in libraries(&work.join("target").join(TARGET).join("release/deps"))? {
        let name = library.file_name().unwrap_or_default();
        fs::copy(&library, next.0.join("lib").join(name))?;
    }
    fs::write(next.0.join(STAMP), &rustc.commit_hash)?;
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
