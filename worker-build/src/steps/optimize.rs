//! Runs wasm-opt on what wasm-bindgen wrote.

use super::bindgen::Bindings;
use crate::config::Config;
use crate::config::resolved::Panic;
use crate::lines::{Lines, Moves, Offsets};
use crate::tools::wasm_opt::{Files, Options, WasmOpt};
use crate::wasm::order;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Optimises the module, or takes the result of the last time when nothing changed.
pub(crate) fn optimize(config: &Config, tool: &WasmOpt, bindings: Bindings) -> Result<Bindings> {
    let options = Options {
        exceptions: config.panic != Panic::Abort,
        lines: bindings.lines.is_some(),
        size: bindings.wasm.len(),
    };
    let folder = config.state_dir.join(&config.profile.name);
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let map = bindings
        .lines
        .as_ref()
        .map(|lines| lines.offsets.to_source_map());
    let input = Files::new(&folder, "input");
    let output = Files::new(&folder, "output");
    let how = folder.join("command.txt");
    let command = format!("{}\norder {}", tool.describe(options), order::VERSION);
    if !(is(&how, command.as_bytes()) && holds(&input, &bindings.wasm, map.as_deref())) {
        // An interrupted run must not look like a finished one.
        let _ = fs::remove_file(&how);
        write(&input.wasm, &bindings.wasm)?;
        match &map {
            Some(map) => write(&input.map, map.as_bytes())?,
            // A later build with lines must not take it for its own.
            None => [&input, &output].iter().for_each(|files| {
                let _ = fs::remove_file(&files.map);
            }),
        }
        tool.run(options, &input, &output)?;
        put_in_order(&output, options)?;
        write(&how, command.as_bytes())?;
    }
    let lines = bindings.lines.map(|lines| {
        let offsets = Offsets::from_source_map(&read_text(&output.map)?)?;
        anyhow::Ok(Lines { offsets, ..lines })
    });
    Ok(Bindings {
        wasm: read(&output.wasm)?,
        lines: lines.transpose()?,
        ..bindings
    })
}

/// Puts the functions of what was optimised into the order in which they are compressed best.
fn put_in_order(output: &Files, options: Options) -> Result<()> {
    let optimized = read(&output.wasm)?;
    let (ordered, moved) = order::alike_together(&optimized)?;
    if options.lines {
        let offsets = Offsets::from_source_map(&read_text(&output.map)?)?;
        let moves = Moves::between(&optimized, &ordered, |function| moved.number(function))?;
        write(
            &output.map,
            offsets.moved(&moves).to_source_map().as_bytes(),
        )?;
    }
    write(&output.wasm, &ordered)
}

fn holds(files: &Files, wasm: &[u8], map: Option<&str>) -> bool {
    is(&files.wasm, wasm) && map.is_none_or(|map| is(&files.map, map.as_bytes()))
}

fn is(file: &Path, expected: &[u8]) -> bool {
    fs::read(file).is_ok_and(|found| found == expected)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| cannot_read(file))
}

fn read_text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| cannot_read(file))
}

fn write(file: &Path, content: &[u8]) -> Result<()> {
    fs::write(file, content).with_context(|| format!("cannot write `{}`", file.display()))
}

fn cannot_read(file: &Path) -> String {
    format!("cannot read `{}`", file.display())
}
