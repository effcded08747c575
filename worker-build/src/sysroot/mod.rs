//! Standard libraries for `panic=unwind`: where they live, and how they get there.
//!
//! The prebuilt standard library of `wasm32-unknown-unknown` aborts on a panic. `worker-build setup --panic-unwind`, and
//! `cargo xtask setup --unwind` in a checkout of worker-sdk, build one that unwinds into a folder of its own; the build
//! command passes that folder to rustc as `--sysroot`.

mod host;
mod library;
mod rustc;
mod scratch;
mod source;

pub use host::Host;
pub use library::{Panic, build, built_for, ensure_unwinding};
pub use rustc::Rustc;
pub use scratch::Scratch;
pub use source::{Source, target_folder};

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The target that workers are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The folder that holds standard libraries: `WORKER_BUILD_STD_CACHE`, else `worker-sdk/std` in the user's
/// cache folder.
///
/// `variable` looks up an environment variable. There is no such folder when no home folder is known.
pub fn std_cache(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if let Some(cache) = set("WORKER_BUILD_STD_CACHE") {
        // The compiler is started in other folders.
        return std::path::absolute(cache).ok();
    }
    let user = match set("XDG_CACHE_HOME") {
        Some(cache) => PathBuf::from(cache),
        None => PathBuf::from(set("HOME")?).join(".cache"),
    };
    Some(user.join("worker-sdk").join("std"))
}

/// The sysroot for `panic=unwind` that belongs to one rustc, by its `release` and `commit-hash`.
pub fn unwind_sysroot(cache: &Path, release: &str, commit_hash: &str) -> PathBuf {
    let hash: String = commit_hash.chars().take(9).collect();
    cache.join(format!("{release}-{hash}-unwind"))
}

/// Whether a sysroot holds a standard library for [`TARGET`].
pub fn has_std(sysroot: &Path) -> bool {
    let library = target_folder(sysroot).join("lib");
    let Ok(files) = library.read_dir() else {
        return false;
    };
    files.flatten().any(|file| {
        let name = file.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(variables: &[(&str, &str)]) -> Option<PathBuf> {
        std_cache(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| value.into())
        })
    }

    #[test]
    fn the_cache_is_where_the_user_says() {
        let home = ("HOME", "/home/a");
        let xdg = ("XDG_CACHE_HOME", "/cache");
        let own = ("WORKER_BUILD_STD_CACHE", "/own");
        assert_eq!(cache(&[home, xdg, own]), Some("/own".into()));
        assert_eq!(cache(&[home, xdg]), Some("/cache/worker-sdk/std".into()));
        assert_eq!(cache(&[home]), Some("/home/a/.cache/worker-sdk/std".into()));
        assert_eq!(cache(&[("HOME", "")]), None);
    }

    #[test]
    fn a_sysroot_belongs_to_one_compiler() {
        let path = unwind_sysroot(Path::new("/std"), "1.95.0", "59807616e1fa25407");
        assert_eq!(path, Path::new("/std/1.95.0-59807616e-unwind"));
    }
}
