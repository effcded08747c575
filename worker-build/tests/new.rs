//! A project that `worker-build new` wrote passes its own tests: of functions, inside the runtime, and of the built
//! worker in both of its environments.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const WORKER_BUILD: &str = env!("CARGO_BIN_EXE_worker-build");

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A new project that finds what `npm install` and an installed `worker-build` would give it.
///
/// They share a folder of cargo's, where a module is known by its name.
fn project(parent: &Path, template: &str) -> PathBuf {
    let name = format!("my-{template}");
    let output = run(Command::new(WORKER_BUILD)
        .args(["new", &name, "--template", template])
        .current_dir(parent));
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("the checkout of this program"), "{stdout}");
    let migrate = match template {
        "fullstack" | "router" => "  npx wrangler d1 migrations apply DB --local\n",
        _ => "",
    };
    let next = format!("next:\n  cd {name} && npm install\n{migrate}  npx wrangler dev\n");
    assert!(stdout.ends_with(&next), "{stdout}");

    let project = parent.join(name);
    let modules = repository().join("node_modules");
    assert!(modules.is_dir(), "no npm packages; run `cargo xtask setup`");
    link(&modules, &project.join("node_modules"));
    fs::copy(repository().join("Cargo.lock"), project.join("Cargo.lock")).unwrap();
    project
}

#[cfg(unix)]
fn link(folder: &Path, at: &Path) {
    std::os::unix::fs::symlink(folder, at).unwrap();
}

#[cfg(windows)]
fn link(folder: &Path, at: &Path) {
    std::os::windows::fs::symlink_dir(folder, at).unwrap();
}

/// A command in the project. What cargo compiles is kept for the next run of this test.
fn in_project(project: &Path, program: &str) -> Command {
    let tools = Path::new(WORKER_BUILD).parent().unwrap().to_owned();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([tools].into_iter().chain(env::split_paths(&path))).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new");
    let mut command = Command::new(program);
    command.current_dir(project).env("PATH", path);
    command
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true");
    command.env("WRANGLER_SEND_METRICS", "false");
    command
}

#[track_caller]
fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{stdout}\n{stderr}",
        output.status
    );
    output
}

#[test]
fn a_new_project_passes_its_own_tests() {
    let temp = TempDir::new().unwrap();
    let project = project(temp.path(), "hello");

    run(in_project(&project, "worker-build").arg("--dev"));
    assert!(project.join("build/index.js").is_file());

    let output = run(in_project(&project, "npm").arg("test"));
    let stdout = String::from_utf8(output.stdout).unwrap();
    for test in [
        "tests::greets_the_name_in_the_path",
        "tests::greets_the_world_at_the_root",
        "greets_with_the_variable",
        "greets_by_name",
        "staging_has_its_own_greeting",
    ] {
        assert!(
            stdout.contains(&format!("test {test} ... ok\n")),
            "{test}:\n{stdout}"
        );
    }

    // Without cargo's configuration, or beside it.
    let output = run(in_project(&project, "worker-build").args(["test", "--test", "runtime"]));
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        stdout.contains("test greets_with_the_variable ... ok\n"),
        "{stdout}"
    );
}

#[test]
fn so_does_one_with_a_durable_object() {
    passes(
        "durable-object",
        &[
            "tests::slashes_do_not_count",
            "a_counter_counts",
            "each_path_has_its_own",
            "a_counter_is_shared",
        ],
    );
}

#[test]
fn so_does_one_with_a_queue() {
    passes(
        "queue",
        &[
            "what_is_in_stock_is_shipped",
            "tests::unicorns_are_never_in_stock",
            "an_order_is_shipped_soon",
            "what_makes_no_sense_is_refused",
        ],
    );
}

#[test]
fn so_does_one_with_a_router() {
    passes(
        "router",
        &[
            "tests::the_routes_fit_together",
            "a_note_is_kept_until_it_is_removed",
            "a_note_needs_a_text",
            "notes_are_listed",
        ],
    );
}

#[test]
fn so_does_one_with_axum() {
    passes(
        "axum",
        &[
            "tests::the_routes_fit_together",
            "a_note_is_kept_until_it_is_removed",
            "a_note_needs_a_text",
            "notes_are_listed",
        ],
    );
}

#[test]
fn so_does_one_with_a_page() {
    passes(
        "fullstack",
        &[
            "tests::the_routes_fit_together",
            "tests::a_name_is_not_empty",
            "a_guest_signs",
            "nobody_has_no_name",
            "the_page_and_its_api",
        ],
    );
}

#[track_caller]
fn passes(template: &str, tests: &[&str]) {
    let temp = TempDir::new().unwrap();
    let project = project(temp.path(), template);
    let output = run(in_project(&project, "npm").arg("test"));
    let stdout = String::from_utf8(output.stdout).unwrap();
    for test in tests {
        let passed = format!("test {test} ... ok\n");
        assert!(stdout.contains(&passed), "{test}:\n{stdout}");
    }
    has_no_warnings(&project);
}

