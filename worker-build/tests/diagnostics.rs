//! Every message, word for word.
#![cfg(unix)]

mod support;

use std::process::Command;
use support::{BARE, Fixture, manifest, same_as_golden};

#[test]
fn no_cdylib() {
    let fixture = Fixture::bare("no_cdylib", BARE);
    let manifest = fixture.read("Cargo.toml").replace("\"cdylib\", ", "");
    fixture.write("Cargo.toml", &manifest);
    fixture.run(&[]).fails_with("no_cdylib.txt");
}

#[test]
fn no_sdk() {
    let fixture = Fixture::bare("no_sdk", BARE).file("Cargo.toml", &manifest("bare", ""));
    fixture.run(&[]).fails_with("no_sdk.txt");
}

#[test]
fn a_workspace() {
    let member = manifest("member", "").replace("[workspace]\n", "");
    let fixture = Fixture::empty("workspace")
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"member\"]\nresolver = \"3\"\n",
        )
        .file("member/Cargo.toml", &member)
        .file("member/src/lib.rs", "");
    fixture.run(&[]).fails_with("workspace.txt");
}

#[test]
fn no_manifest() {
    let fixture = Fixture::empty("no_manifest").file("Cargo.toml", "[package]\n");
    fixture.run(&[]).fails_with("no_manifest.txt");
}

#[test]
fn no_folder() {
    let fixture = Fixture::empty("no_folder");
    fixture
        .run(&["--path", "missing"])
        .fails_with("no_folder.txt");
}

#[test]
fn no_handler() {
    let fixture = Fixture::bare("no_handler", "");
    fixture.run(&[]).fails_with("bare_no_handler.txt");
}

#[test]
fn two_handlers() {
    let second = BARE
        .replace("bare::main", "bare::more")
        .replace(":3}", ":9}");
    let lib = format!("{BARE}\nmod other {{ {second} }}");
    let fixture = Fixture::bare("two_handlers", &lib);
    fixture.run(&[]).fails_with("two_handlers.txt");
}

#[test]
fn an_import_that_no_host_provides() {
    let lib = format!(
        "{BARE}\nunsafe extern \"C\" {{ fn sqlite3_open(); }}\n\
         #[unsafe(no_mangle)]\npub extern \"C\" fn open() {{ inner() }}\n\
         #[inline(never)]\nfn inner() {{ unsafe {{ sqlite3_open() }} }}\n"
    );
    let fixture = Fixture::bare("import", &lib);
    fixture.run(&["--dev"]).fails_with("import_real.txt");
}

#[test]
fn no_target() {
    let fixture = Fixture::bare("no_target", BARE);
    let rustc = fixture.script(
        "rustc",
        "if [ \"$*\" = \"--print sysroot\" ]; then echo /no/sysroot; else exec rustc \"$@\"; fi",
    );
    let mut command = fixture.command(&[]);
    let run = fixture.finish(command.env("RUSTC", rustc));
    let release = Command::new("rustc")
        .arg("--version")
        .output()
        .unwrap()
        .stdout;
    let release = String::from_utf8(release).unwrap();
    let release = release.split(' ').nth(1).unwrap();
    assert!(!run.success);
    same_as_golden("no_target.txt", &run.stderr.replace(release, "<release>"));
}

/// A toolchain manager installs the compiler when it is first asked for, and cannot do so several times at once.
#[test]
fn the_compiler_is_asked_before_all_else() {
    let fixture = Fixture::bare("compiler_first", BARE);
    let asked = fixture.path("asked");
    let rustc = fixture.script(
        "rustc",
        &format!(
            "if [ \"$1\" = -vV ]; then sleep 0.5; touch {asked:?}; fi\n\
             if [ ! -e {asked:?} ]; then echo \"asked for $* too early\" >&2; exit 1; fi\nexec rustc \"$@\""
        ),
    );
    let cargo = fixture.script(
        "cargo",
        &format!("if [ ! -e {asked:?} ]; then echo too early >&2; exit 1; fi\nexec cargo \"$@\""),
    );
    let mut command = fixture.command(&["--dev"]);
    let run = fixture.finish(command.env("RUSTC", rustc).env("CARGO", cargo));
    assert!(run.success, "{}", run.stderr);
}

