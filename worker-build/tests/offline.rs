//! `worker-build --offline` downloads and installs nothing.
#![cfg(unix)]

mod support;

use std::fs;
use std::process::Command;
use support::{BARE, Fixture};

/// The command in a worker whose cargo writes down what it is called with.
fn command(fixture: &Fixture, args: &[&str]) -> Command {
    let called = fixture.path("called");
    let script = format!(
        "echo \"$*\" >> {called:?}\nif [ \"$1\" = install ]; then exit 1; fi\nexec cargo \"$@\""
    );
    let cargo = fixture.script("cargo", &script);
    let mut command = fixture.command(args);
    command
        .env("CARGO", cargo)
        .env_remove("CARGO_NET_OFFLINE")
        .env_remove("WASM_BINDGEN_BIN");
    command
}

fn called(fixture: &Fixture) -> Vec<String> {
    let called = fs::read_to_string(fixture.path("called")).unwrap();
    called.lines().map(str::to_owned).collect()
}

#[test]
fn a_wasm_bindgen_that_is_not_there_is_not_installed() {
    let fixture = Fixture::bare("offline", BARE);
    for args in [
        &["--offline"][..],
        &["--offline", "--", "--offline"],
        &["--", "--offline"],
        &["--", "--frozen"],
    ] {
        // The first writes the lock file, which the last must not.
        let run = fixture.finish(&mut command(&fixture, args));
        run.fails_with("offline.txt");
    }
    let called = called(&fixture);
    assert!(
        !called.iter().any(|args| args.starts_with("install")),
        "{called:?}"
    );
}

#[test]
fn one_that_is_there_is_used_and_cargo_is_told() {
    let fixture = Fixture::bare("offline_with", BARE);
    let mut command = command(&fixture, &["--offline"]);
    let run = fixture.finish(command.env("WASM_BINDGEN_BIN", fixture.path("wasm-bindgen")));
    run.succeeds();
    let called = called(&fixture);
    assert_eq!(called.len(), 2, "{called:?}");
    for (args, name) in called.iter().zip(["metadata", "build"]) {
        let mut words = args.split(' ');
        assert_eq!(words.next(), Some(name), "{args}");
        assert_eq!(
            words.filter(|word| *word == "--offline").count(),
            1,
            "{args}"
        );
    }
}

#[test]
fn tests_hand_it_to_cargo() {
    let fixture = Fixture::empty("offline_tests");
    let cargo = fixture.script("cargo", "echo \"$*\" > called");
    let mut command = fixture.command(&["test", "--offline", "--lib"]);
    fixture.finish(command.env("CARGO", cargo)).succeeds();
    assert_eq!(
        fixture.read("called"),
        "test --target wasm32-unknown-unknown --offline --lib\n"
    );
}
