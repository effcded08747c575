//! The crate's own worker, for tests that send it events.
//!
//! It runs beside the test, in an instance of its own: a panic in it is an error for the test and not its end.

use super::host::Own;
use crate::config::wrangler::Wrangler;
use crate::steps::bindgen::{self, Bindings};
use crate::steps::classes::Class;
use crate::steps::shim::{self, Site};
use crate::steps::{entrypoints, imports};
use crate::wasm::Facts;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// What the names of the test kit's imports begin with, when they need the worker.
const IMPORTS: &str = "__wbg_own_";

/// Parts of a configuration that bind classes of the worker, or the worker itself.
const BOUND: [&str; 3] = ["durable_objects", "services", "workflows"];

/// Whether the tests in a module send events to the worker of their crate, or a binding may lead to it.
pub(super) fn is_needed(facts: &Facts, package: &Path) -> bool {
    let mut imports = facts.imports.iter();
    imports.any(|import| import.name.starts_with(IMPORTS)) || is_bound(package)
}

fn is_bound(package: &Path) -> bool {
    // Wrangler reports a file that it cannot read.
    let Ok(Some(config)) = Wrangler::load(package, None) else {
        return false;
    };
    config.levels().any(|environment| {
        let queues = environment.get("queues");
        let consumers = queues.and_then(|queues| queues.get("consumers"));
        consumers.is_some() || BOUND.iter().any(|key| environment.get(key).is_some())
    })
}

/// The worker of a crate.
#[derive(Debug)]
pub(super) enum Found {
    Worker(Own, Site),
    /// Why there is none, and what to do; empty when it only lacks handlers.
    Nothing(String),
}

/// The worker of the crate in `package`. `module`, with the bindings that were made of it, may be a test of the library
/// itself and so contain the worker; beside any other test, cargo has put the library.
pub(super) fn find(
    package: &Path,
    module: &Path,
    bindings: &Bindings,
    facts: &Facts,
) -> Result<Found> {
    let Some(name) = library(package) else {
        let fix = "add `crate-type = [\"cdylib\", \"rlib\"]` below `[lib]` in `Cargo.toml`";
        let why = format!("the library of this crate is no worker; {fix}");
        return Ok(Found::Nothing(why));
    };
    if is_test_of(&name, module) {
        return site(&name, bindings.clone(), facts);
    }
    let library = module.with_file_name(format!("{name}.wasm"));
    let Ok(wasm) = fs::read(&library) else {
        let library = library.display();
        let why = format!(
            "the worker of this crate is not in `{library}`; run the tests by `cargo test`"
        );
        return Ok(Found::Nothing(why));
    };
    let facts = Facts::read(&wasm)?;
    imports::check(&facts, &wasm)?;
    let bindings = bindgen::for_tests(wasm, true)
        .with_context(|| format!("cannot use `{}`", library.display()))?;
    site(&name, bindings, &facts)
}

/// Cargo names a test of the library `name-0123456789abcdef.wasm`.
fn is_test_of(name: &str, module: &Path) -> bool {
    let stem = module.file_stem().unwrap_or_default().to_string_lossy();
    stem.rsplit_once('-').is_some_and(|(stem, _)| stem == name)
}

fn site(name: &str, bindings: Bindings, facts: &Facts) -> Result<Found> {
    let entrypoints = entrypoints::read_any(facts)?;
    if entrypoints.is_empty() {
        return Ok(Found::Nothing(String::new()));
    }
    let own = Own {
        runtime: shim::runtime(&bindings.modules, name)?.to_owned(),
        classes: names(&entrypoints.classes),
    };
    let site = shim::write(name, &entrypoints, bindings)?;
    Ok(Found::Worker(own, site))
}

/// The names of classes.
pub(super) fn names(classes: &[Class]) -> Vec<String> {
    classes.iter().map(|class| class.name.clone()).collect()
}

/// The name of the package's library, if that is a worker.
fn library(package: &Path) -> Option<String> {
    let manifest = fs::read_to_string(package.join("Cargo.toml")).ok()?;
    let manifest: toml::Table = manifest.parse().ok()?;
    let library = manifest.get("lib")?;
    let kinds = library.get("crate-type")?.as_array()?;
    let is_worker = kinds.iter().any(|kind| kind.as_str() == Some("cdylib"));
    let name = library
        .get("name")
        .or_else(|| manifest.get("package")?.get("name"))?;
    is_worker.then(|| name.as_str().unwrap_or_default().replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn has_library(manifest: &str, expected: Option<&str>) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        assert_eq!(library(folder.path()).as_deref(), expected);
    }

    #[test]
    fn a_worker_is_a_library_of_the_right_type() {
        let package = "[package]\nname = \"my-app\"\n";
        has_library(package, None);
        has_library(&format!("{package}[lib]\ncrate-type = [\"rlib\"]"), None);
        let worker = format!("{package}[lib]\ncrate-type = [\"cdylib\", \"rlib\"]");
        has_library(&worker, Some("my_app"));
        has_library(&format!("{worker}\nname = \"app\""), Some("app"));
    }

    #[test]
    fn a_test_of_the_library_is_told_by_its_file() {
        assert!(is_test_of(
            "my_app",
            Path::new("/t/deps/my_app-0123456789abcdef.wasm")
        ));
        assert!(!is_test_of(
            "my_app",
            Path::new("/t/deps/kv-0123456789abcdef.wasm")
        ));
        assert!(!is_test_of("my_app", Path::new("/t/my_app.wasm")));
    }
}
