//! The wasm32 standard library: present, from rustup, or built here from its source.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::machine::Machine;
use super::places::{self, private_sysroot};
use super::say;
use super::sysroot::{self, Host, Panic, Rustc, TARGET, has_std, target_folder};

const ABOUT: &str = "wasm32 target";

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
pub(super) fn ensure(rustc: &Rustc) -> Result<Found> {
    remove_if_stale(rustc)?;
    if has_std(&rustc.sysroot) {
        say(ABOUT, "present");
        return Ok(Found::InSysroot);
    }
    let private = private_sysroot(rustc, Panic::Abort);
    if let Some(private) = private.ok().filter(|private| has_std(private)) {
        say(ABOUT, &format!("present in {}", private.display()));
        return Ok(Found::Private(private));
    }
    if from_rustup(rustc) {
        return Ok(Found::InSysroot);
    }
    from_source(rustc)
}

/// A library that we built into the sysroot is not replaced when rustup updates the compiler.
fn remove_if_stale(rustc: &Rustc) -> Result<()> {
    let folder = target_folder(&rustc.sysroot);
    let Some(commit) = sysroot::built_for(&folder) else {
        return Ok(());
    };
    if commit == rustc.commit_hash {
        return Ok(());
    }
    say(ABOUT, "built for another compiler; removing it");
    fs::remove_dir_all(&folder)
        .with_context(|| format!("cannot remove `{}`; remove it by hand", folder.display()))
}

fn from_rustup(rustc: &Rustc) -> bool {
    say(
        ABOUT,
        &format!("missing; trying `rustup target add {TARGET}`"),
    );
    let why = match Machine.rustup(rustc, &["target", "add", TARGET]) {
        Ok(()) if has_std(&rustc.sysroot) => {
            say(ABOUT, "installed by rustup");
            return true;
        }
        Ok(()) => "it installed it for another toolchain".to_owned(),
        Err(error) => error.to_string(),
    };
    say(ABOUT, &format!("rustup could not install it ({why})"));
    false
}

fn from_source(rustc: &Rustc) -> Result<Found> {
    let own = is_writable(&rustc.sysroot);
    let place = if own {
        rustc.sysroot.clone()
    } else {
        say(
            ABOUT,
            "the compiler's folder is read-only; using one of our own",
        );
        private_sysroot(rustc, Panic::Abort)?
    };
    sysroot::build(&Machine, rustc, Panic::Abort, &place, &places::cache()?)?;
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

#[cfg(test)]
mod tests {
    use super::*;

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
