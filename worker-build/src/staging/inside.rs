//! Replacing the files of a folder that has to stay: each in one step, the entry module after what it imports.

use super::{remove, sibling};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the others are reached from.
const ENTRY: &str = "index.js";

/// Makes the files of `target` those of `source`.
pub(super) fn replace(source: &Path, target: &Path) -> io::Result<()> {
    let mut files = files(source, Path::new(""))?;
    files.sort_by_key(|file| file == Path::new(ENTRY));
    for file in &files {
        put(&source.join(file), &target.join(file))?;
    }
    retain(target, Path::new(""), &files)
}

/// The files of a folder and of those in it, as paths from `root`.
fn files(root: &Path, below: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in root.join(below).read_dir()? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => files.extend(self::files(root, &path)?),
            false => files.push(path),
        }
    }
    Ok(files)
}

/// Replaces one file. One that did not change is left alone, for tools that watch times.
fn put(source: &Path, target: &Path) -> io::Result<()> {
    let content = fs::read(source)?;
    if fs::read(target).is_ok_and(|found| found == content) {
        return Ok(());
    }
    if target.is_dir() {
        remove(target)?;
    }
    if let Some(folder) = target.parent() {
        make(folder)?;
    }
    let new = sibling(target, "new");
    fs::write(&new, content)?;
    fs::rename(&new, target)
}

/// Creates a folder, also where a file has its name.
fn make(folder: &Path) -> io::Result<()> {
    if let Some(file) = folder.ancestors().find(|folder| folder.is_file()) {
        fs::remove_file(file)?;
    }
    fs::create_dir_all(folder)
}

/// Removes what is not among `files`.
fn retain(root: &Path, below: &Path, files: &[PathBuf]) -> io::Result<()> {
    for entry in root.join(below).read_dir()? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        let is_kept = files.iter().any(|file| file.starts_with(&path));
        match entry.file_type()?.is_dir() {
            true if is_kept => retain(root, &path, files)?,
            true => remove(&entry.path())?,
            false if is_kept => {}
            false => fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}
