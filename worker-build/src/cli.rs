//! The command line.

use crate::new::NewArgs;
use crate::symbols::SymbolicateArgs;
use crate::types::TypesArgs;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Builds a Rust worker; wrangler's `build.command`
#[derive(Debug, Parser)]
#[command(name = "worker-build", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) build: BuildArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the worker (what happens without a subcommand)
    Build(BuildArgs),
    /// Write a new project from a template
    New(NewArgs),
    /// Say which tools are there, and whether they fit to each other
    Doctor(DoctorArgs),
    /// Make this machine ready for builds: the wasm target, and what else is asked for
    Setup(SetupArgs),
    /// Print the sizes of the last build
    Size(SizeArgs),
    /// Write the names of functions into a log of a release build
    Symbolicate(SymbolicateArgs),
    /// Run tests in the Workers runtime; cargo's `runner` for wasm32-unknown-unknown
    // Its arguments are read by `test::options`: clap cannot hand over an untouched `--`.
    Test,
    /// Write the bindings of wrangler's configuration as a Rust struct
    Types(TypesArgs),
}

#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    /// Build optimised; the default, except when wrangler runs `dev`
    #[arg(long, conflicts_with_all = ["dev", "profile"])]
    pub(crate) release: bool,
    /// Build quickly, with checks and names, without `wasm-opt`
    #[arg(long, conflicts_with = "profile")]
    pub(crate) dev: bool,
    /// Build with this cargo profile
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// Configuration of wrangler, if it is called with `--config`
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Do not run `wasm-opt`
    #[arg(long)]
    pub(crate) no_opt: bool,
    /// Publish function names in an optimised build, too, instead of beside it
    #[arg(long)]
    pub(crate) keep_names: bool,
    /// Download and install nothing; also for cargo
    #[arg(long)]
    pub(crate) offline: bool,
    #[command(flatten)]
    pub(crate) panic: PanicArgs,
    #[command(flatten)]
    pub(crate) features: FeatureArgs,
    /// Arguments for `cargo build`
    #[arg(last = true, value_name = "CARGO ARGUMENTS")]
    pub(crate) cargo: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PlaceArgs {
    /// Folder of the worker's crate
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Folder to write, relative to the crate
    #[arg(long, value_name = "DIR", default_value = "build")]
    pub(crate) out_dir: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct PanicArgs {
    /// Let a panic unwind; the default for release builds when `setup --panic-unwind` was run
    #[arg(long, conflicts_with = "no_panic_unwind")]
    pub(crate) panic_unwind: bool,
    /// Let a panic end the instance
    #[arg(long)]
    pub(crate) no_panic_unwind: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FeatureArgs {
    /// Features of the crate to switch on
    #[arg(long, short = 'F', value_name = "FEATURES")]
    pub(crate) features: Vec<String>,
    /// Switch on all features
    #[arg(long)]
    pub(crate) all_features: bool,
    /// Leave the `default` feature out
    #[arg(long)]
    pub(crate) no_default_features: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Folder of the worker's crate
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) path: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SetupArgs {
    /// Folder of the worker's crate, where a `rust-toolchain.toml` chooses the compiler
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Build the standard library with which a panic fails one request; half a minute, once
    #[arg(long)]
    pub(crate) panic_unwind: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SizeArgs {
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// Fail when the worker is larger than this, compressed
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_gzip: Option<u64>,
}
