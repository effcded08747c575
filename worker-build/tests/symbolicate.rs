//! `worker-build symbolicate`: logs with names. That names and lines are right is tested with workers that panic
//! (`tests/e2e/tests/panics.rs`).
#![cfg(unix)]

mod support;

use std::io::Write;
use std::process::Stdio;
use support::{Fixture, Run, same_as_golden};

const SYMBOLS: &str = "worker-build symbols 1
place\t0\tsrc/cart.rs:50:5\t-\ttotal
place\t1\tsrc/cart.rs:42:9\t0\tsum
function\t7\t1a\t2b\tshop::cart::total
at\t1a\t-
at\t1d\t1
";

const LOG: &str = "GET /cart - Exception Thrown
    at panic! (src/cart.rs:42:9)
    at wasm://wasm/000ee272:wasm-function[7]:0x1d
  {\"stack\":\"Error: x\\n    at wasm://wasm/000ee272:wasm-function[7]:0x1d\"}
    at index.js:1:2
the end, without a line break";

fn symbolicate(fixture: &Fixture, args: &[&str], log: &[u8]) -> Run {
    let args: Vec<_> = [&["symbolicate"], args].concat();
    let mut command = fixture.command(&args);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = command.spawn().unwrap();
    // It may have refused its arguments already.
    let _ = running.stdin.take().unwrap().write_all(log);
    Run::new(running.wait_with_output().unwrap(), &fixture.root)
}

#[test]
fn a_log_from_standard_input_and_from_a_file() {
    let fixture = Fixture::empty("symbolicate")
        .file("build/index.symbols", SYMBOLS)
        .file("incident.log", LOG);
    let run = symbolicate(&fixture, &[], LOG.as_bytes()).succeeds();
    same_as_golden("symbolicate.stdout", &run.stdout);
    assert_eq!(run.stderr, "");
    let run = symbolicate(&fixture, &["incident.log"], b"").succeeds();
    same_as_golden("symbolicate.stdout", &run.stdout);
}

#[test]
fn bytes_that_are_no_text_are_copied() {
    let fixture = Fixture::empty("symbolicate_bytes").file("v42.symbols", SYMBOLS);
    let log = [b"\xff\xfe\n", &b"at wasm-function[7]+0x1d:1\n"[..]].concat();
    let run = symbolicate(&fixture, &["--symbols", "v42.symbols"], &log).succeeds();
    let named = "at sum (src/cart.rs:42:9)\nat shop::cart::total (src/cart.rs:50:5)\n";
    assert_eq!(run.stdout, format!("\u{fffd}\u{fffd}\n{named}"));
}

#[test]
fn frames_of_another_build_are_told() {
    let fixture = Fixture::empty("symbolicate_other").file("build/index.symbols", SYMBOLS);
    let log = "at wasm-function[7]+0x99:1\nat wasm-function[8]+0x1d:1\n";
    let run = symbolicate(&fixture, &[], log.as_bytes());
    assert!(!run.success);
    assert_eq!(run.stdout, log);
    same_as_golden("symbolicate_other.txt", &run.stderr);
    let some = format!("{log}at wasm-function[7]+0x1d:1\n");
    let run = symbolicate(&fixture, &[], some.as_bytes()).succeeds();
    same_as_golden("symbolicate_other.txt", &run.stderr);
}

#[test]
fn symbols_that_are_missing_or_broken() {
    let fixture =
        Fixture::empty("symbolicate_missing").file("broken", "worker-build symbols 1\nx\n");
    same_as_golden(
        "symbolicate_missing.txt",
        &symbolicate(&fixture, &[], b"").stderr,
    );
    let run = symbolicate(&fixture, &["--symbols", "broken"], b"");
    same_as_golden("symbolicate_broken.txt", &run.stderr);
}
