//! Binaryen's optimiser. It is optional and comes from npm or from the system.

use crate::process;
use anyhow::{Context, Result};
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What rustc emits for the target. Never `--all-features`: the optimiser then writes encodings that other
/// tools cannot read.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What the compiler left apart stays apart where it is large: put together, it compresses worse. Adding a small offset to
/// an address never leads around the end of memory into its first bytes, which are the end of the stack.
const LEVEL: &[&str] = &[
    "-O3",
    "--one-caller-inline-max-function-size=40",
    "--low-memory-unused",
    "-O3",
];

/// Below this many bytes the optimiser from npm, itself a wasm module, runs for so short a time that
/// compiling it well costs more than it gains: three quarters of a second processor time against two.
const SMALL: usize = 300_000;

#[derive(Debug, Clone)]
pub(crate) struct WasmOpt {
    program: PathBuf,
}

/// What to expect in the module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    pub(crate) exceptions: bool,
    /// Whether the module has a source map.
    pub(crate) lines: bool,
    /// Bytes of the input.
    pub(crate) size: usize,
}

/// A module, and its source map if it has lines.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) wasm: PathBuf,
    pub(crate) map: PathBuf,
}

impl Files {
    pub(crate) fn new(folder: &Path, name: &str) -> Self {
        let file = |extension| folder.join(name).with_extension(extension);
        Self {
            wasm: file("wasm"),
            map: file("map"),
        }
    }
}

impl WasmOpt {
    /// Looks at `WASM_OPT_BIN`, then in the project's `node_modules`, then on `PATH`.
    pub(crate) fn find(given: Option<&Path>, folder: &Path, path: &OsStr) -> Option<Self> {
        let installed = || {
            let name = if cfg!(windows) {
                "wasm-opt.cmd"
            } else {
                "wasm-opt"
            };
            let mut programs = folder
                .ancestors()
                .map(|folder| folder.join("node_modules/.bin").join(name));
            programs.find(|program| program.is_file())
        };
        let program = given.map(Path::to_path_buf).or_else(installed);
        let program = program.or_else(|| super::find("wasm-opt", path))?;
        Some(Self { program })
    }

    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    fn command(&self, options: Options) -> Command {
        let mut command = self.start(options.size);
        command
            .args(LEVEL)
            // Names change nothing in the code.
            .args(["--debuginfo", "--strip-target-features"])
            .args(FEATURES);
        if options.exceptions {
            command.arg("--enable-exception-handling");
        }
        command
    }

    fn start(&self, input_size: usize) -> Command {
        if input_size >= SMALL || !is_node_script(&self.program) {
            return Command::new(&self.program);
        }
        let mut command = Command::new("node");
        command.arg("--liftoff-only").arg(&self.program);
        command
    }

    /// What decides the output beside the input: the command line and the age of the program.
    pub(crate) fn describe(&self, options: Options) -> String {
        let changed = std::fs::metadata(&self.program).and_then(|file| file.modified());
        format!("{:?} {changed:?}", self.command(options))
    }

    pub(crate) fn run(&self, options: Options, input: &Files, output: &Files) -> Result<()> {
        let mut command = self.command(options);
        if options.lines {
            command.arg("--input-source-map").arg(&input.map);
            command.arg("--output-source-map").arg(&output.map);
        }
        command.arg(&input.wasm).arg("--output").arg(&output.wasm);
        process::capture(&mut command).context(
            "`wasm-opt` cannot optimise the module; update it with `npm install -D binaryen` or pass `--no-opt`",
        )?;
        Ok(())
    }
}

fn is_node_script(program: &Path) -> bool {
    let expected = b"#!/usr/bin/env node";
    let mut start = [0; 19];
    let read = File::open(program).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *expected
}
