//! Runs wasm-bindgen: the linked library when it has the version of the lock file, else a command.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::js::{compact::compact, entrances, imports};
use crate::lines::{Lines, Moves, moves};
use crate::steps::compile::Compiled;
use crate::tools::wasm_bindgen::{self, Source};
use crate::wasm::{Facts, RECORDS_SECTION, names, sections, thrown};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

/// The glue of a module that imports nothing, with the names of wasm-bindgen's.
const ALONE: &str = "import module from \"./glue_bg.wasm\";
export let __wasm;
export function __wbg_reset_state() {
    __wasm = new WebAssembly.Instance(module).exports;
}
";

/// What the files are called that wasm-bindgen writes.
const NAME: &str = "glue";

/// What wasm-bindgen wrote, ready to publish.
#[derive(Debug, Clone)]
pub(crate) struct Bindings {
    pub(crate) glue: String,
    pub(crate) wasm: Vec<u8>,
    /// JavaScript modules that crates brought along, by their path from the glue.
    pub(crate) modules: BTreeMap<String, String>,
    /// Of a module whose names are not published and that was compiled with debug information.
    pub(crate) lines: Option<Lines>,
}

impl Bindings {
    /// Reads a folder that wasm-bindgen wrote.
    pub(crate) fn read(out: &Path) -> Result<Self> {
        let mut modules = BTreeMap::new();
        collect(&out.join("snippets"), "snippets", &mut modules)?;
        let unreadable = || format!("cannot read what wasm-bindgen wrote to `{}`", out.display());
        Ok(Self {
            glue: fs::read_to_string(out.join("glue.js")).with_context(unreadable)?,
            wasm: fs::read(out.join("glue_bg.wasm")).with_context(unreadable)?,
            modules,
            lines: None,
        })
    }
}

impl Bindings {
    /// Imports as bundlers like them.
    fn tidy_imports(&mut self, version: &str) -> Result<()> {
        let facts = Facts::read(&self.wasm)?;
        let glue = plain_import(&self.glue, version)?;
        self.glue = imports::named(&glue, &facts.imports);
        Ok(())
    }

    /// Names of imports stand in the module and in the glue, and nobody reads them.
    fn shorten_imports(&mut self, config: &Config) -> Result<()> {
        let facts = Facts::read(&self.wasm)?;
        let (glue, names) = imports::shortened(&self.glue, &facts.imports);
        let mut module = parse(config, &self.wasm)?;
        let moves = Moves::watch(&mut module);
        for import in module.imports.iter_mut() {
            let old = (import.module.clone(), import.name.clone());
            if let Some((module, name)) = names.get(&old) {
                (import.module, import.name) = (module.clone(), name.clone());
            }
        }
        module.name = None;
        self.wasm = sections::without(&module.emit_wasm(), moves::SECTION)?;
        self.lines = self.lines.take().map(|lines| lines.moved(&moves.moves()));
        self.glue = glue;
        Ok(())
    }

    /// Other crates' modules are not ours to change.
    fn compact(&mut self) {
        self.glue = compact(&entrances::left_out(&self.glue));
        for (name, text) in &mut self.modules {
            if name.starts_with("snippets/worker-sdk-") {
                *text = compact(text);
            }
        }
    }
}

fn collect(folder: &Path, name: &str, modules: &mut BTreeMap<String, String>) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let unreadable = || format!("cannot read `{}`", folder.display());
    for entry in folder.read_dir().with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &name, modules)?;
        } else {
            let text = fs::read_to_string(entry.path()).with_context(unreadable)?;
            modules.insert(name, text);
        }
    }
    Ok(())
}

/// Decides which wasm-bindgen runs. May install a command, which `say` announces.
pub(crate) fn source(config: &Config, say: impl Fn(&str)) -> Result<Source> {
    wasm_bindgen::source(&config.package.wasm_bindgen, &config.bindgen, say)
}

pub(crate) fn generate(config: &Config, source: &Source, compiled: Compiled) -> Result<Bindings> {
    let mut bindings = match source {
        Source::Linked => linked(config, &compiled.wasm)?,
        Source::Command(command) => {
            let mut bindings = command.run(&compiled.wasm)?;
            bindings.wasm = tidy(config, &bindings.wasm)?;
            bindings
        }
    };
    bindings.tidy_imports(&config.package.wasm_bindgen)?;
    if config.profile.optimized {
        bindings.compact();
        bindings.shorten_imports(config)?;
    }
    Ok(bindings)
}

