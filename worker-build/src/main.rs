//! The `worker-build` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    match worker_build::run(std::env::args_os()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", worker_build::diagnostic::render(&error));
            ExitCode::FAILURE
        }
    }
}
