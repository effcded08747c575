//! The wasm32 standard library: present, from rustup, or built here from its source.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::places::{Panic, private_sysroot};
use super::sysroot::{TARGET, has_std};
use super::toolchain::{Toolchain, target_folder};
use super::{say, standard_library};
use crate::environment::outside;
use crate::process;

const ABOUT: &str = "wasm32 target";
/// rustup retries a dead connection for longer than one wants to wait.
pub(super) const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// Where the compiler finds the standard library.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// In its own sysroot: nothing has to be said to it.
    InSysroot,
    /// In a sysroot of ours, because its own cannot be written.
    Private(PathBuf),
}

impl Found {
    /// What has to be set for every cargo that builds for the target.
    pub(super) fn variables(&self) -> Result<Vec<(&'static str, OsString)>> {
        let Self::Private(sysroot) = self else {
            return Ok(Vec::new());
        };
        let sysroot = sysroot.display().to_string();
        if sysroot.contains(char::is_whitespace) {
            bail!(
                "cargo cannot be given the sysroot `{sysroot}`, its path has a space; set `WORKER_BUILD_STD_CACHE`"
            );
        }
        let flags = format!("--sysroot {sysroot}").into();
        Ok(vec![(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            flags,
        )])
    }
}

/// Makes `--target wasm32-unknown-unknown` work for this compiler.
pub(super) fn ensure(toolchain: &Toolchain) -> Result<Found> {
    remove_if_stale(toolchain)?;
    if has_std(&toolchain.sysroot) {
        say(ABOUT, "present");
        return Ok(Found::InSysroot);
    }
    let private = private_sysroot(toolchain, Panic::Abort);
    if let Some(private) = private.ok().filter(|private| has_std(private)) {
        say(ABOUT, &format!("present in {}", private.display()));
        return Ok(Found::Private(private));
    }
    if from_rustup(toolchain) {
        return Ok(Found::InSysroot);
    }
    from_source(toolchain)
}

/// A library that we built into the sysroot is not replaced when rustup updates the compiler.
fn remove_if_stale(toolchain: &Toolchain) -> Result<()> {
    let folder = target_folder(&toolchain.sysroot);
    let Some(commit) = standard_library::built_for(&folder) else {
        return Ok(());
    };
    if commit == toolchain.commit {
        return Ok(());
    }
    say(ABOUT, "built for another compiler; removing it");
    fs::remove_dir_all(&folder)
        .with_context(|| format!("cannot remove `{}`; remove it by hand", folder.display()))
}

fn from_rustup(toolchain: &Toolchain) -> bool {
    say(
        ABOUT,
        &format!("missing; trying `rustup target add {TARGET}`"),
    );
    let mut rustup = outside("rustup", &toolchain.sysroot);
    let added = process::captured(rustup.args(["target", "add", TARGET]), Some(RUSTUP_LIMIT));
    let why = match added {
        Ok(_) if has_std(&toolchain.sysroot) => {
            say(ABOUT, "installed by rustup");
            return true;
        }
        Ok(captured) => cause(&captured.output).to_owned(),
        Err(error) => error.to_string(),
    };
    say(ABOUT, &format!("rustup could not install it ({why})"));
    false
}

fn from_source(toolchain: &Toolchain) -> Result<Found> {
    let own = is_writable(&toolchain.sysroot);
    let place = if own {
        toolchain.sysroot.clone()
    } else {
        say(
            ABOUT,
            "the compiler's folder is read-only; using one of our own",
        );
        private_sysroot(toolchain, Panic::Abort)?
    };
    standard_library::build(toolchain, Panic::Abort, &place)?;
    say(ABOUT, &format!("built into {}", place.display()));
    Ok(if own {
        Found::InSysroot
    } else {
        Found::Private(place)
    })
}

/// Tried rather than asked: permission bits say nothing about a file system mounted read-only.
fn is_writable(sysroot: &Path) -> bool {
    let probe = sysroot.join(format!("lib/rustlib/.probe-{}", std::process::id()));
    fs::create_dir(&probe)
        .and_then(|()| fs::remove_dir(&probe))
        .is_ok()
}

/// The innermost cause in the last line of what rustup said.
fn cause(output: &str) -> &str {
    let mut lines = output.lines().rev().map(str::trim);
    let last = lines.find(|line| !line.is_empty());
    let last = last.unwrap_or("it said nothing");
    last.rsplit(": ").next().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_the_end_of_the_last_line() {
        let said = "info: downloading\nerror: download failed: (http://a.example): refused (os error 111)\n\n";
        assert_eq!(cause(said), "refused (os error 111)");
        assert_eq!(cause(""), "it said nothing");
    }

    #[test]
    fn a_private_sysroot_is_passed_for_the_target_only() {
        let variables = Found::Private("/std/1".into()).variables().unwrap();
        let name = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
        assert_eq!(variables, [(name, OsString::from("--sysroot /std/1"))]);
        assert_eq!(Found::InSysroot.variables().unwrap(), []);
        assert!(Found::Private("/my std".into()).variables().is_err());
    }

    #[test]
    fn what_cannot_be_written_is_noticed() {
        assert!(!is_writable(Path::new("/proc/self")));
        assert!(!is_writable(Path::new("/no/such/folder")));
    }
}
