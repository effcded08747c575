//! What we depend on: permissive licences, from crates.io, and a small default tree.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::crates::metadata;
use super::licences::is_allowed;
use super::report::{Outcome, quietly};
use crate::environment::Environment;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The runtime has all of this already; a worker that does not ask for it must not carry it.
const NOT_BY_DEFAULT: [&str; 8] = [
    "chrono",
    "futures-executor",
    "rand",
    "regex",
    "time",
    "tokio",
    "url",
    "wasm-streams",
];

pub(super) fn check(environment: &Environment) -> Result<Outcome> {
    let metadata = metadata(environment, &["--locked"])?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.context("cannot read what `cargo metadata` says")?;
    let mut problems: Vec<String> = packages.iter().flat_map(problems_of).collect();
    problems.extend(too_much(&default_tree(environment)?));
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(Outcome::Passed)
}

fn problems_of(package: &Value) -> Vec<String> {
    let text = |field: &str| package.get(field).and_then(Value::as_str);
    let name = text("name").unwrap_or_default();
    let version = text("version").unwrap_or_default();
    let mut problems = Vec::new();
    if let Some(source) = text("source").filter(|source| *source != CRATES_IO) {
        problems.push(format!(
            "`{name}` {version} comes from `{source}`; use a release on crates.io"
        ));
    }
    let licence = text("license").unwrap_or_default();
    if !is_allowed(licence) {
        problems.push(format!(
            "`{name}` {version} has the licence `{licence}`, which is not on the list in `xtask/src/test/licences.rs`"
        ));
    }
    problems
}

fn default_tree(environment: &Environment) -> Result<String> {
    let mut cargo = environment.command("cargo");
    cargo
        .args(["tree", "--package", "worker-sdk", "--edges", "normal"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--prefix", "none", "--format", "{p}"]);
    quietly(cargo.env("CARGO_TERM_COLOR", "never"))
}

fn too_much(tree: &str) -> Vec<String> {
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let mut found: Vec<_> = names.filter(|name| NOT_BY_DEFAULT.contains(name)).collect();
    found.sort_unstable();
    found.dedup();
    let problem =
        |name| format!("`worker-sdk` depends on `{name}` by default; put it behind a feature");
    found.into_iter().map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_package_of_ours_or_from_crates_io_is_fine() {
        let ours = json!({ "name": "xtask", "version": "0.1.0", "license": "MIT", "source": null });
        let theirs =
            json!({ "name": "http", "version": "1.5.0", "license": "MIT", "source": CRATES_IO });
        assert!(problems_of(&ours).is_empty());
        assert!(problems_of(&theirs).is_empty());
    }

    #[test]
    fn a_fork_without_a_licence_is_refused_twice() {
        let fork = json!({ "name": "http", "version": "1.5.0", "license": null, "source": "git+https://a.example" });
        assert_eq!(problems_of(&fork).len(), 2);
    }

    #[test]
    fn the_default_tree_stays_small() {
        let tree =
            "worker-sdk v0.1.0 (/w)\nhttp v1.5.0\nurl v2.5.0\nurlencoding v1.0.0\nurl v2.5.0\n";
        assert_eq!(
            too_much(tree),
            ["`worker-sdk` depends on `url` by default; put it behind a feature"]
        );
    }
}
