//! Folders that are only needed while something is built.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// What their names begin with.
const PREFIX: &str = "scratch-";

/// A folder that is removed in the end, if it is still there.
#[derive(Debug)]
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// An empty folder at `path`.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be created, or what is there cannot be removed.
    pub fn new(path: PathBuf) -> Result<Self> {
        if path.exists() {
            fs::remove_dir_all(&path)
                .with_context(|| format!("cannot remove `{}`", path.display()))?;
        }
        fs::create_dir_all(&path).with_context(|| format!("cannot create `{}`", path.display()))?;
        Ok(Self(path))
    }

    /// One inside of a cache, which [`remove_leftovers`] knows when it is not removed.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn inside(cache: &Path, name: &str) -> Result<Self> {
        Self::new(cache.join(format!("{PREFIX}{name}")))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What an interrupted build left, which may be half a gigabyte. Nobody else has the lock.
pub(super) fn remove_leftovers(cache: &Path) -> Result<()> {
    let unreadable = || format!("cannot clean `{}` up", cache.display());
    for entry in fs::read_dir(cache).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            fs::remove_dir_all(entry.path()).with_context(unreadable)?;
        }
    }
    Ok(())
}
