//! `worker-build test`: runs tests in the real runtime, as cargo's runner for modules that `cargo test` compiled.
//!
//! The tests are read from the module and chosen as libtest chooses. wasm-bindgen writes the glue while Node.js starts;
//! its part (`host`, `js/`) runs one test after another, and what happens is reported as libtest reports it.

mod compile;
mod examples;
mod host;
mod options;
mod own;
mod places;
mod prepare;
mod printer;
mod session;
mod stack;
mod suite;
mod verdict;

use crate::config::wrangler;
use crate::wasm::Facts;
use anyhow::{Context, Result};
use options::Options;
use printer::Printer;
use session::Session;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// What libtest exits with when a test fails.
const FAILED: u8 = 101;

/// Runs the command line behind `worker-build test`: a module and libtest's options, or arguments for `cargo test`.
pub(crate) fn run(args: &[OsString]) -> Result<ExitCode> {
    let is_module = |arg: &OsString| Path::new(arg).extension() == Some("wasm".as_ref());
    match args.first().is_some_and(is_module) {
        true => run_module(args),
        false => compile::run(args),
    }
}

fn run_module(args: &[OsString]) -> Result<ExitCode> {
    let options = Options::read(args);
    let wasm = std::fs::read(&options.module)
        .with_context(|| format!("cannot read the module `{}`", options.module.display()))?;
    let facts = Facts::read(&wasm)?;
    let selection = suite::select(suite::read(&options.module, &facts)?, &options);
    let mut printer = Printer::new(&options);
    if options.list {
        printer.list(&selection.tests);
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(note) = suite::left_out(&selection, &options, &wasm)? {
        eprintln!("note: {note}");
    }
    let started = Instant::now();
    printer.start(selection.tests.len());
    Session::new(&options, &selection, &mut printer).run(wasm, &facts)?;
    if printer.finish(selection.filtered_out, started.elapsed()) {
        return Ok(ExitCode::SUCCESS);
    }
    let package = std::env::current_dir().context("the current folder is gone")?;
    if wrangler::find(&package).is_none() {
        let package = package.display();
        eprintln!("note: `{package}` has no `wrangler.jsonc`, so its tests have no bindings");
    }
    Ok(FAILED.into())
}
