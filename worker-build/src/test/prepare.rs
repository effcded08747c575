//! Turns a compiled module of tests into the files that the harness worker consists of.
//!
//! They stand beside the module. A runner that starts one process for each test finds them ready.

use super::host::{FILES, Own};
use super::own::{self, Found};
use crate::config::wrangler;
use crate::js;
use crate::staging::{Lock, remove};
use crate::steps::bindgen::{self, Bindings};
use crate::steps::classes;
use crate::steps::shim::{self, Site};
use crate::wasm::Facts;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Part of the name of a function that the SDK exports.
const SDK_EXPORT: &str = "__worker_sdk_call";

/// What stands in the folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Prepared {
    /// The module that it was made of.
    stamp: String,
    /// The SDK's module in `test`, if the tests use the SDK.
    pub(super) runtime: Option<String>,
    pub(super) own: Option<Own>,
    /// Why that is not there.
    pub(super) no_own: String,
    /// Classes that the tests bring along.
    pub(super) classes: Vec<String>,
}

/// The folder that belongs to a module.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) path: PathBuf,
    _lock: Lock,
}

impl Folder {
    /// Where the folder of a module is.
    pub(super) fn of(module: &Path) -> PathBuf {
        module.with_extension("worker-test")
    }

    /// Waits until nobody else prepares the same module.
    pub(super) fn lock(module: &Path) -> Result<Self> {
        let module = fs::canonicalize(module)
            .with_context(|| format!("cannot open the module `{}`", module.display()))?;
        let path = Self::of(&module);
        Ok(Self {
            _lock: Lock::take(&path, || {})?,
            path,
        })
    }

    /// Held by a run while it reads what stands here. Nobody takes it who does not hold the folder's own lock.
    pub(super) fn in_use(&self) -> Result<Lock> {
        Lock::share(&self.path.join("use"))
    }

    /// Waits for the runs that read what stands here: to them it is of the module that they began with.
    fn unused(&self) -> Result<Lock> {
        Lock::take(&self.path.join("use"), || {
            let module = self.path.with_extension("wasm");
            let module = module.file_name().unwrap_or_default().to_string_lossy();
            eprintln!("note: waiting for the end of another run of `{module}`");
        })
    }

    /// Writes what the host needs to start.
    pub(super) fn write_host(&self) -> Result<()> {
        let is_written = |(name, text): &(&str, &str)| {
            fs::read(self.path.join(name)).is_ok_and(|found| found == text.as_bytes())
        };
        if FILES.iter().all(is_written) {
            return Ok(());
        }
        let _unused = self.unused()?;
        for (name, text) in FILES {
            self.write(name, text.as_bytes())?;
        }
        Ok(())
    }

    /// Writes everything else, unless it is there.
    pub(super) fn prepare(
        &self,
        package: &Path,
        module: &Path,
        wasm: Vec<u8>,
        facts: &Facts,
    ) -> Result<Prepared> {
        let stamp = stamp(package, module)?;
        if let Some(prepared) = self.read().filter(|prepared| prepared.stamp == stamp) {
            return Ok(prepared);
        }
        let _unused = self.unused()?;
        let _ = fs::remove_file(self.path.join("prepared.json"));
        for old in ["test", "own"] {
            let _ = remove(&self.path.join(old));
        }
        let uses_sdk = facts.exports.iter().any(|name| name.contains(SDK_EXPORT));
        let bindings = match facts.imports.is_empty() {
            true => bindgen::alone(wasm),
            false => bindgen::for_tests(wasm, uses_sdk)?,
        };
        let own = match own::is_needed(facts, package) {
            true => own::find(package, module, &bindings, facts)?,
            false => Found::Nothing(String::new()),
        };
        let (own, no_own) = match own {
            Found::Worker(own, site) => (Some(self.write_own(own, &site)?), String::new()),
            Found::Nothing(why) => (None, why),
        };
        let runtime = self.write_tests(&bindings, uses_sdk)?;
        let prepared = Prepared {
            stamp,
            classes: self.write_classes(runtime.as_deref(), own.as_ref(), facts)?,
            runtime,
            own,
            no_own,
        };
        self.write("prepared.json", &serde_json::to_vec(&prepared)?)?;
        Ok(prepared)
    }

    fn read(&self) -> Option<Prepared> {
        let text = fs::read(self.path.join("prepared.json")).ok()?;
        serde_json::from_slice(&text).ok()
    }

    fn write_tests(&self, bindings: &Bindings, uses_sdk: bool) -> Result<Option<String>> {
        for name in js::modules::reachable(&bindings.glue, &bindings.modules) {
            let text = bindings.modules.get(&name).map(String::as_bytes);
            self.write(&format!("test/{name}"), text.unwrap_or_default())?;
        }
        self.write("test/glue.js", bindings.glue.as_bytes())?;
        self.write("test/glue_bg.wasm", &bindings.wasm)?;
        match uses_sdk {
            true => shim::runtime(&bindings.modules, "the test").map(|name| Some(name.to_owned())),
            false => Ok(None),
        }
    }

    /// Writes the classes that are not those of the crate's worker.
    fn write_classes(
        &self,
        runtime: Option<&str>,
        own: Option<&Own>,
        facts: &Facts,
    ) -> Result<Vec<String>> {
        let Some(runtime) = runtime else {
            return Ok(Vec::new());
        };
        let known = own.map_or(&[][..], |own| &own.classes);
        let classes = classes::read_others(facts, known)?;
        if !classes.is_empty() {
            let text = js::shim::write_classes(runtime, &classes);
            self.write("test/classes.js", text.as_bytes())?;
        }
        Ok(own::names(&classes))
    }

    fn write_own(&self, own: Own, site: &Site) -> Result<Own> {
        for (name, content) in &site.files {
            self.write(&format!("own/{name}"), content)?;
        }
        Ok(own)
    }

    fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.path.join(name);
        let unwritable = || format!("cannot write `{}`", path.display());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(unwritable)?;
        }
        fs::write(&path, content).with_context(unwritable)
    }
}

/// What decides whether prepared files are still right: the module, its manifest and configuration, and this program.
fn stamp(package: &Path, module: &Path) -> Result<String> {
    let of = |path: &Path| -> std::io::Result<String> {
        let file = fs::metadata(path)?;
        let time = file
            .modified()?
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Ok(format!("{}-{}", file.len(), time.as_nanos()))
    };
    let config = wrangler::find(package).and_then(|path| of(&path).ok());
    let manifest = of(&package.join("Cargo.toml")).unwrap_or_default();
    let program = std::env::current_exe().and_then(|path| of(&path));
    let module = of(module).with_context(|| format!("cannot read `{}`", module.display()))?;
    let (config, program) = (config.unwrap_or_default(), program.unwrap_or_default());
    Ok(format!("{module} {manifest} {config} {program}"))
}
