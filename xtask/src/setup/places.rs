//! Where standard libraries that we built ourselves are kept.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::sysroot::{self, Panic, Rustc};

/// The folder that holds them, and the sources they were built from.
pub(super) fn cache() -> Result<PathBuf> {
    sysroot::std_cache(|name| env::var_os(name)).context(
        "no folder for caches: neither `HOME` nor `XDG_CACHE_HOME` is set; set `WORKER_BUILD_STD_CACHE`",
    )
}

/// The private sysroot of one compiler.
pub(super) fn private_sysroot(rustc: &Rustc, panic: Panic) -> Result<PathBuf> {
    let unwinding = sysroot::unwind_sysroot(&cache()?, &rustc.release, &rustc.commit_hash);
    Ok(match panic {
        Panic::Unwind => unwinding,
        Panic::Abort => beside(unwinding),
    })
}

fn beside(unwinding: PathBuf) -> PathBuf {
    let name = unwinding.file_name().unwrap_or_default().to_string_lossy();
    unwinding.with_file_name(name.replace("-unwind", "-abort"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_libraries_of_a_compiler_lie_side_by_side() {
        let unwinding = PathBuf::from("/std/1.95.0-59807616e-unwind");
        assert_eq!(
            beside(unwinding),
            PathBuf::from("/std/1.95.0-59807616e-abort")
        );
    }
}
