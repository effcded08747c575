//! Runs wasm-opt on what wasm-bindgen wrote.

use super::bindgen::Bindings;
use crate::config::Config;
use crate::config::resolved::Panic;
use crate::tools::wasm_opt::{Options, WasmOpt};
use crate::wasm::order;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Optimises the module, or takes the result of the last time when nothing changed.
pub(crate) fn optimize(config: &Config, tool: &WasmOpt, bindings: Bindings) -> Result<Bindings> {
    let options = Options {
        exceptions: config.panic != Panic::Abort,
        size: bindings.wasm.len(),
    };
    let folder = config.state_dir.join(&config.profile.name);
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let wasm = run(tool, options, &folder, &bindings.wasm)?;
    Ok(Bindings { wasm, ..bindings })
}

fn run(tool: &WasmOpt, options: Options, folder: &Path, wasm: &[u8]) -> Result<Vec<u8>> {
    let input = folder.join("input.wasm");
    let output = folder.join("output.wasm");
    let how = folder.join("command.txt");
    let command = format!("{}\norder {}", tool.describe(options), order::VERSION);
    let same = |file: &Path, expected: &[u8]| fs::read(file).is_ok_and(|found| found == expected);
    if same(&how, command.as_bytes()) && same(&input, wasm) {
        return fs::read(&output).with_context(|| cannot_read(&output));
    }
    // An interrupted run must not look like a finished one.
    let _ = fs::remove_file(&how);
    fs::write(&input, wasm).with_context(|| format!("cannot write `{}`", input.display()))?;
    tool.run(options, &input, &output)?;
    let optimized = fs::read(&output).with_context(|| cannot_read(&output))?;
    let optimized = order::alike_together(&optimized)?;
    fs::write(&output, &optimized)
        .with_context(|| format!("cannot write `{}`", output.display()))?;
    fs::write(&how, command).with_context(|| format!("cannot write `{}`", how.display()))?;
    Ok(optimized)
}

fn cannot_read(file: &Path) -> String {
    format!("cannot read `{}`", file.display())
}
