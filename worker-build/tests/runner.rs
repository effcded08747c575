//! What `worker-build test` says about a suite that passes, and about the same suite with a mistake in each place.
#![cfg(unix)]

mod support;

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use support::{Fixture, SDK, manifest, repository, same_as_golden};

const LIB: &str = include_str!("suite/lib.rs");
const TESTS: &str = include_str!("suite/tests.rs");
const CONFIG: &str = r#"{
  "name": "suite",
  "main": "build/index.js",
  "compatibility_date": "2026-04-01",
  "kv_namespaces": [{ "binding": "KV", "id": "kv" }]
}
"#;

static RIGHT: LazyLock<Suite> = LazyLock::new(|| Suite::compile("suite_right", true));
static WRONG: LazyLock<Suite> = LazyLock::new(|| Suite::compile("suite_wrong", false));

/// A crate, and the modules of tests that cargo made of it.
struct Suite {
    fixture: Fixture,
    library: PathBuf,
    tests: PathBuf,
}

impl Suite {
    fn compile(name: &str, is_right: bool) -> Self {
        let dependencies = format!("{SDK}\n[dev-dependencies]\nwasm-bindgen-test = \"0.3\"\n");
        let right =
            |text: &str| text.replace("RIGHT: bool = true", &format!("RIGHT: bool = {is_right}"));
        let fixture = Fixture::empty(name)
            .file("Cargo.toml", &manifest(name, &dependencies))
            .file("src/lib.rs", &right(LIB))
            .file("tests/suite.rs", &right(TESTS))
            .file("wrangler.jsonc", CONFIG);
        std::os::unix::fs::symlink(
            repository().join("node_modules"),
            fixture.path("node_modules"),
        )
        .unwrap();
        let [library, tests] = modules(&fixture);
        Self {
            fixture,
            library,
            tests,
        }
    }

    fn command(&self, module: &PathBuf, args: &[&str]) -> Command {
        let mut command = self.fixture.command(&["test"]);
        command.arg(module).args(args);
        command
    }

    /// Runs the integration tests; the exit code, stdout and stderr.
    fn run(&self, args: &[&str]) -> (Option<i32>, String, String) {
        run(&mut self.command(&self.tests, args))
    }
}

fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| timeless(&String::from_utf8_lossy(bytes));
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// The modules of the unit tests and of the integration tests.
fn modules(fixture: &Fixture) -> [PathBuf; 2] {
    let cargo = fixture.command(&[]);
    let mut command = Command::new(env!("CARGO"));
    let set = cargo
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    command.envs(set).current_dir(&fixture.root).args([
        "test",
        "--no-run",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let executables = said
        .lines()
        .filter(|line| line.trim_start().starts_with("Executable"));
    let mut files = executables.filter_map(|line| line.rsplit_once('(')?.1.strip_suffix(')'));
    [files.next().unwrap().into(), files.next().unwrap().into()]
}

/// Replaces durations.
fn timeless(text: &str) -> String {
    let mut parts = text.split("finished in ");
    let mut timeless = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('s').unwrap();
        timeless.push_str("finished in <time>");
        timeless.push_str(rest);
    }
    timeless
}

#[test]
fn a_suite_that_passes() {
    let (code, stdout, stderr) = RIGHT.run(&[]);
    same_as_golden("suite_right.stdout", &stdout);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_suite_with_a_mistake_in_each_place() {
    let (code, stdout, stderr) = WRONG.run(&["--include-ignored"]);
    same_as_golden("suite_wrong.stdout", &stdout);
    assert_eq!((code, stderr.as_str()), (Some(101), ""));
}

#[test]
fn a_unit_test() {
    let (code, stdout, _) = run(&mut RIGHT.command(&RIGHT.library, &[]));
    same_as_golden("suite_unit_right.stdout", &stdout);
    assert_eq!(code, Some(0));
    let (code, stdout, _) = run(&mut WRONG.command(&WRONG.library, &[]));
    same_as_golden("suite_unit_wrong.stdout", &stdout);
    assert_eq!(code, Some(101));
}

#[test]
fn tests_are_listed() {
    let (code, stdout, _) = RIGHT.run(&["--list", "bindgen", "not"]);
    same_as_golden("suite_list.stdout", &stdout);
    assert_eq!(code, Some(0));
    let (_, stdout, _) = RIGHT.run(&["--list", "--format", "terse", "--ignored"]);
    assert_eq!(stdout, "ignored: test\nof_wasm_bindgen_and_ignored: test\n");
    let (_, stdout, _) = RIGHT.run(&["--list", "no such test"]);
    assert_eq!(stdout, "0 tests, 0 benchmarks\n");
}

#[test]
fn output_is_shown_on_demand() {
    let one = ["not_async", "--exact"];
    let args = |more: &[&'static str]| [&one[..], more].concat();
    let (_, stdout, _) = RIGHT.run(&args(&["--show-output"]));
    same_as_golden("suite_show_output.stdout", &stdout);
    let (_, stdout, _) = WRONG.run(&args(&["--nocapture"]));
    same_as_golden("suite_nocapture.stdout", &stdout);
    let (_, stdout, _) = RIGHT.run(&args(&["--color", "always", "-q"]));
    same_as_golden("suite_terse.stdout", &stdout);
}

#[test]
fn each_test_in_an_isolate_of_its_own() {
    let (code, stdout, _) = RIGHT.run(&["--isolate", "of_wasm", "--skip", "and"]);
    assert!(
        stdout.contains("\ntest of_wasm_bindgen ... ok\n"),
        "{stdout}"
    );
    assert_eq!(code, Some(0));
}

#[test]
fn a_flag_that_is_not_known_is_an_error() {
    let (code, stdout, stderr) = RIGHT.run(&["--shuffle"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(
        stderr.starts_with("error: unexpected argument '--shuffle' found\n"),
        "{stderr}"
    );
}
