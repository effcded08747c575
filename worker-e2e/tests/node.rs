//! Without a Node.js that can be used. This program runs itself once more in another environment.

mod support;

use std::env;
use std::process::Command;

use support::project;
use worker_e2e::Project;

const SCENARIO: &str = "WORKER_E2E_TEST_SCENARIO";

/// What the other process does; nothing when this program is run as it is.
#[test]
fn scenario() {
    if env::var_os(SCENARIO).is_some() {
        let error = Project::at("tests/projects/greeter").start().unwrap_err();
        println!("{error}");
    }
}

#[track_caller]
fn is_refused_with(variable: &str, value: &str, message: &str) {
    let mut other = Command::new(env::current_exe().unwrap());
    other.args(["scenario", "--exact", "--nocapture"]);
    let output = other
        .env(SCENARIO, "1")
        .env(variable, value)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && said.contains(message), "{said}");
}

#[test]
fn none_is_installed() {
    let message = "could not start `node`; install Node.js 20.3 or later: ";
    is_refused_with("PATH", "", message);
}

#[test]
fn it_is_too_old() {
    let script = "Object.defineProperty(process, 'versions', { value: { node: '20.2.1' } });";
    let folder = project("old-node", &[("old.cjs", script)]);
    let options = format!("--require={}", folder.join("old.cjs").display());
    let message = "node 20.2.1 is too old; install Node.js 20.3 or later\n";
    is_refused_with("NODE_OPTIONS", &options, message);
}

#[test]
fn it_ends_before_the_workers_start() {
    let script = "console.error('out of order'); process.exit(1);";
    let folder = project("broken-node", &[("broken.cjs", script)]);
    let options = format!("--require={}", folder.join("broken.cjs").display());
    let message = "the workers did not start; `node` ended\nout of order\n";
    is_refused_with("NODE_OPTIONS", &options, message);
}
