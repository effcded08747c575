//! `ci/build.sh` of the templates, on machines where Rust is missing and where it is not. What it calls are scripts that
//! write down how.
#![cfg(unix)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::Fixture;

/// What the script may take from the system; a cargo that is installed beside them is none of its business.
const SYSTEM: [&str; 6] = ["chmod", "mkdir", "mktemp", "rm", "sed", "sh"];

/// An installer of Rust, and below it a cargo that installs `worker-build`, as they write down their calls.
const CURL: &str = r#"
while [ "$1" != --output ]; do shift; done
sed -n p > "$2" <<'INSTALLER'
echo "installer $*" >> "$CALLED"
mkdir -p "${CARGO_HOME:-$HOME/.cargo}/bin" "$RUSTUP_HOME"
"$SCRIPTS/put" cargo
INSTALLER
"#;

const CARGO: &str = r#"
echo "cargo $* ${CARGO_TARGET_DIR-elsewhere}" >> "$CALLED"
"$SCRIPTS/put" worker-build
"#;

/// Copies a script of ours to where cargo installs programs.
const PUT: &str = r#"
mkdir -p "${CARGO_HOME:-$HOME/.cargo}/bin"
sed -n p "$SCRIPTS/$1" > "${CARGO_HOME:-$HOME/.cargo}/bin/$1"
chmod +x "${CARGO_HOME:-$HOME/.cargo}/bin/$1"
"#;

const LOCK: &str = "[[package]]\nname = \"worker-macros\"\nversion = \"0.3.0\"\n\n\
    [[package]]\nname = \"worker-sdk\"\nversion = \"0.1.7\"\n";

fn templates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")
}

fn script_of(template: &str) -> PathBuf {
    templates().join(template).join("ci/build.sh")
}

/// A project with the script, on a machine with `curl`.
fn project(test: &str) -> Fixture {
    let fixture = Fixture::empty(test).file("Cargo.lock", LOCK);
    let script = fs::read_to_string(script_of("hello")).unwrap();
    fixture.write("ci/build.sh", &script);
    for name in SYSTEM {
        let program = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(name));
        let program = program.iter().find(|program| program.exists()).unwrap();
        fs::create_dir_all(fixture.path("bin")).unwrap();
        std::os::unix::fs::symlink(program, fixture.path("bin").join(name)).unwrap();
    }
    let says = |name: &str| format!("echo \"{name} $*\" >> \"$CALLED\"\n");
    let curl = says("curl") + CURL;
    fixture.script("bin/curl", &curl);
    fixture.script("scripts/put", PUT);
    fixture.script("scripts/cargo", CARGO);
    fixture.script("scripts/worker-build", &says("worker-build"));
    fixture
}

/// Runs the script; what was called, and whether it succeeded.
fn build(project: &Fixture, args: &[&str], variables: &[(&str, &Path)]) -> (String, bool) {
    let called = project.path("called");
    let _ = fs::remove_file(&called);
    let output = Command::new(project.path("bin/sh"))
        .arg("ci/build.sh")
        .args(args)
        .current_dir(&project.root)
        .env_clear()
        .env("PATH", project.path("bin"))
        .env("HOME", project.path("home"))
        .env("TMPDIR", &project.root)
        .env("CALLED", &called)
        .env("SCRIPTS", project.path("scripts"))
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    let called = fs::read_to_string(called).unwrap_or_default();
    (called, output.status.success())
}

#[test]
fn each_template_has_a_script_that_a_shell_understands() {
    let mut scripts = 0;
    for template in templates().read_dir().unwrap() {
        let name = template.unwrap().file_name();
        let script = script_of(&name.to_string_lossy());
        let status = Command::new("sh").arg("-n").arg(&script).status().unwrap();
        assert!(status.success(), "{}", script.display());
        scripts += 1;
    }
    assert_eq!(scripts, 6);
}