#[test]
fn no_unwinding_library() {
    let fixture = Fixture::bare("no_unwind", BARE);
    let run = fixture.run(&["--panic-unwind"]);
    assert!(!run.success);
    let first = run.stderr.lines().next().unwrap_or_default();
    let release = first.rsplit(' ').next().unwrap_or_default();
    same_as_golden("no_unwind.txt", &run.stderr.replace(release, "<release>"));
}

#[test]
fn a_wasm_bindgen_that_cannot_be_had() {
    let fixture = Fixture::bare("no_bindgen", BARE);
    // The real one might have it in its cache.
    let cargo = fixture.script(
        "cargo",
        "if [ \"$1\" = install ]; then echo 'no network' >&2; exit 101; fi\nexec cargo \"$@\"",
    );
    let mut command = fixture.command(&[]);
    let run = fixture.finish(command.env("CARGO", cargo).env_remove("WASM_BINDGEN_BIN"));
    assert!(!run.success);
    assert!(
        run.stdout
            .contains("\ninstalling wasm-bindgen-cli 0.2.99, the version of the lock file\n"),
        "{}",
        run.stdout
    );
    let ours: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("error") || line.starts_with("  help"))
        .collect();
    let ours = ours.join("\n") + "\n";
    same_as_golden("no_bindgen.txt", &ours);
}

#[test]
fn a_runtime_module_that_is_missing() {
    let fixture = Fixture::bare("no_runtime", BARE);
    let script = fixture
        .read("wasm-bindgen")
        .replace("worker-sdk-", "other-");
    fixture.write("wasm-bindgen", &script);
    fixture.run(&[]).fails_with("no_runtime.txt");
}

#[test]
fn an_output_folder_that_would_lose_something() {
    let fixture = Fixture::bare("out_dir", BARE).file("mine/notes.txt", "keep");
    fixture
        .run(&["--out-dir", "."])
        .fails_with("out_dir_contains.txt");
    fixture
        .run(&["--out-dir", ".."])
        .fails_with("out_dir_contains_too.txt");
    fixture
        .run(&["--out-dir", "mine"])
        .fails_with("out_dir_foreign.txt");
    assert_eq!(fixture.read("mine/notes.txt"), "keep");
    fixture.run(&["--out-dir", "new/folder"]).succeeds();
    assert!(fixture.path("new/folder/index.js").exists());
}

#[test]
fn an_optimizer_that_fails() {
    let fixture = Fixture::bare("optimizer", BARE);
    let broken = fixture.script("old-wasm-opt", "echo 'Unknown option' >&2; exit 1");
    let mut command = fixture.command(&[]);
    let run = fixture.finish(command.env("WASM_OPT_BIN", broken));
    assert!(!run.success);
    let first = run.stderr.lines().next().unwrap_or_default();
    assert_eq!(
        first,
        "error: `wasm-opt` cannot optimise the module; \
         update it with `npm install -D binaryen` or pass `--no-opt`"
    );
    assert!(run.stderr.contains("Unknown option"), "{}", run.stderr);
    assert!(!fixture.path("build").exists());
}

#[test]
fn no_optimizer() {
    let fixture = Fixture::bare_outside("no_optimizer", BARE);
    let path = std::env::var_os("PATH").unwrap();
    let without = std::env::split_paths(&path).filter(|folder| !folder.join("wasm-opt").exists());
    let path = std::env::join_paths(without).unwrap();
    let mut command = fixture.command(&[]);
    let run = fixture.finish(command.env_remove("WASM_OPT_BIN").env("PATH", path));
    let line = "\nskipping wasm-opt: not installed (`npm install -D binaryen`)\n";
    assert!(run.stdout.contains(line), "{}", run.stdout);
}

#[test]
fn warnings_about_the_configuration_of_wrangler() {
    let fixture =
        Fixture::bare("wrangler", BARE).file("wrangler.toml", "main = \"build/worker.js\"\n");
    let run = fixture.run(&[]).succeeds();
    let expected = "warning: `wrangler.toml` has `main` = `build/worker.js`, but this build writes `build/index.js`\n\
         warning: `wrangler.toml` lacks the compatibility flag `enable_request_signal`: \
         work for a client that went away is stopped late\n\
         the worker is build/index.js\n";
    assert!(run.stdout.ends_with(expected), "{}", run.stdout);
}
