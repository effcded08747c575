//! The source of the standard library, of exactly this compiler.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::rustc::Rustc;
use super::scratch::Scratch;
use super::{Host, TARGET};

const ABOUT: &str = "rust-src";

/// A folder that contains `library/`.
#[derive(Debug)]
pub struct Source {
    /// That folder.
    pub root: PathBuf,
    /// Where a package was unpacked: several hundred megabytes that nobody needs later.
    _unpacked: Option<Scratch>,
}

impl Source {
    /// The source at `root`, if it is there.
    pub fn at(root: PathBuf) -> Option<Self> {
        let source = Self {
            root,
            _unpacked: None,
        };
        let is_there = source.library().join("std/Cargo.toml").is_file();
        is_there.then_some(source)
    }

    /// The same, removed with the folder that it was unpacked into when it is no longer needed.
    #[must_use]
    pub fn unpacked_into(self, folder: Scratch) -> Self {
        Self {
            _unpacked: Some(folder),
            ..self
        }
    }

    pub(super) fn library(&self) -> PathBuf {
        self.root.join("library")
    }

    pub(super) fn is_outside(&self, rustc: &Rustc) -> bool {
        self.root != rustc.source()
    }

    /// The source in the sysroot, from rustup, or from where the host has another.
    pub(super) fn find(host: &dyn Host, rustc: &Rustc) -> Result<Self> {
        if let Some(source) = Self::at(rustc.source()) {
            host.say(ABOUT, "present");
            return Ok(source);
        }
        host.say(ABOUT, "missing; trying `rustup component add rust-src`");
        match from_rustup(host, rustc) {
            Ok(source) => {
                host.say(ABOUT, "installed by rustup");
                Ok(source)
            }
            Err(why) => host.other_source(rustc, &why),
        }
    }
}

fn from_rustup(host: &dyn Host, rustc: &Rustc) -> Result<Source> {
    host.rustup(rustc, &["component", "add", "rust-src"])?;
    match Source::at(rustc.source()) {
        Some(source) => Ok(source),
        None => bail!(
            "rustup installed it, but not into `{}`; is that another toolchain?",
            rustc.sysroot.display()
        ),
    }
}

/// The folder of the wasm32 libraries below `sysroot`.
pub fn target_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET)
}
