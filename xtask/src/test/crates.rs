//! What cargo knows about the crates of this repository.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::environment::Environment;
use crate::process;

/// A crate of the workspace.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) features: Vec<String>,
    /// Its folder, relative to the root.
    pub(super) folder: String,
    /// The names of the files in its folder `tests`.
    pub(super) tests: Vec<String>,
}

impl Member {
    /// Whether it is a worker, which is only ever built for wasm32.
    pub(super) fn is_worker(&self) -> bool {
        self.folder.starts_with("examples/")
            || self.folder.starts_with("tests/workers/")
            || self.has_runtime_tests()
    }

    /// Whether it has tests that run in the runtime: an example has them in `tests/runtime.rs`.
    pub(super) fn has_runtime_tests(&self) -> bool {
        self.folder.starts_with("tests/runtime/") || self.tests.iter().any(|name| name == "runtime")
    }
}

pub(super) fn members(environment: &Environment) -> Result<Vec<Member>> {
    let metadata = metadata(environment, &["--no-deps"])?;
    members_in(&metadata, environment.root()).context("cannot read what `cargo metadata` says")
}

/// All packages that the lock file names.
pub(super) fn metadata(environment: &Environment, arguments: &[&str]) -> Result<Value> {
    let mut cargo = environment.command("cargo");
    cargo
        .args(["metadata", "--format-version", "1"])
        .args(arguments);
    let said = process::output(&mut cargo)?;
    serde_json::from_str(&said).context("cannot read what `cargo metadata` says")
}

fn members_in(metadata: &Value, root: &Path) -> Option<Vec<Member>> {
    let packages = metadata.get("packages")?.as_array()?;
    packages
        .iter()
        .map(|package| member(package, root))
        .collect()
}

fn member(package: &Value, root: &Path) -> Option<Member> {
    let manifest = Path::new(package.get("manifest_path")?.as_str()?);
    let folder = manifest.parent()?.strip_prefix(root).ok()?;
    let features = package.get("features")?.as_object()?;
    let targets = package.get("targets")?.as_array()?.iter();
    let tests =
        targets.filter(|target| target.pointer("/kind/0").is_some_and(|kind| kind == "test"));
    let name = |value: &Value| Some(value.get("name")?.as_str()?.to_owned());
    Some(Member {
        name: name(package)?,
        features: features.keys().cloned().collect(),
        folder: folder.to_string_lossy().replace('\\', "/"),
        tests: tests.filter_map(name).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_read_with_their_features() {
        let metadata = json!({ "packages": [
            { "name": "hello", "manifest_path": "/w/examples/hello/Cargo.toml", "features": {}, "targets": [
                { "kind": ["cdylib", "rlib"], "name": "hello" }, { "kind": ["test"], "name": "runtime" },
            ]},
            {
                "name": "sdk", "manifest_path": "/w/sdk/Cargo.toml",
                "features": { "default": [], "axum": ["dep:axum"] }, "targets": [{ "kind": ["test"], "name": "send" }],
            },
        ]});
        let members = members_in(&metadata, Path::new("/w")).unwrap();
        assert_eq!(members[0].folder, "examples/hello");
        assert!(members[0].is_worker());
        assert!(members[0].has_runtime_tests());
        assert!(!members[1].has_runtime_tests());
        assert_eq!(members[1].features, ["axum", "default"]);
        assert!(!members[1].is_worker());
    }
}
