//! The source of the standard library from a package of the distribution, of exactly this compiler.

use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result, bail};

use super::sysroot::{Rustc, Scratch, Source};
use super::{apt, places};
use crate::environment::outside;
use crate::process;

/// Downloads the package and unpacks it.
pub(super) fn source(rustc: &Rustc) -> Result<Source> {
    let release = &rustc.release;
    if release.contains('-') {
        bail!(
            "no distribution has the source of rustc `{release}`; use a stable release, or run `rustup component add rust-src`"
        );
    }
    let cache = places::cache()?;
    let package = apt::download(release, &cache.join("apt"))?;
    let folder = Scratch::inside(&cache, "source")?;
    process::output(
        outside("dpkg-deb", &cache)
            .arg("-x")
            .arg(&package)
            .arg(&folder.0),
    )?;
    let found = in_package(&folder.0)?;
    let source = found.with_context(|| {
        format!(
            "`{}` does not contain the standard library",
            package.display()
        )
    })?;
    Ok(source.unpacked_into(folder))
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
