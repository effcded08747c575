//! The source of the standard library, of exactly this compiler.

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result, bail};

use super::standard_library::{SCRATCH, Scratch};
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
    /// Where a package was unpacked: several hundred megabytes that nobody needs later.
    _unpacked: Option<Scratch>,
}

impl Source {
    fn at(root: PathBuf) -> Option<Self> {
        let source = Self {
            root,
            _unpacked: None,
        };
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
    if release.contains('-') {
        bail!(
            "no distribution has the source of rustc `{release}`; use a stable release, or run `rustup component add rust-src`"
        );
    }
    let cache = places::cache()?;
    let package = apt::download(release, &cache.join("apt"))?;
    let folder = Scratch::new(cache.join(format!("{SCRATCH}source")))?;
    process::output(
        outside("dpkg-deb", &cache)
            .arg("-x")
            .arg(&package)
            .arg(&folder.0),
    )?;
    let found = in_package(&folder.0)?;
    let mut source = found.with_context(|| {
        format!(
            "`{}` does not contain the standard library",
            package.display()
        )
    })?;
    source._unpacked = Some(folder);
    Ok(source)
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
