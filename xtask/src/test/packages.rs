//! What `cargo package` carries: every file of the crates that we publish. Left to itself, cargo leaves out, among
//! others, each folder with a `Cargo.toml` of its own.

use std::collections::HashSet;

use anyhow::{Result, bail};

use super::report::Outcome;
use crate::environment::Environment;
use crate::process;

const PUBLISHED: [&str; 4] = ["worker-sdk", "worker-macros", "worker-build", "worker-e2e"];

pub(super) fn check(environment: &Environment) -> Result<Outcome> {
    for name in PUBLISHED {
        let mut git = environment.command("git");
        git.current_dir(environment.root().join(name));
        git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        let mut cargo = environment.command("cargo");
        cargo.args(["package", "--list", "--allow-dirty", "--package", name]);
        let (files, packaged) = (process::output(&mut git)?, process::output(&mut cargo)?);
        let missing = left_out(&files, &packaged);
        if !missing.is_empty() {
            let missing = missing.join("\n  ");
            bail!("`cargo package` leaves files of `{name}` out:\n  {missing}");
        }
    }
    Ok(Outcome::Passed)
}

fn left_out<'a>(files: &'a str, packaged: &str) -> Vec<&'a str> {
    // On Windows, cargo writes paths as the system does.
    let packaged: HashSet<_> = packaged
        .lines()
        .map(|path| path.replace('\\', "/"))
        .collect();
    files
        .lines()
        .filter(|path| !packaged.contains(*path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_not_packaged_are_found() {
        let packaged = ".cargo_vcs_info.json\nCargo.toml\nCargo.toml.orig\nsrc\\lib.rs\n";
        assert!(left_out("Cargo.toml\nsrc/lib.rs\n", packaged).is_empty());
        let files = "Cargo.toml\nsrc/lib.rs\ntemplates/hello/src/lib.rs\n";
        assert_eq!(left_out(files, packaged), ["templates/hello/src/lib.rs"]);
    }
}
