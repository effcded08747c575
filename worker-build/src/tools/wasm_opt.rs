//! Binaryen's optimiser. It is optional and comes from npm or from the system.

use crate::process;
use anyhow::{Context, Result};
use std::ffi::OsStr;
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

#[derive(Debug, Clone)]
pub(crate) struct WasmOpt {
    program: PathBuf,
}

/// What to keep and what to expect in the module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    pub(crate) names: bool,
    pub(crate) exceptions: bool,
}

impl WasmOpt {
    /// Looks at `WASM_OPT_BIN`, then in the project's `node_modules`, then on `PATH`.
    pub(crate) fn find(given: Option<&Path>, folder: &Path, path: &OsStr) -> Option<Self> {
        let installed = || {
            let candidates = folder
                .ancestors()
                .map(|folder| folder.join("node_modules/.bin"));
            let mut programs = candidates.map(|folder| folder.join("wasm-opt"));
            programs.find(|program| program.is_file())
        };
        let program = given.map(Path::to_path_buf).or_else(installed);
        let program = program.or_else(|| super::find("wasm-opt", path))?;
        Some(Self { program })
    }

    fn command(&self, options: Options) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(["-O3", "--strip-target-features"])
            .args(FEATURES);
        if options.exceptions {
            command.arg("--enable-exception-handling");
        }
        if options.names {
            command.arg("--debuginfo");
        }
        command
    }

    /// What decides the output beside the input: the command line and the age of the program.
    pub(crate) fn describe(&self, options: Options) -> String {
        let changed = std::fs::metadata(&self.program).and_then(|file| file.modified());
        format!("{:?} {changed:?}", self.command(options))
    }

    pub(crate) fn run(&self, options: Options, input: &Path, output: &Path) -> Result<()> {
        let mut command = self.command(options);
        command.arg(input).arg("--output").arg(output);
        process::capture(&mut command).context(
            "`wasm-opt` cannot optimise the module; update it with `npm install -D binaryen` or pass `--no-opt`",
        )?;
        Ok(())
    }
}
