//! How programs are started from this repository.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// The repository's root folder.
pub(crate) fn root() -> PathBuf {
    let here =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = PathBuf::from(here);
    here.parent().unwrap_or(&here).to_owned()
}

/// A machine that is set up: starts programs so that they find what `setup` prepared.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    root: PathBuf,
    variables: Vec<(&'static str, OsString)>,
    /// Folders of npm packages. The first one goes first.
    packages: Vec<PathBuf>,
}

impl Environment {
    pub(crate) fn new(root: &Path, variables: Vec<(&'static str, OsString)>) -> Self {
        let root = root.to_owned();
        let packages = vec![root.join("node_modules")];
        Self {
            root,
            variables,
            packages,
        }
    }

    /// The same with the npm packages in `folder`, which has a `redirect.cjs` that makes Node.js find them.
    pub(crate) fn with_packages(&self, folder: &Path) -> Result<Self> {
        let first = folder.join("node_modules");
        let redirect = serde_json::Value::from(folder.join("redirect.cjs").to_string_lossy());
        let mut variables = self.variables.clone();
        variables.push(("PATH", joined([first.join(".bin")])?));
        let mut options = env::var_os("NODE_OPTIONS").unwrap_or_default();
        options.push(format!(" --require {redirect}"));
        variables.push(("NODE_OPTIONS", options));
        Ok(Self {
            root: self.root.clone(),
            variables,
            packages: [vec![first], self.packages.clone()].concat(),
        })
    }

    pub(crate) fn with_variable(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// wrangler, which is run with Node.js.
    pub(crate) fn wrangler(&self) -> PathBuf {
        let packages = self.packages.first().unwrap_or(&self.root);
        packages.join("wrangler/bin/wrangler.js")
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A command in the root folder.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = outside(program, &self.root);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Builds the build command of this checkout and returns where it is.
    pub(crate) fn build_tool(&self) -> Result<PathBuf> {
        process::run(&mut self.build_command())?;
        Ok(self.build_tool_path())
    }

    /// Builds the build command.
    pub(crate) fn build_command(&self) -> Command {
        let mut cargo = self.command("cargo");
        cargo.args(["build", "--package", "worker-build"]);
        cargo
    }

    pub(crate) fn build_tool_path(&self) -> PathBuf {
        let name = format!("worker-build{}", env::consts::EXE_SUFFIX);
        self.tools_folder().join(name)
    }

    /// `PATH` with the programs of this checkout first.
    pub(crate) fn path_with_tools(&self) -> Result<OsString> {
        let programs = self.packages.iter().map(|folder| folder.join(".bin"));
        joined([self.tools_folder()].into_iter().chain(programs))
    }

    fn tools_folder(&self) -> PathBuf {
        let target = env::var_os("CARGO_TARGET_DIR").map(|folder| self.root.join(folder));
        target
            .unwrap_or_else(|| self.root.join("target"))
            .join("debug")
    }
}

/// `PATH` with `folders` first.
fn joined(folders: impl IntoIterator<Item = PathBuf>) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(folders.into_iter().chain(env::split_paths(&path)))
        .context("cannot put this checkout on PATH; its path contains a separator")
}

/// A command in `folder` that does not see what `cargo run` told this process about itself: it would
/// make another cargo rebuild what is up to date.
pub(crate) fn outside(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(describes_this_program) {
            command.env_remove(name);
        }
    }
    command
}

fn describes_this_program(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_BIN_")
        || name.starts_with("CARGO_MANIFEST_")
        || [
            "CARGO",
            "CARGO_CRATE_NAME",
            "CARGO_PRIMARY_PACKAGE",
            "OUT_DIR",
        ]
        .contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("xtask/Cargo.toml").is_file());
    }

    #[test]
    fn programs_do_not_see_the_package_that_started_them() {
        let said = process::output(outside("env", &root()).arg("-0")).unwrap();
        assert!(said.contains("PATH="));
        assert!(!said.contains("CARGO_MANIFEST_DIR="), "{said}");
    }

    #[test]
    fn tools_of_this_checkout_come_first_on_path() {
        let environment = Environment::new(Path::new("checkout"), Vec::new());
        let path = environment.path_with_tools().unwrap();
        let folders: Vec<_> = env::split_paths(&path).take(2).collect();
        assert!(folders[0].ends_with("debug"), "{folders:?}");
        assert!(folders[1].ends_with("node_modules/.bin"), "{folders:?}");
    }
}
