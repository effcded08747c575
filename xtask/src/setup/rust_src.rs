//! The source of the standard library, of exactly this compiler.

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result, bail};

use super::target::RUSTUP_LIMIT;
use super::toolchain::Toolchain;
use super::{apt, places, say};
use crate::environment::outside;
use crate::process;

const ABOUT: &str = "rust-src";

/// A folder that contains `library/`.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) root: PathBuf,
}

impl Source {
    fn at(root: PathBuf) -> Option<Self> {
        let source = Self { root };
        source
            .library()
            .join("std/Cargo.toml")
            .is_file()
            .then_some(source)
    }

    pub(super) fn library(&self) -> PathBuf {
        self.root.join("library")
    }

    pub(super) fn is_outside(&self, toolchain: &Toolchain) -> bool {
        self.root != in_sysroot(toolchain)
    }
}

/// The source in the sysroot, from rustup, or from the distribution.
pub(super) fn find(toolchain: &Toolchain) -> Result<Source> {
    if let Some(source) = Source::at(in_sysroot(toolchain)) {
        say(ABOUT, "present");
        return Ok(source);
    }
    if let Some(source) = from_rustup(toolchain) {
        say(ABOUT, "installed by rustup");
        return Ok(source);
    }
    say(
        ABOUT,
        "rustup could not install it; looking for the distribution's package",
    );
    from_distribution(toolchain)
}

fn in_sysroot(toolchain: &Toolchain) -> PathBuf {
    toolchain.sysroot.join("lib/rustlib/src/rust")
}

fn from_rustup(toolchain: &Toolchain) -> Option<Source> {
    let mut rustup = outside("rustup", &toolchain.sysroot);
    rustup.args(["component", "add", "rust-src"]);
    process::captured(&mut rustup, Some(RUSTUP_LIMIT)).ok()?;
    Source::at(in_sysroot(toolchain))
}

fn from_distribution(toolchain: &Toolchain) -> Result<Source> {
    let release = &toolchain.release;
    let cache = places::cache()?;
    let unpacked = cache.join(format!("src-{release}"));
    if let Some(source) = in_package(&unpacked)? {
        say(ABOUT, "present in the cache");
        return Ok(source);
    }
    if release.contains('-') {
        bail!(
            "no distribution has the source of rustc `{release}`; use a stable release, or run `rustup component add rust-src`"
        );
    }
    let package = apt::download(release, &cache.join("apt"))?;
    unpack(&package, &unpacked)?;
    in_package(&unpacked)?.with_context(|| {
        format!(
            "`{}` does not contain the standard library",
            package.display()
        )
    })
}

/// Unpacks aside first: a source that is there is complete.
fn unpack(package: &Path, folder: &Path) -> Result<()> {
    let aside = folder.with_extension(format!("next-{}", std::process::id()));
    process::output(
        outside("dpkg-deb", Path::new("."))
            .arg("-x")
            .arg(package)
            .arg(&aside),
    )?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::rename(&aside, folder)?;
    Ok(())
}

/// Packages put it at `usr/src/rustc-<version>`.
fn in_package(unpacked: &Path) -> Result<Option<Source>> {
    let entries = match fs::read_dir(unpacked.join("usr/src")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries?,
    };
    for entry in entries {
        if let Some(source) = Source::at(entry?.path()) {
            return Ok(Some(source));
        }
    }
    Ok(None)
}
