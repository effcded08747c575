//! What was typed becomes a call of one command.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::environment::root;
use crate::{bench, build, coverage, dev, docs, middleware_sizes, setup, test};

const HELP: &str = "\
The repository's own commands

usage: cargo xtask <command>

  setup [--unwind] [--postgres]
                            make this machine ready; does nothing when it already is
                            --unwind: also build the standard library with unwinding panics
                            --postgres: fail when PostgreSQL, for tests, cannot be installed
  dev <example> [args…]     serve an example on http://localhost:8787; args go to `wrangler dev`
  build <example> [args…]   build an example in release mode; args go to `worker-build`
  test [name…]              run all tests, or those groups and steps whose names are given
                            --list: show the names; --fail-fast: stop at the first failure
  ci [name…]                `test`, including what passed before and did not change
  bench [args…]             compare with plain JavaScript and the `worker` crate
  coverage [--write]        check COVERAGE.md against the tree; --write: count its rows anew
  middleware-sizes [name…]  measure what each middleware adds to a worker; minutes
                            --write: put the table into their documentation
  docs [args…]              build the documentation with warnings denied; `--open` shows it";

/// Runs the command that `arguments` (without the program's name) ask for.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{HELP}");
        return Ok(ExitCode::FAILURE);
    };
    let root = root();
    match command.as_str() {
        "setup" => setup::command(&root, rest)?,
        "dev" => dev::command(&root, rest)?,
        "build" => build::command(&root, rest)?,
        "test" => return test::command(&root, rest, test::Where::from_environment()),
        "ci" => return test::command(&root, rest, test::Where::Ci),
        "bench" => bench::command(&root, rest)?,
        "coverage" if rest.contains(&"--write".to_owned()) => coverage::write(&root)?,
        "coverage" => coverage::check(&root)?,
        "middleware-sizes" => middleware_sizes::command(&root, rest)?,
        "docs" => docs::command(&root, rest)?,
        "help" | "--help" | "-h" => println!("{HELP}"),
        other => bail!("no command named `{other}`; run `cargo xtask help` for the list"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes `flag` out of `arguments`; whether it was there.
pub(crate) fn take_flag(arguments: &mut Vec<String>, flag: &str) -> bool {
    let before = arguments.len();
    arguments.retain(|argument| argument != flag);
    arguments.len() != before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_taken_wherever_it_stands() {
        let mut arguments = vec!["hello".to_owned(), "--unwind".to_owned()];
        assert!(take_flag(&mut arguments, "--unwind"));
        assert_eq!(arguments, ["hello"]);
        assert!(!take_flag(&mut arguments, "--unwind"));
    }

    #[test]
    fn an_unknown_command_points_to_the_list() {
        let error = run(&["tset".to_owned()]).unwrap_err().to_string();
        assert_eq!(
            error,
            "no command named `tset`; run `cargo xtask help` for the list"
        );
    }
}
