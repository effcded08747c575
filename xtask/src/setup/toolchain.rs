//! The compiler that builds workers.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::sysroot::TARGET;
use crate::environment::outside;
use crate::process;

/// What the active compiler says about itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Toolchain {
    pub(super) release: String,
    pub(super) commit: String,
    pub(super) sysroot: PathBuf,
}

impl Toolchain {
    pub(super) fn active(root: &Path) -> Result<Self> {
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let sysroot = process::output(outside(&rustc, root).args(["--print", "sysroot"]))?;
        let version = process::output(outside(&rustc, root).arg("-vV"))?;
        Self::parse(sysroot.trim(), &version)
            .with_context(|| format!("cannot read what rustc says of itself:\n{version}"))
    }

    fn parse(sysroot: &str, version: &str) -> Option<Self> {
        let field = |name: &str| {
            let line = version.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().to_owned())
        };
        Some(Self {
            release: field("release:")?,
            commit: field("commit-hash:")?,
            sysroot: sysroot.into(),
        })
    }
}

/// The folder of the wasm32 libraries below `sysroot`.
pub(super) fn target_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_rustc_prints() {
        let said = "rustc 1.95.0 (598 2026-04-14)\nbinary: rustc\n\
                    commit-hash: 59807616e1fa\ncommit-date: 2026-04-14\nrelease: 1.95.0\n";
        let expected = Toolchain {
            release: "1.95.0".to_owned(),
            commit: "59807616e1fa".to_owned(),
            sysroot: "/opt/rust".into(),
        };
        assert_eq!(Toolchain::parse("/opt/rust", said), Some(expected));
    }

    #[test]
    fn another_program_named_rustc_is_refused() {
        assert_eq!(Toolchain::parse("/opt/rust", "rustc 1.95.0\n"), None);
    }

    #[test]
    fn the_active_toolchain_has_a_host_library() {
        let toolchain = Toolchain::active(&crate::environment::root()).unwrap();
        assert!(toolchain.sysroot.join("lib/rustlib").is_dir());
    }
}