#[test]
fn where_cloudflare_builds_all_is_installed_into_the_folder_that_is_kept() {
    let project = project("ci_workers_builds");
    let variables = [("WORKERS_CI", Path::new("1"))];
    let (called, succeeded) = build(&project, &[], &variables);
    assert!(succeeded, "{called}");
    let (curl, rest) = called.split_once('\n').unwrap();
    assert!(
        curl.starts_with("curl --proto =https --tlsv1.2 ")
            && curl.ends_with(" https://sh.rustup.rs"),
        "{curl}"
    );
    assert_eq!(
        rest,
        "installer -y --profile minimal --no-modify-path\n\
         cargo install --quiet --locked worker-build --version 0.1.7 elsewhere\n\
         worker-build setup --panic-unwind\n\
         worker-build \n"
    );
    let kept = project.path("home/.npm/_rust");
    assert!(kept.join("cargo/bin/worker-build").is_file());
    assert!(kept.join("rustup").is_dir());
    assert!(!project.path("home/.cargo").exists());

    // The next command, or the next build.
    project.script(
        "bin/npx",
        "echo \"npx $1 $2 $3\" >> \"$CALLED\"\necho \"$CARGO_TARGET_DIR $WORKER_BUILD_STD_CACHE\" >> \"$CALLED\"\nworker-build from wrangler",
    );
    let (called, succeeded) = build(
        &project,
        &["npx", "wrangler", "deploy", "--env=a b"],
        &variables,
    );
    assert!(succeeded, "{called}");
    let kept = kept.display();
    assert_eq!(
        called,
        format!(
            "cargo install --quiet --locked worker-build --version 0.1.7 elsewhere\n\
             worker-build setup --panic-unwind\n\
             npx wrangler deploy --env=a b\n\
             {kept}/target {kept}/std\n\
             worker-build from wrangler\n"
        )
    );
}

#[test]
fn a_cargo_that_is_there_is_used_as_it_is() {
    let project = project("ci_cargo");
    fs::remove_file(project.path("Cargo.lock")).unwrap();
    project.script("bin/cargo", "echo \"cargo $*\" >> \"$CALLED\"");
    project.script(
        "bin/worker-build",
        "echo \"worker-build $*\" >> \"$CALLED\"",
    );
    let (called, succeeded) = build(&project, &[], &[]);
    assert!(succeeded, "{called}");
    assert_eq!(
        called,
        "cargo install --quiet --locked worker-build\n\
         worker-build setup --panic-unwind\n\
         worker-build \n"
    );
    assert!(!project.path("home").exists());
}

#[test]
fn another_folder_may_be_kept() {
    let project = project("ci_cache");
    let cache = project.path("kept");
    let (called, succeeded) = build(&project, &[], &[("CI_CACHE", &cache)]);
    assert!(succeeded, "{called}");
    assert!(cache.join("cargo/bin/worker-build").is_file());
    assert!(cache.join("rustup").is_dir());
}

/// Its toolchains and its configuration are not in the folder that is kept.
#[test]
fn a_cargo_that_is_there_has_its_own_folders() {
    let project = project("ci_cargo_cache");
    let says = "echo \"${RUSTUP_HOME-its own}, ${CARGO_HOME-its own}, ${WORKER_BUILD_STD_CACHE#\"$PWD\"}\" >> \"$CALLED\"\n\"$SCRIPTS/put\" worker-build";
    project.script("bin/cargo", says);
    for cache in [project.path("kept"), "kept".into()] {
        let (called, succeeded) = build(&project, &[], &[("CI_CACHE", &cache)]);
        assert!(succeeded, "{called}");
        assert!(
            called.starts_with("its own, its own, /kept/std\n"),
            "{called}"
        );
    }
}

#[test]
fn nothing_goes_on_after_a_failure() {
    let project = project("ci_failure");
    project.script("bin/curl", "echo curl >> \"$CALLED\"; exit 22");
    assert_eq!(build(&project, &[], &[]), ("curl\n".to_owned(), false));
    project.script("bin/cargo", "echo cargo >> \"$CALLED\"; exit 101");
    assert_eq!(build(&project, &[], &[]), ("cargo\n".to_owned(), false));
    project.script("bin/cargo", "");
    project.script("bin/worker-build", "echo \"$*\" >> \"$CALLED\"; exit 1");
    let setup = "setup --panic-unwind\n".to_owned();
    assert_eq!(build(&project, &[], &[]), (setup, false));
}
