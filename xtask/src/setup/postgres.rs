//! PostgreSQL and openssl, for tests that start a server of their own.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::say;
use crate::environment::outside;
use crate::process;

const ABOUT: &str = "PostgreSQL";
/// Where Debian has the programs, in a folder for each version.
const VERSIONS: &str = "/usr/lib/postgresql";
/// What keeps the package from making a database of its own, and from starting a server for it.
const OPTIONS: &str = "/etc/postgresql-common/createcluster.d";
const PACKAGES: [&str; 2] = ["postgresql", "openssl"];
const INSTALL: &str = "apt-get install postgresql openssl";

/// Installs what is missing. When that is not possible, it is an error only if it is `wanted`: no worker needs it.
pub(super) fn ensure(root: &Path, wanted: bool) -> Result<()> {
    if is_there() {
        say(ABOUT, "present");
        return Ok(());
    }
    match install(root) {
        Ok(()) => say(ABOUT, "installed"),
        Err(error) if wanted => return Err(error),
        Err(error) => say(
            ABOUT,
            &format!("not there; tests of databases will fail: {error:#}"),
        ),
    }
    Ok(())
}

fn install(root: &Path) -> Result<()> {
    if process::output(outside("apt-get", root).arg("--version")).is_err() {
        bail!(
            "there is no apt here; install PostgreSQL's server and openssl as your system does it"
        );
    }
    if process::output(outside("id", root).arg("-u"))?.trim() != "0" {
        bail!("only root can install it; run `sudo {INSTALL}`");
    }
    say(ABOUT, &format!("installing {}", PACKAGES.join(" and ")));
    without_database(Path::new(OPTIONS))?;
    let apt = |arguments: &[&str]| {
        let mut apt = outside("apt-get", root);
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        apt
    };
    process::output(&mut apt(&["update", "-q"]))?;
    let mut command = apt(&["install", "-q", "-y", "--no-install-recommends"]);
    process::output(command.args(PACKAGES))?;
    if !is_there() {
        bail!("`{INSTALL}` installed no `postgres` and `initdb` below `{VERSIONS}`");
    }
    Ok(())
}

fn without_database(folder: &Path) -> Result<()> {
    let file = folder.join("worker-sdk.conf");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&file, "create_main_cluster = false\n"))
        .with_context(|| format!("cannot write `{}`", file.display()))
}

fn is_there() -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let path: Vec<_> = env::split_paths(&path).collect();
    let has_openssl = path.iter().any(|folder| has(folder, "openssl"));
    let mut folders = path.into_iter().chain(versions(Path::new(VERSIONS)));
    has_openssl && folders.any(|folder| has(&folder, "postgres") && has(&folder, "initdb"))
}

fn versions(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path().join("bin")).collect()
}

fn has(folder: &Path, program: &str) -> bool {
    folder
        .join(format!("{program}{}", env::consts::EXE_SUFFIX))
        .is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_makes_no_database() {
        let folder = env::temp_dir().join(format!("xtask-createcluster-{}", std::process::id()));
        without_database(&folder).unwrap();
        let text = fs::read_to_string(folder.join("worker-sdk.conf")).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(text, "create_main_cluster = false\n");
    }

    #[test]
    fn versions_are_folders_of_programs() {
        assert!(versions(Path::new("/nowhere")).is_empty());
        let folder = env::temp_dir().join(format!("xtask-versions-{}", std::process::id()));
        fs::create_dir_all(folder.join("15")).unwrap();
        let found = versions(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, [folder.join("15/bin")]);
    }
}
