//! The repository's own commands: `cargo xtask setup`, `dev`, `build`, `test`, `bench`, `ci`, `coverage`, `docs`.

mod bench;
mod build;
mod cli;
mod coverage;
mod dev;
mod docs;
mod environment;
mod examples;
mod middleware_sizes;
mod process;
mod setup;
mod test;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    cli::run(&arguments).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
