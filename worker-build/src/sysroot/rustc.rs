//! A compiler, by what it says of itself.

use std::path::{Path, PathBuf};

/// What a compiler says of itself. A standard library belongs to exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rustc {
    /// Its version, such as `1.95.0`.
    pub release: String,
    /// The commit that it was built of, or `unknown`.
    pub commit_hash: String,
    /// Its own folder.
    pub sysroot: PathBuf,
}

impl Rustc {
    /// Reads what `rustc --print sysroot` and `rustc -vV` print; `None` if that was another program.
    pub fn parse(sysroot: &str, version: &str) -> Option<Self> {
        let field = |name: &str| {
            let line = version.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().to_owned())
        };
        Some(Self {
            release: field("release:")?,
            commit_hash: field("commit-hash:")?,
            sysroot: sysroot.trim().into(),
        })
    }

    /// Where rustup puts the source of its standard library.
    pub fn source(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib/src/rust")
    }

    /// A program that belongs to it: its own one, where a toolchain manager would start that of another folder.
    pub(super) fn tool(&self, name: &str) -> PathBuf {
        let own = format!("bin/{name}{}", std::env::consts::EXE_SUFFIX);
        let own = self.sysroot.join(own);
        match own.is_file() {
            true => own,
            false => Path::new(name).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_rustc_prints() {
        let said = "rustc 1.95.0 (598 2026-04-14)\nbinary: rustc\n\
                    commit-hash: 59807616e1fa\ncommit-date: 2026-04-14\nrelease: 1.95.0\n";
        let expected = Rustc {
            release: "1.95.0".to_owned(),
            commit_hash: "59807616e1fa".to_owned(),
            sysroot: "/opt/rust".into(),
        };
        assert_eq!(Rustc::parse("/opt/rust\n", said), Some(expected));
    }

    #[test]
    fn another_program_named_rustc_is_refused() {
        assert_eq!(Rustc::parse("/opt/rust", "rustc 1.95.0\n"), None);
    }
}
