//! What the compiler says of `#[worker_sdk::test]`. The attribute leaves nothing in builds that are no tests, such as
//! those of `tests/ui`, so each file in `tests/typed` is a test here: one with a `.stderr` beside it fails with exactly
//! those messages, any other compiles. `TRYBUILD=overwrite` writes the messages anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[test]
fn typed() -> Result<()> {
    let cases = cases()?;
    assert!(!cases.is_empty());
    let package = package("typed", &cases)?;
    let mut changed = String::new();
    for case in &cases {
        let messages = check(&package, case)?;
        if !is_recorded(&case.with_extension("stderr"), &messages)? {
            write!(changed, "\n{}\n{messages}", case.display())?;
        }
    }
    assert!(
        changed.is_empty(),
        "these say something else now:\n{changed}"
    );
    Ok(())
}

#[test]
fn on_the_host_tests_are_ignored() -> Result<()> {
    let case = manifest_dir().join("tests/typed/every_form.rs");
    let package = package("host", std::slice::from_ref(&case))?;
    let run = |arguments: &[&str]| -> Result<String> {
        let mut command = cargo(&package, &["test", "--test", name(&case)?]);
        let output = command.arg("--").args(arguments).output()?;
        Ok(String::from_utf8(output.stdout)?)
    };
    let text = run(&["parameters::all", "--exact"])?;
    let reason = "ignored, runs in the Workers runtime: cargo test --target wasm32-unknown-unknown";
    assert!(
        text.contains(&format!("test parameters::all ... {reason}")),
        "{text}"
    );
    let text = run(&["parameters::all", "--exact", "--ignored"])?;
    let reason = "this test runs in the Workers runtime; run it with `cargo test --target wasm32-unknown-unknown`";
    assert!(
        text.contains(reason) && text.contains("0 passed; 1 failed"),
        "{text}"
    );
    Ok(())
}

fn manifest_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Result<Vec<PathBuf>> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(manifest_dir().join("tests/typed"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            cases.push(path);
        }
    }
    cases.sort();
    Ok(cases)
}

fn name(case: &Path) -> Result<&str> {
    let stem = case.file_stem().and_then(|stem| stem.to_str());
    Ok(stem.ok_or("a case has no name")?)
}

/// A package of its own with a test for each case, and the versions of this workspace.
fn package(folder: &str, cases: &[PathBuf]) -> Result<PathBuf> {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let workspace = manifest_dir().join("..");
    let sdk = workspace.join("worker-sdk");
    let mut manifest = format!(
        "[package]\nname = \"typed\"\nversion = \"0.0.0\"\nedition = \"2024\"\nautotests = false\n\n[profile.dev]\ndebug = false\n\n\
         [workspace]\n\n[dependencies]\nworker-sdk.path = {sdk:?}\n",
    );
    for case in cases {
        write!(
            manifest,
            "\n[[test]]\nname = {:?}\npath = {case:?}\n",
            name(case)?
        )?;
    }
    fs::create_dir_all(package.join("src"))?;
    fs::write(package.join("src/lib.rs"), "")?;
    fs::write(package.join("Cargo.toml"), manifest)?;
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock"))?;
    Ok(package)
}

/// The compiler's messages about one case, without paths that differ from machine to machine.
fn check(package: &Path, case: &Path) -> Result<String> {
    let output = cargo(package, &["check", "--quiet", "--test", name(case)?]).output()?;
    Ok(normal(&String::from_utf8(output.stderr)?))
}

fn cargo(package: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .args(["--offline", "--color=never"])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env_remove("RUSTFLAGS");
    command
}

/// Without paths of this machine, without what the SDK has elsewhere, and without the width of line numbers.
fn normal(messages: &str) -> String {
    const ENDS: [&str; 3] = [
        "For more information about",
        "Some errors have detailed",
        "error: could not compile",
    ];
    let package = format!("{}/", manifest_dir().display());
    let lines = messages
        .lines()
        .take_while(|line| !ENDS.iter().any(|end| line.starts_with(end)));
    let mut parts: Vec<Vec<String>> = Vec::new();
    for line in lines {
        let begins = ["error", "help: ", "note: "]
            .iter()
            .any(|word| line.starts_with(word));
        if begins || line.is_empty() || parts.is_empty() {
            parts.push(Vec::new());
        }
        let lists_types =
            line.trim_start().starts_with('`') || line.contains("following other types");
        if let Some(part) = parts.last_mut().filter(|_| !lists_types) {
            part.push(line.trim_start().replace(&package, ""));
        }
    }
    let points_into_sdk =
        |part: &Vec<String>| part.iter().any(|line| line.contains("worker-sdk/src/"));
    parts.retain(|part| !points_into_sdk(part));
    parts.concat().join("\n").trim().to_owned()
}

/// Whether the file beside a case has these messages; one that compiles has no such file.
fn is_recorded(file: &Path, messages: &str) -> Result<bool> {
    if env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") && !messages.is_empty() {
        fs::write(file, format!("{messages}\n"))?;
    }
    let recorded = fs::read_to_string(file).unwrap_or_default();
    Ok(recorded.trim_end() == messages)
}