fn linked(config: &Config, wasm: &[u8]) -> Result<Bindings> {
    let mut module = parse(config, wasm)?;
    let moves = Moves::watch(&mut module);
    let mut bindings = run(Bindgen::new().input_module(NAME, module), config.keep_names)?;
    bindings.wasm = sections::without(&bindings.wasm, moves::SECTION)?;
    if !config.keep_names {
        bindings.lines = Lines::of(wasm, &config.source, &moves.moves())?;
    }
    Ok(bindings)
}

/// Prepares a module of tests. Its own `main` belongs to libtest, which cannot do anything in the runtime: it is only
/// kept from running where a start function of the SDK takes its place, or nothing does.
pub(crate) fn for_tests(wasm: Vec<u8>, has_start: bool) -> Result<Bindings> {
    let mut bindgen = Bindgen::new();
    bindgen.export_wasm(true).emit_start(has_start);
    let mut bindings = run(bindgen.input_bytes(NAME, wasm), true)?;
    bindings.tidy_imports(wasm_bindgen::LINKED)?;
    Ok(bindings)
}

/// A module that imports nothing, in which wasm-bindgen would not find what it needs.
pub(crate) fn alone(wasm: Vec<u8>) -> Bindings {
    Bindings {
        glue: ALONE.to_owned(),
        wasm,
        modules: BTreeMap::new(),
        lines: None,
    }
}

fn run(bindgen: &mut Bindgen, keep_names: bool) -> Result<Bindings> {
    let mut output = bindgen
        .module(true)?
        .typescript(false)
        .reset_state_function(true)
        .generate_output()
        .context("wasm-bindgen cannot process the module")?;
    clean(output.wasm_mut(), keep_names);
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    output
        .emit(folder.path())
        .context("wasm-bindgen cannot write its output")?;
    Bindings::read(folder.path())
}

/// Does to a finished module what [`linked`] does on the way.
fn tidy(config: &Config, wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = parse(config, wasm)?;
    clean(&mut module, config.keep_names);
    Ok(module.emit_wasm())
}

fn parse(config: &Config, wasm: &[u8]) -> Result<Module> {
    walrus::ModuleConfig::new()
        .strict_validate(false)
        .generate_dwarf(false)
        .generate_producers_section(!config.profile.optimized)
        .preserve_code_transform(!config.keep_names)
        .parse(wasm)
        .context("cannot read the module")
}

/// Removes the records and makes names readable; a name of the module itself would stand before each of them. Names that are
/// not published stay different, as the optimiser would number those that are the same.
fn clean(module: &mut Module, keep_names: bool) {
    thrown::keep(module);
    module.customs.remove_raw(RECORDS_SECTION);
    module.name = None;
    let named = module
        .funcs
        .iter_mut()
        .filter_map(|function| function.name.as_mut());
    if keep_names {
        named.for_each(|name| *name = names::readable(name));
    }
}

/// Replaces the one import that needs a newer bundler than most people have.
fn plain_import(glue: &str, version: &str) -> Result<String> {
    let written = "import source wasmModule from ";
    if glue.matches(written).count() != 1 {
        let what = format!("wasm-bindgen {version} loads the module in an unknown way");
        return Err(Diagnostic::new(what)
            .note(format!("`{written}` should be once in what it wrote"))
            .fix("update the command with `cargo install --locked worker-build`")
            .into());
    }
    Ok(glue.replacen(written, "import wasmModule from ", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_import_becomes_plain_or_the_version_is_named() {
        let glue = "import source wasmModule from \"./glue_bg.wasm\";\nlet a;";
        let plain = plain_import(glue, "0.2.130").unwrap();
        assert_eq!(plain, "import wasmModule from \"./glue_bg.wasm\";\nlet a;");
        assert_eq!(
            plain_import("let a;", "0.2.999").unwrap_err().to_string(),
            "wasm-bindgen 0.2.999 loads the module in an unknown way\n  \
             note: `import source wasmModule from ` should be once in what it wrote\n  \
             help: update the command with `cargo install --locked worker-build`"
        );
    }
}
