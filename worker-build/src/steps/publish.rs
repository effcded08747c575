//! Puts the finished files where wrangler looks for them.

use super::shim::Site;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::js::shim::MARK;
use crate::staging::Staging;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// What happened to the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Published {
    Changed,
    /// The folder held the same files already; it was not touched, so that nobody reloads.
    Unchanged,
}

/// Replaces the output folder by `site`. The caller holds the lock.
pub(crate) fn publish(config: &Config, site: &Site) -> Result<Published> {
    let folder = fs::canonicalize(&config.out_dir).unwrap_or_else(|_| config.out_dir.clone());
    if !may_replace(&folder) {
        return Err(foreign(&folder).into());
    }
    if holds(&folder, site) {
        return Ok(Published::Unchanged);
    }
    let staging = Staging::beside(&folder)?;
    for (name, content) in &site.files {
        staging
            .write(name, content)
            .with_context(|| format!("cannot write `{name}` for `{}`", folder.display()))?;
    }
    staging
        .swap()
        .with_context(|| format!("cannot replace `{}`", folder.display()))?;
    Ok(Published::Changed)
}

/// Whether the folder is missing, empty, or ours.
fn may_replace(folder: &Path) -> bool {
    let Ok(mut entries) = folder.read_dir() else {
        return !folder.exists();
    };
    let ours =
        fs::read(folder.join("index.js")).is_ok_and(|text| text.starts_with(MARK.as_bytes()));
    ours || entries.next().is_none()
}

fn foreign(folder: &Path) -> Diagnostic {
    Diagnostic::new(format!(
        "`{}` was not written by worker-build",
        folder.display()
    ))
    .note("a build replaces the whole folder")
    .fix("remove it, or choose another one with `--out-dir`")
}

fn holds(folder: &Path, site: &Site) -> bool {
    let same = |(name, content): (&String, &Vec<u8>)| {
        fs::read(folder.join(name)).is_ok_and(|found| found == *content)
    };
    count(folder) == site.files.len() && site.files.iter().all(same)
}

fn count(folder: &Path) -> usize {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let counts = entries.map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => count(&entry.path()),
        _ => 1,
    });
    counts.sum()
}
