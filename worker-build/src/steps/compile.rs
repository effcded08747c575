//! Runs `cargo build`.

use crate::config::Config;
use crate::tools::cargo;
use anyhow::{Context, Result};

/// The module as the compiler wrote it.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) wasm: Vec<u8>,
}

/// Compiles the package; `progress` lets cargo say what it is doing.
pub(crate) fn compile(config: &Config, progress: bool) -> Result<Compiled> {
    let file = cargo::build(config, progress)?;
    let wasm = std::fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
    Ok(Compiled { wasm })
}
