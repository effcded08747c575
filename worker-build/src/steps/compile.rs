//! Runs `cargo build`.

use crate::config::Config;
use crate::staging::Lock;
use crate::tools::cargo;
use anyhow::{Context, Result};

/// The module as the compiler wrote it.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) wasm: Vec<u8>,
}

/// Compiles the package; `progress` lets cargo say what it is doing.
///
/// A package of the same name that shares cargo's folder would write the same file. The lock keeps another
/// build command from doing so before the file is read; cargo lets only one build of a folder run anyway.
pub(crate) fn compile(config: &Config, progress: bool) -> Result<Compiled> {
    let _lock = Lock::take(&config.own_dir, || {})?;
    let file = cargo::build(config, progress)?;
    let wasm = std::fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
    Ok(Compiled { wasm })
}
