//! `worker-build setup` on machines that lack something. Compiler, rustup and cargo are scripts that write down what they
//! are called with.
#![cfg(unix)]

mod support;

use std::fs;
use std::path::PathBuf;
use support::{Fixture, Run, same_as_golden};

const STD: &str = "lib/rustlib/wasm32-unknown-unknown/lib/libstd-0123.rlib";
const SOURCE: &str = "lib/rustlib/src/rust/library/std/Cargo.toml";
const UNWINDING: &str = "cache/1.99.0-0123456ab-unwind";

/// A machine with a compiler whose folder is `rust`.
struct Machine(Fixture);

impl Machine {
    /// One whose rustup runs these lines.
    fn new(test: &str, rustup: &str) -> Self {
        let fixture = Fixture::empty(test);
        let sysroot = fixture.path("rust");
        let rustc = format!(
            "case \"$*\" in\n\
             '--print sysroot') echo {sysroot:?};;\n\
             -vV) printf 'rustc 1.99.0\\ncommit-hash: 0123456ab789\\nrelease: 1.99.0\\n';;\n\
             *) exit 1;;\n\
             esac"
        );
        fixture.script("rustc", &rustc);
        fixture.script(
            "bin/rustup",
            &format!(
                "echo \"rustup $*\" >> {:?}\n{rustup}",
                fixture.path("called")
            ),
        );
        Self(fixture)
    }

    /// What rustup installs, as a line of its script.
    fn installs(test: &str, file: &str) -> Self {
        let file = Fixture::place(test).join("rust").join(file);
        let folder = file.parent().unwrap();
        Self::new(test, &format!("mkdir -p {folder:?}; touch {file:?}"))
    }

    fn with(self, file: &str) -> Self {
        self.0.write(file, "");
        self
    }

    /// A cargo that belongs to the compiler, and does what these lines say.
    fn with_cargo(self, script: &str) -> Self {
        let script = format!("echo \"cargo $*\" >> {:?}\n{script}", self.0.path("called"));
        self.0.script("rust/bin/cargo", &script);
        self
    }

    fn setup(&self, args: &[&str]) -> Run {
        let args: Vec<_> = ["setup"].iter().chain(args).copied().collect();
        let mut path = vec![self.0.path("bin")];
        path.extend(std::env::split_paths("/usr/bin:/bin"));
        let mut command = self.0.command(&args);
        command
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("RUSTC", self.0.path("rustc"))
            .env("CARGO_PROFILE_RELEASE_PANIC", "abort")
            .env("WORKER_BUILD_STD_CACHE", self.0.path("cache"));
        self.0.finish(&mut command)
    }

    /// What was called, in lines.
    fn called(&self) -> String {
        fs::read_to_string(self.0.path("called")).unwrap_or_default()
    }

    fn library(&self) -> PathBuf {
        self.0.path(UNWINDING).join(STD)
    }
}

#[test]
fn what_is_there_is_left_alone() {
    let machine = Machine::new("setup_present", "exit 1").with(&format!("rust/{STD}"));
    let run = machine.setup(&[]).succeeds();
    same_as_golden("setup_present.stdout", &run.stdout);
    let machine = machine.with(&format!("{UNWINDING}/{STD}"));
    for args in [&[][..], &["--panic-unwind"]] {
        let run = machine.setup(args).succeeds();
        same_as_golden("setup_complete.stdout", &run.stdout);
    }
    assert_eq!(machine.called(), "");
}

#[test]
fn the_target_comes_from_rustup() {
    let machine = Machine::installs("setup_target", STD);
    let run = machine.setup(&[]).succeeds();
    same_as_golden("setup_target.stdout", &run.stdout);
    assert_eq!(
        machine.called(),
        "rustup target add wasm32-unknown-unknown\n"
    );
}

#[test]
fn rustup_that_cannot_add_the_target() {
    let machine = Machine::new("setup_offline", "echo 'error: no network' >&2; exit 1");
    machine.setup(&[]).fails_with("setup_offline.txt");
}

#[test]
fn rustup_that_adds_the_target_to_another_toolchain() {
    let machine = Machine::new("setup_elsewhere", "");
    machine.setup(&[]).fails_with("setup_elsewhere.txt");
}

#[test]
fn no_source() {
    let machine = Machine::new("setup_no_source", "echo 'error: no network' >&2; exit 1")
        .with(&format!("rust/{STD}"));
    machine
        .setup(&["--panic-unwind"])
        .fails_with("setup_no_source.txt");
    assert_eq!(machine.called(), "rustup component add rust-src\n");
}

#[test]
fn an_unknown_toolchain() {
    let machine = Machine::new("setup_unknown", "exit 1");
    machine.0.script(
        "rustc",
        "echo \"error: toolchain '9.9' is not installed\" >&2; exit 1",
    );
    machine.setup(&[]).fails_with("setup_no_toolchain.txt");
    machine.0.script("rustc", "echo 'a program of that name'");
    machine.setup(&[]).fails_with("setup_no_compiler.txt");
    assert_eq!(machine.called(), "");
}

/// What cargo would write, and what it is told.
const BUILDS: &str = r#"
{ echo "$RUSTC"; echo "$RUSTC_BOOTSTRAP"; echo "$CARGO_ENCODED_RUSTFLAGS" | tr '\037' '\n' | grep -v remap
  echo "${CARGO_PROFILE_RELEASE_PANIC-unset}"; } > "$(dirname "$0")/told"
deps="$CARGO_TARGET_DIR/wasm32-unknown-unknown/release/deps"
mkdir -p "$deps"; touch "$deps/libstd-0123.rlib" "$deps/libstdbuild-4567.rlib""#;

#[test]
fn the_library_that_unwinds_is_built_once() {
    let machine = Machine::installs("setup_unwind", SOURCE)
        .with(&format!("rust/{STD}"))
        .with("rust/bin/rustc")
        .with("cache/scratch-build/half")
        .with_cargo(BUILDS);
    let run = machine.setup(&["--panic-unwind"]).succeeds();
    same_as_golden("setup_unwind.stdout", &run.stdout);
    assert!(machine.library().is_file());
    let unwanted = machine.library().with_file_name("libstdbuild-4567.rlib");
    assert!(!unwanted.exists() && !machine.0.path("cache/scratch-build").exists());
    let told = machine.0.read("rust/bin/told");
    let rustc = machine.0.path("rust/bin/rustc");
    let expected = format!(
        "{}\n1\n-Cembed-bitcode=yes\n-Cpanic=unwind\nunset\n",
        rustc.display()
    );
    assert_eq!(told, expected);
    let called = machine.called();
    assert_eq!(
        called,
        "rustup component add rust-src\n\
         cargo build --quiet --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_unwind,test\n"
    );

    let run = machine.setup(&["--panic-unwind"]).succeeds();
    same_as_golden("setup_complete.stdout", &run.stdout);
    assert_eq!(machine.called(), called);
}

#[test]
fn a_library_that_does_not_compile() {
    let machine = Machine::new("setup_red", "exit 1")
        .with(&format!("rust/{STD}"))
        .with(&format!("rust/{SOURCE}"))
        .with_cargo("echo 'error: red' >&2; exit 101");
    machine
        .setup(&["--panic-unwind"])
        .fails_with("setup_red.txt");
    assert!(!machine.library().exists());
    assert!(!machine.0.path("cache/scratch-build").exists());
}