#[test]
fn a_new_project_has_no_warnings() {
    let temp = TempDir::new().unwrap();
    has_no_warnings(&project(temp.path(), "hello"));
}

#[track_caller]
fn has_no_warnings(project: &Path) {
    run(in_project(project, "cargo").args(["fmt", "--check"]));
    run(&mut clippy(project));
}

fn clippy(project: &Path) -> Command {
    let mut command = in_project(project, "cargo");
    command
        .args(["clippy", "--all-targets"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--", "-D", "warnings"]);
    command
}

#[test]
fn each_template_says_how_to_go_on() {
    let temp = TempDir::new().unwrap();
    for template in ["axum", "durable-object", "fullstack", "queue", "router"] {
        project(temp.path(), template);
    }
}

/// What works elsewhere, and what clippy says of it.
const ELSEWHERE: [(&str, &str); 13] = [
    (
        "println!(\"a\")",
        "it prints nothing here; use `worker_sdk::console_log!`",
    ),
    (
        "print!(\"\")",
        "it prints nothing here; use `worker_sdk::console_log!`",
    ),
    (
        "eprintln!(\"a\")",
        "it prints nothing here; use `worker_sdk::console_error!`",
    ),
    (
        "eprint!(\"\")",
        "it prints nothing here; use `worker_sdk::console_error!`",
    ),
    (
        "dbg!()",
        "it prints nothing here; use `worker_sdk::console_debug!`",
    ),
    (
        "std::env::var(\"HOME\")",
        "nothing is found here; use a field of your bindings, or `env.var`",
    ),
    (
        "std::thread::sleep(MOMENT)",
        "it panics here; use `worker_sdk::sleep(…).await`",
    ),
    (
        "std::thread::spawn(|| ())",
        "it panics here; use `worker_sdk::spawn` with a future",
    ),
    (
        "std::time::Instant::now()",
        "it panics here; use `worker_sdk::time::Instant::now`",
    ),
    (
        "std::time::SystemTime::now()",
        "it panics here; use `worker_sdk::now`",
    ),
    (
        "tokio::spawn(async {})",
        "it panics here; use `worker_sdk::spawn`",
    ),
    (
        "tokio::time::sleep(MOMENT)",
        "it panics here; use `worker_sdk::sleep`",
    ),
    (
        "tokio::time::timeout(MOMENT, async {})",
        "it panics here; use `worker_sdk::timeout`",
    ),
];

#[test]
fn clippy_says_what_to_use_instead() {
    let temp = TempDir::new().unwrap();
    let project = project(temp.path(), "hello");
    let manifest = project.join("Cargo.toml");
    let without = fs::read_to_string(&manifest).unwrap();
    let with_tokio = |features: &str| {
        let tokio = format!(
            "tokio = {{ version = \"1\", default-features = false, features = [{features}] }}"
        );
        let with = without.replace("[dependencies]", &format!("[dependencies]\n{tokio}"));
        fs::write(&manifest, with).unwrap();
    };
    // Functions that are not there are no mistake.
    with_tokio("\"sync\"");
    run(&mut clippy(&project));

    with_tokio("\"rt\", \"time\"");
    let lines = ELSEWHERE.map(|(code, _)| format!("    let _ = {code};\n"));
    let moment = "const MOMENT: std::time::Duration = std::time::Duration::ZERO;";
    let mistakes = format!("\n{moment}\npub fn elsewhere() {{\n{}}}\n", lines.concat());
    let source = project.join("src/lib.rs");
    let right = fs::read_to_string(&source).unwrap();
    fs::write(&source, right + &mistakes).unwrap();
    let output = clippy(&project).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{stderr}");
    for (code, reason) in ELSEWHERE {
        assert!(told(&stderr, code, reason), "{code}: {reason}\n{stderr}");
    }
}

/// Whether one of the messages is about this code, and has this note.
fn told(stderr: &str, code: &str, reason: &str) -> bool {
    let note = format!("= note: {reason}\n");
    stderr.split("\n\n").any(|message| {
        message.contains("use of a disallowed")
            && message.contains(code)
            && format!("{message}\n").contains(&note)
    })
}

#[test]
fn a_new_project_is_a_repository_unless_it_is_in_one_or_git_is_missing() {
    let temp = TempDir::new().unwrap();
    let outer = temp.path();
    let new = |name: &str| {
        let mut command = Command::new(WORKER_BUILD);
        command.args(["new", name]).current_dir(outer);
        command
    };
    run(new("without-git").env("PATH", ""));
    assert!(!outer.join("without-git/.git").exists());
    run(&mut new("outside"));
    assert!(outer.join("outside/.git").exists());
    run(Command::new("git")
        .args(["init", "--quiet"])
        .current_dir(outer));
    run(&mut new("inside"));
    assert!(!outer.join("inside/.git").exists());
}
