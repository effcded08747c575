//! The programs of `tests/e2e`, several at a time: one waits for a server while another one builds its workers.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Where;
use super::report::{Outcome, quietly, tests};
use super::steps::cargo_test;
use crate::environment::Environment;
use crate::process;

const AT_ONCE: usize = 2;
/// Those that take longest, first.
const LONG: [&str; 3] = ["axum", "postgres", "durable_object_transactions"];

pub(super) fn check(environment: &Environment) -> Result<Outcome> {
    quietly(&mut environment.build_command())?;
    let documented = tests(cargo_test(environment, &["e2e"]).arg("--doc"))?;
    let programs = programs(environment)?;
    let path = environment.path_with_tools()?;
    let cores = cores(environment);
    let run = |program: &PathBuf| {
        let folder = environment.root().join("tests/e2e");
        let mut command = environment.command(program);
        // As cargo would.
        command
            .env("CARGO_MANIFEST_DIR", &folder)
            .current_dir(folder);
        command.env("WORKER_BUILD_BIN", environment.build_tool_path());
        if let Some(library) = &cores {
            command.env("LD_PRELOAD", library);
        }
        tests(command.env("PATH", &path))
    };
    let second = Mutex::new(Where::from_environment() == Where::Ci);
    let run = |program: &PathBuf| {
        run(program).or_else(|error| match is_hung(&error) && take(&second) {
            true => {
                println!("{error:#}\nthe runtime hung; its tests are run once more");
                run(program)
            }
            false => Err(error),
        })
    };
    Ok(Outcome::Tests(number(&documented) + all(programs, run)?))
}

/// On two cores V8 has one thread beside the main one, and the two have been seen waiting for each other for ever: one
/// compiles and waits for a collection of garbage, which the other one is in, waiting for the first to sweep. So the
/// runtime believes that it has four cores. None where that is not needed, or there is no compiler of C.
fn cores(environment: &Environment) -> Option<PathBuf> {
    let few = thread::available_parallelism().is_ok_and(|cores| cores.get() < 4);
    if !few || !cfg!(target_os = "linux") {
        return None;
    }
    let library = environment.root().join("target/libcores.so");
    let mut compiler = environment.command("gcc");
    compiler
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library);
    compiler.arg(environment.root().join("tests/e2e/cores.c"));
    match quietly(&mut compiler) {
        Ok(_) => Some(library),
        Err(error) => {
            println!("the runtime may hang on so few cores: {error:#}");
            None
        }
    }
}

/// Whether tests failed because something did not answer any more, which the same wait of the runtime may be. It must not
/// happen twice in a run.
fn is_hung(error: &anyhow::Error) -> bool {
    let said = error.to_string();
    ["kind: WouldBlock", "timeout: global"]
        .iter()
        .any(|sign| said.contains(sign))
}

/// Gives what can be had once.
fn take(once: &Mutex<bool>) -> bool {
    once.lock().is_ok_and(|mut left| std::mem::take(&mut *left))
}

/// Builds them.
fn programs(environment: &Environment) -> Result<Vec<PathBuf>> {
    let mut cargo = cargo_test(environment, &["e2e"]);
    cargo.args(["--tests", "--no-run"]);
    let said = process::output(cargo.args(["--message-format", "json-render-diagnostics"]))?;
    let mut programs: Vec<_> = said.lines().filter_map(program).collect();
    if programs.is_empty() {
        bail!("cargo built no tests in `tests/e2e`");
    }
    programs.sort_by_key(|program| place(program));
    Ok(programs)
}

/// A line about a program of tests.
fn program(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let is_test = message.pointer("/profile/test")?.as_bool()?;
    let program = message.get("executable")?.as_str()?;
    is_test.then(|| program.into())
}

fn place(program: &Path) -> usize {
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    let name = name.rsplit_once('-').map_or(&*name, |(name, _)| name);
    let place = LONG.iter().position(|long| *long == name);
    place.unwrap_or(LONG.len())
}

/// All are run, also when some fail; what those have said comes together. The sum of their tests.
fn all(programs: Vec<PathBuf>, run: impl Fn(&PathBuf) -> Result<Outcome> + Sync) -> Result<u32> {
    let left = Mutex::new(programs.into_iter());
    let next = || left.lock().ok()?.next();
    let lane = || -> Vec<_> {
        std::iter::from_fn(next)
            .map(|program| run(&program))
            .collect()
    };
    let ends = thread::scope(|scope| {
        let lanes: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(lane)).collect();
        let ends = lanes.into_iter().map(|lane| lane.join().ok());
        ends.collect::<Option<Vec<_>>>()
    });
    let ends = ends.context("a thread that runs tests has panicked")?;
    let (good, bad): (Vec<_>, Vec<_>) = ends.into_iter().flatten().partition(Result::is_ok);
    let bad: Vec<_> = bad.into_iter().filter_map(Result::err).collect();
    if !bad.is_empty() {
        let said = bad.iter().map(|error| format!("{error:#}"));
        bail!("{}", said.collect::<Vec<_>>().join("\n"));
    }
    Ok(good.iter().flatten().map(number).sum())
}

fn number(outcome: &Outcome) -> u32 {
    match outcome {
        Outcome::Tests(number) => *number,
        _ => 0,
    }
}

#[cfg(test)]
mod own_tests {
    use super::*;

    #[test]
    fn programs_are_what_cargo_made_of_tests() {
        let test =
            r#"{"reason":"compiler-artifact","profile":{"test":true},"executable":"/t/kv-1"}"#;
        let library =
            r#"{"reason":"compiler-artifact","profile":{"test":false},"executable":null}"#;
        assert_eq!(program(test), Some("/t/kv-1".into()));
        assert_eq!(program(library), None);
        assert_eq!(program("   Compiling kv"), None);
    }

    #[test]
    fn a_runtime_that_hangs_is_forgiven_once() {
        let hung = anyhow::anyhow!("`Err` value: Os {{ code: 11, kind: WouldBlock, … }}");
        assert!(is_hung(&hung) && !is_hung(&anyhow::anyhow!("left: 1, right: 2")));
        let once = Mutex::new(true);
        assert_eq!([take(&once), take(&once)], [true, false]);
    }

    #[test]
    fn long_ones_are_first() {
        assert!(place(Path::new("/t/axum-12ab")) < place(Path::new("/t/kv-12ab")));
        assert_eq!(place(Path::new("/t/axum_too-1")), LONG.len());
    }

    #[test]
    fn all_are_run_and_each_failure_is_told() {
        let programs = ["a", "b", "c", "d", "e"].map(PathBuf::from);
        let run = |program: &PathBuf| match program.to_str() {
            Some("b" | "d") => bail!("{} is red", program.display()),
            _ => Ok(Outcome::Tests(2)),
        };
        let error = all(programs.to_vec(), run).unwrap_err().to_string();
        assert!(
            error == "b is red\nd is red" || error == "d is red\nb is red",
            "{error}"
        );
        assert_eq!(
            all(programs.to_vec(), |_| Ok(Outcome::Tests(2))).unwrap(),
            10
        );
    }
}
