//! `worker-build doctor`: what it says of a worker that lacks something, and of one that lacks nothing.

mod support;

use std::path::Path;
use std::process::Command;
use support::Fixture;

/// What it says about packages and the configuration, and whether that is all that is needed.
fn examine(folder: &Path) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_worker-build"))
        .arg("doctor")
        .current_dir(folder)
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "");
    let about_packages = stdout.split_once("wasm-bindgen").unwrap().1;
    (
        about_packages.trim_start().to_owned(),
        output.status.success(),
    )
}

#[test]
fn the_examples_have_all_they_need() {
    let hello = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/hello");
    let (said, complete) = examine(&hello);
    assert!(complete, "{said}");
    assert!(
        said.ends_with("\n\neverything that is needed is there\n"),
        "{said}"
    );
    assert!(
        said.contains("`wrangler.jsonc`: `worker-build` writes `build/index.js`"),
        "{said}"
    );
}

#[test]
fn each_mistake_has_a_line() {
    let worker = Fixture::bare_outside("doctor", "")
        .file(
            "node_modules/wrangler/package.json",
            r#"{"version": "9.1.0", "engines": {"node": ">=999.0.0"}}"#,
        )
        .file(
            "node_modules/workerd/package.json",
            r#"{"version": "1.20260426.1"}"#,
        )
        .file(
            "wrangler.jsonc",
            r#"{"main": "build/index.js", "compatibility_date": "2026-05-01", "trigger": {}}"#,
        );
    let node = Command::new("node").arg("--version").output().unwrap();
    let node = String::from_utf8(node.stdout).unwrap();
    let node = node.trim().trim_start_matches('v');
    let expected = format!(
        "0.2.99 in the lock file, 0.2.130 in this program: builds use the command of that version, or install it
                  help: run `cargo update -p wasm-bindgen --precise 0.2.130`
missing  node           {node}, and wrangler needs 999.0.0
                  help: install a newer Node.js, see <https://nodejs.org>
ok       wrangler       9.1.0
note     workerd        1.20260426.1, older than the compatibility date 2026-05-01
                  help: update wrangler, or use `\"compatibility_date\": \"2026-04-26\"`
note     configuration  `wrangler.jsonc` has no `build.command`: wrangler serves the last build
                  help: add `\"build\": {{ \"command\": \"worker-build\" }}`
note     configuration  `trigger` in wrangler.jsonc:1 is no key that wrangler knows; did you mean `triggers`?

1 thing is missing
"
    );
    assert_eq!(examine(&worker.root), (expected, false));
}

#[test]
fn an_empty_folder_lacks_everything() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_worker-build"))
        .arg("doctor")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    assert!(
        stdout.contains("missing  worker         cargo cannot read the package in `"),
        "{stdout}"
    );
    assert!(
        stdout.contains("missing  configuration  no `wrangler.jsonc`\n"),
        "{stdout}"
    );
    assert!(stdout.ends_with("\n4 things are missing\n"), "{stdout}");
}

/// The top of a configuration may have nothing but what its environments share.
#[test]
fn environments_have_a_configuration() {
    let worker = Fixture::bare_outside("doctor-environments", "").file(
        "wrangler.json",
        r#"{"env": {"live": {"main": "build/live.js", "build": {"command": "make"}}}}"#,
    );
    let (said, _) = examine(&worker.root);
    let expected = "ok       configuration  `wrangler.json`: `make` writes `build/live.js`\n";
    assert!(said.contains(expected), "{said}");
}
