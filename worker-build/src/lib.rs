//! Builds a Rust worker: runs cargo and wasm-bindgen, reads the entrypoints that the macros recorded in
//! the module, writes the shim, and publishes the result in one step.
//!
//! This library exists for the command of the same name. Only [`sysroot`] is meant for others.

mod bindings;
mod cli;
mod config;
pub mod diagnostic;
mod doctor;
#[cfg(test)]
mod golden;
mod js;
mod lines;
mod nearest;
mod new;
mod pipeline;
mod process;
mod report;
mod setup;
mod staging;
mod steps;
mod symbols;
pub mod sysroot;
mod test;
mod tools;
mod types;
mod wasm;

use anyhow::Result;
use clap::Parser;
use cli::{Cli, Command};
use report::Report;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command line `args`, the program's name included, and returns what to exit with.
///
/// # Errors
///
/// Fails with a [`diagnostic::Diagnostic`] when the worker cannot be built, or its tests cannot be run.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Result<ExitCode> {
    let args: Vec<OsString> = args.into_iter().collect();
    if let [_, command, args @ ..] = args.as_slice()
        && command == "test"
    {
        return test::run(args);
    }
    let cli = Cli::parse_from(args);
    let report = Report::to_stdout();
    match cli.command.unwrap_or(Command::Build(cli.build)) {
        Command::Build(args) => pipeline::build(args, &report)?,
        Command::Doctor(args) => return doctor::run(&args, &report),
        Command::New(args) => new::run(&args)?,
        Command::Setup(args) => setup::run(&args, &report)?,
        Command::Size(args) => steps::size::print(&args, &report)?,
        Command::Symbolicate(args) => return symbols::run(&args),
        Command::Types(args) => types::run(&args, &report)?,
        Command::Test => {}
    }
    Ok(ExitCode::SUCCESS)
}
