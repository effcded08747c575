//! Where a new project gets `worker-sdk` from.

use std::fmt::{self, Display};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::diagnostic::Diagnostic;

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Debug, PartialEq)]
pub(super) enum Sdk {
    /// A version requirement of the published crate.
    Published(String),
    /// The checkout that this program was built from.
    Checkout(PathBuf),
    /// A folder that the user named.
    Folder(PathBuf),
}

impl Sdk {
    /// What `written` asks for; without it, the checkout of this program or else its own version.
    pub(super) fn choose(written: Option<&str>) -> Result<Self> {
        let Some(written) = written else {
            let checkout = checkout().and_then(|root| crate_folder(&root));
            return Ok(checkout.map_or_else(|| Self::Published(VERSION.into()), Self::Checkout));
        };
        if let Some(folder) = crate_folder(Path::new(written)) {
            return Ok(Self::Folder(folder));
        }
        if is_version(written) && !Path::new(written).exists() {
            return Ok(Self::Published(written.into()));
        }
        let problem = Diagnostic::new(format!(
            "`{written}` is neither a version nor a folder with the source of `worker-sdk`"
        ));
        Err(problem
            .fix(format!(
                "write a version such as `--sdk {VERSION}`, or the path of a checkout"
            ))
            .into())
    }

    /// The value of the dependency on one of our crates in `Cargo.toml`.
    pub(super) fn requirement(&self, package: &str) -> String {
        match self {
            Self::Published(version) => format!("{version:?}"),
            Self::Checkout(_) | Self::Folder(_) => format!("{{ {} }}", self.source(package)),
        }
    }

    /// Where one of our crates comes from, in the table of the dependency. They are beside each other in a checkout.
    pub(super) fn source(&self, package: &str) -> String {
        match self {
            Self::Published(version) => format!("version = {version:?}"),
            Self::Checkout(path) | Self::Folder(path) => {
                format!("path = {:?}", display(&path.with_file_name(package)))
            }
        }
    }
}

impl Display for Sdk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Published(version) => write!(f, "it uses `worker-sdk` {version}"),
            Self::Folder(path) => write!(f, "it uses `worker-sdk` from `{}`", display(path)),
            Self::Checkout(path) => {
                let path = display(path);
                write!(
                    f,
                    "it uses `worker-sdk` from `{path}`, the checkout of this program; `--sdk` chooses another"
                )
            }
        }
    }
}

/// The command that installs this program.
pub(super) fn install_command() -> String {
    match checkout() {
        Some(root) => format!(
            "cargo install --locked --path {:?}",
            display(&root.join("worker-build"))
        ),
        None => format!("cargo install --locked worker-build --version {VERSION}"),
    }
}

/// The repository that this program was built from, if it is still there.
fn checkout() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    crate_folder(root).map(|_| root.to_owned())
}

/// The folder of the crate when `path` is it or its repository.
fn crate_folder(path: &Path) -> Option<PathBuf> {
    let is_crate = |folder: &PathBuf| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml"));
        manifest.is_ok_and(|text| {
            text.lines()
                .any(|line| line.trim() == "name = \"worker-sdk\"")
        })
    };
    let folder = [path.to_owned(), path.join("worker-sdk")]
        .into_iter()
        .find(is_crate)?;
    fs::canonicalize(folder).ok()
}

fn is_version(written: &str) -> bool {
    let number = written.trim_start_matches(['^', '~', '=', '<', '>', ' ']);
    let allowed = |c: char| c.is_ascii_alphanumeric() || "^~=<>., *+-".contains(c);
    number.starts_with(|c: char| c.is_ascii_digit()) && written.chars().all(allowed)
}

/// The path as cargo and people read it on every system.
fn display(path: &Path) -> String {
    let path = path.display().to_string();
    path.strip_prefix(r"\\?\")
        .unwrap_or(&path)
        .replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_from_a_checkout_uses_the_checkout() {
        let sdk = Sdk::choose(None).unwrap();
        let root = fs::canonicalize(checkout().unwrap()).unwrap();
        assert_eq!(sdk, Sdk::Checkout(root.join("worker-sdk")));
        assert!(sdk.to_string().contains("the checkout of this program"));
    }

    #[test]
    fn versions_and_folders_are_told_apart() {
        for version in ["0.1", "0.1.0", "^0.1", "=1.2.3-beta.1", ">=0.1, <0.3"] {
            let sdk = Sdk::choose(Some(version)).unwrap();
            assert_eq!(sdk, Sdk::Published(version.into()));
            assert_eq!(sdk.requirement("worker-e2e"), format!("\"{version}\""));
        }
        for folder in ["..", "../worker-sdk"] {
            let sdk = Sdk::choose(Some(folder)).unwrap();
            let path = fs::canonicalize("../worker-sdk").unwrap();
            assert_eq!(sdk, Sdk::Folder(path.clone()));
            for package in ["worker-sdk", "worker-e2e"] {
                let path = display(&path.with_file_name(package));
                assert_eq!(sdk.requirement(package), format!("{{ path = \"{path}\" }}"));
            }
        }
    }

    #[test]
    fn refuses_what_is_neither() {
        for written in ["", "latest", "../nowhere", "src", "1.0/x", "1.0\""] {
            let message = Sdk::choose(Some(written)).unwrap_err().to_string();
            assert!(
                message.starts_with(&format!("`{written}` is neither a version nor a folder")),
                "{message}"
            );
        }
    }
}
