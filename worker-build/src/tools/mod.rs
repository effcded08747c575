//! Other people's programs.

pub(crate) mod cargo;
pub(crate) mod rustc;
pub(crate) mod wasm_bindgen;
pub(crate) mod wasm_opt;

use std::ffi::OsStr;
use std::path::PathBuf;

/// Finds a program on `PATH`.
pub(crate) fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    let name = executable(name);
    std::env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}

/// The file name of a program.
pub(crate) fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}
