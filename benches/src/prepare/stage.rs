//! The folder from which the runtime takes a worker's modules.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::paths;
use crate::workerd::LOOP;

/// Copies a built worker (a folder with `index.js`, or that one file) and adds the module with the loop.
pub(crate) fn worker(built: &Path, modules: &Path) -> Result<()> {
    let failed = || format!("could not write `{}`", modules.display());
    if modules.exists() {
        fs::remove_dir_all(modules).with_context(failed)?;
    }
    fs::create_dir_all(modules).with_context(failed)?;
    if built.is_dir() {
        copy(built, modules).with_context(failed)?;
    } else {
        fs::copy(built, modules.join("index.js")).with_context(failed)?;
    }
    let entry = paths::benches().join("workers").join(LOOP);
    fs::copy(entry, modules.join(LOOP)).with_context(failed)?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
