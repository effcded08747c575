//! What a build writes and what it says.
#![cfg(unix)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use support::{BARE, Fixture, HELLO, same_as_golden, steady};
use worker_build::sysroot;

fn has(file: &Path, text: &str) -> bool {
    let content = fs::read(file).unwrap();
    content
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn a_release_build() {
    let lib = format!(
        "{HELLO}\n#[event(start)]\nfn prepare() {{}}\n\n#[event(scheduled)]\nfn tick() {{}}\n"
    );
    let fixture = Fixture::worker("release", &lib);
    let run = fixture.run(&[]).succeeds();
    same_as_golden("release.stdout", &run.stdout);

    let shim: String = fixture
        .read("build/index.js")
        .lines()
        .map(|line| steady(line) + "\n")
        .collect();
    same_as_golden("index.js", &shim);
    let files: Vec<String> = fixture.published().into_iter().collect();
    let first = [
        "glue.js",
        "glue_bg.wasm",
        "index.d.ts",
        "index.js",
        "index.symbols",
    ];
    assert!(files.starts_with(&first.map(str::to_owned)), "{files:?}");
    assert!(fixture.read("build/index.d.ts").ends_with(
        "\ndeclare const worker: Required<Pick<ExportedHandler<unknown>, \"fetch\" | \"scheduled\">>;\nexport default worker;\n"
    ));
    let runtime = "snippets/worker-sdk-<hash>/src/js/runtime.js".to_owned();
    assert!(files.contains(&runtime), "{files:?}");
    assert!(
        fixture
            .read("build/glue.js")
            .contains("\nimport wasmModule from \"./glue_bg.wasm\";")
    );

    let wasm = fixture.path("build/glue_bg.wasm");
    let home = std::env::home_dir().unwrap();
    assert!(
        !has(&wasm, "\"kind\":\"event\""),
        "the records are published"
    );
    assert!(!has(&wasm, "worker_sdk::executor"), "names are published");
    assert!(has(
        &fixture.path("build/index.symbols"),
        "\tworker_sdk::executor::"
    ));
    assert!(
        !has(&wasm, home.to_str().unwrap()),
        "a path of this machine is published"
    );
}

#[test]
fn a_dev_build_is_chosen_by_wrangler_and_keeps_readable_names() {
    let fixture = Fixture::worker("dev", HELLO);
    let run = fixture
        .finish(fixture.command(&[]).env("WRANGLER_COMMAND", "dev"))
        .succeeds();
    same_as_golden("dev.stdout", &run.stdout);
    let wasm = fixture.path("build/glue_bg.wasm");
    assert!(has(&wasm, "worker_sdk::"));
    assert!(!has(&wasm, "17h"), "names are mangled");

    let run = fixture.finish(
        fixture
            .command(&["--release"])
            .env("WRANGLER_COMMAND", "dev"),
    );
    assert!(run.succeeds().stdout.contains("(release, panic=abort)"));
}

#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let fixture = Fixture::worker("unchanged", HELLO);
    fixture.run(&["--dev"]).succeeds();
    let time = |name: &str| {
        fs::metadata(fixture.path(name))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before: [SystemTime; 2] = ["build/index.js", "build"].map(time);
    fixture.write("src/lib.rs", &format!("{HELLO}// a comment\n"));
    let run = fixture.run(&["--dev"]).succeeds();
    assert!(
        run.stdout
            .ends_with("the worker is build/index.js (unchanged)\n"),
        "{}",
        run.stdout
    );
    assert_eq!(before, ["build/index.js", "build"].map(time));
}

/// Two folders come and go where a build replaces one. They are not the user's.
#[test]
fn other_folders_beside_the_output_stay() {
    let fixture = Fixture::bare("beside", BARE)
        .file("build.old/notes.txt", "mine")
        .file("build.staging/notes.txt", "mine, too");
    for answer in ["{ 0 }", "{ 1 }"] {
        fixture.write("src/lib.rs", &BARE.replace("{ 0 }", answer));
        let run = fixture.run(&["--dev"]).succeeds();
        let published = "\nthe worker is build/index.js\n";
        assert!(run.stdout.ends_with(published), "{}", run.stdout);
    }
    assert_eq!(fixture.read("build.old/notes.txt"), "mine");
    assert_eq!(fixture.read("build.staging/notes.txt"), "mine, too");
}

#[test]
fn a_failed_build_keeps_the_last_good_one_and_shows_what_rustc_says() {
    let fixture = Fixture::worker("broken", HELLO);
    fixture.run(&["--dev"]).succeeds();
    let before = fixture.read("build/glue.js");
    fixture.write("src/lib.rs", &HELLO.replace("\"hello\"", "missing"));
    let run = fixture.run(&["--dev"]);
    assert!(!run.success);
    let rustc = "error[E0425]: cannot find value `missing` in this scope\n --> src/lib.rs:5:5\n";
    assert!(run.stderr.contains(rustc), "{}", run.stderr);
    let ours =
        "error: `hello` did not compile\n  note: `<root>/build` still holds the last good build\n";
    assert!(run.stderr.ends_with(ours), "{}", run.stderr);
    assert_eq!(fixture.read("build/glue.js"), before);
}

#[test]
fn wrangler_dev_goes_on_with_the_last_good_build_if_there_is_one() {
    let fixture = Fixture::bare("served", "broken");
    let build_for = |what| fixture.finish(fixture.command(&[]).env("WRANGLER_COMMAND", what));
    let build = || build_for("dev");
    assert!(!build().success);
    fixture.write("src/lib.rs", BARE);
    for what in ["dev", "test"] {
        let run = build_for(what).succeeds();
        assert!(run.stdout.contains("(dev, panic=abort)"), "{}", run.stdout);
    }
    fixture.write("src/lib.rs", "broken");
    assert!(
        !build_for("test").success,
        "a test would run the last good build"
    );
    let run = build().succeeds();
    assert!(
        run.stderr.contains("error: `bare` did not compile\n"),
        "{}",
        run.stderr
    );
    fixture.write("Cargo.toml", "broken");
    let run = build().succeeds();
    assert!(
        run.stderr
            .starts_with("error: cargo cannot read the package in `<root>`\n")
    );
    assert!(fixture.path("build/index.js").exists());
}

#[test]
fn warnings_of_rustc_pass_through() {
    let fixture = Fixture::bare("warning", &format!("{BARE}\nfn unused() {{}}\n"));
    let run = fixture.run(&["--dev"]).succeeds();
    let warning = "warning: function `unused` is never used\n --> src/lib.rs:";
    assert!(run.stderr.starts_with(warning), "{}", run.stderr);
}

#[test]
fn builds_at_the_same_time_both_succeed() {
    let fixture = Fixture::worker("concurrent", HELLO);
    let releases = ["--release", "--dev"].map(|profile| {
        let mut command = fixture.command(&[profile]);
        std::thread::spawn(move || command.output().unwrap())
    });
    for release in releases {
        let output = release.join().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let wasm = fs::read(fixture.path("build/glue_bg.wasm")).unwrap();
    assert!(wasm.starts_with(b"\0asm"));
    let beside: Vec<_> = fixture
        .root
        .read_dir()
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    let leftover = beside
        .iter()
        .find(|name| name.to_string_lossy().starts_with("build."));
    assert_eq!(leftover, None);
}

/// As a build by hand beside that of `wrangler dev` in a container, or with `CARGO_TARGET_DIR`.
#[test]
fn builds_in_other_target_folders_wait_for_each_other_too() {
    let fixture = Fixture::bare("apart", BARE);
    let builds = ["one", "two", "three"].map(|target| {
        ["--dev", "--release"].map(|profile| {
            let mut command = fixture.command(&[profile]);
            command.env("CARGO_TARGET_DIR", fixture.path(target));
            command
        })
    });
    std::thread::scope(|scope| {
        for mut builds in builds {
            let fixture = &fixture;
            scope.spawn(move || {
                for build in (0..8).flat_map(|_| 0..2) {
                    fixture.finish(&mut builds[build]).succeeds();
                }
            });
        }
    });
    assert!(fixture.path("build/index.js").exists());
}

#[test]
fn snippets_that_nobody_imports_are_left_out() {
    let lib = format!(
        "{HELLO}\nuse wasm_bindgen::prelude::*;\n\
         #[wasm_bindgen(module = \"/src/used.js\")]\nunsafe extern \"C\" {{ fn used(); }}\n\
         #[wasm_bindgen(module = \"/src/unused.js\")]\nunsafe extern \"C\" {{ fn unused(); }}\n\
         #[wasm_bindgen] pub fn call() {{ used(); }}\n\
         #[allow(dead_code)] fn never() {{ unused(); }}\n"
    );
    let dependencies = format!("{}wasm-bindgen = \"0.2\"\n", support::SDK);
    let fixture = Fixture::worker("snippets", &lib)
        .file(
            "Cargo.toml",
            &support::manifest("hello_of_snippets", &dependencies),
        )
        .file("src/used.js", "export function used() {}\n")
        .file("src/unused.js", "export function unused() {}\n");
    fixture.run(&["--dev"]).succeeds();
    let published = fixture.published();
    let has = |end: &str| published.iter().any(|name| name.ends_with(end));
    assert!(has("/src/used.js"), "{published:?}");
    assert!(!has("/src/unused.js"), "{published:?}");
}

#[test]
fn the_size_of_the_last_build_can_be_limited() {
    let fixture = Fixture::worker("size", HELLO);
    fixture.run(&["size"]).fails_with("size_without_build.txt");
    fixture.run(&["--dev"]).succeeds();
    let run = fixture.run(&["size", "--max-gzip", "1000000"]).succeeds();
    assert!(run.stdout.contains("\ntotal <sizes>\n"), "{}", run.stdout);
    let run = fixture.run(&["size", "--max-gzip", "100"]);
    assert!(!run.success);
    assert!(
        run.stderr.starts_with("error: the worker has "),
        "{}",
        run.stderr
    );
}

#[test]
fn the_real_optimizer_makes_a_module_that_still_exports_the_handler() {
    let fixture = Fixture::worker("optimized", HELLO);
    let plain = fixture.run(&["--no-opt"]).succeeds();
    assert!(!plain.stdout.contains("optimizing"), "{}", plain.stdout);
    let size = |fixture: &Fixture| {
        fs::metadata(fixture.path("build/glue_bg.wasm"))
            .unwrap()
            .len()
    };
    let before = size(&fixture);
    let run = fixture
        .finish(fixture.command(&[]).env_remove("WASM_OPT_BIN"))
        .succeeds();
    assert!(
        run.stdout.contains("\noptimizing <time>\n"),
        "no wasm-opt in node_modules? {}",
        run.stdout
    );
    assert!(size(&fixture) < before);
    assert!(has(
        &fixture.path("build/glue_bg.wasm"),
        "__worker_sdk::fetch::hello_of_optimized::main"
    ));
}

#[test]
fn flags_of_the_user_are_kept_beside_ours() {
    let lib = format!(
        "#![allow(unexpected_cfgs)]\n#[cfg(not(mine))]\ncompile_error!(\"the flag is lost\");\n{BARE}"
    );
    let fixture = Fixture::bare("flags", &lib);
    let lost = fixture.run(&["--release"]);
    assert!(
        lost.stderr.starts_with("error: the flag is lost\n"),
        "{}",
        lost.stderr
    );

    let mut command = fixture.command(&["--release"]);
    fixture
        .finish(command.env("RUSTFLAGS", "--cfg mine"))
        .succeeds();
    let has_both = |config: &str, variables: &[(&str, &str)]| {
        fixture.write(".cargo/config.toml", config);
        fixture.write("src/lib.rs", &lib);
        let mut command = fixture.command(&["--release", "--", "-v"]);
        let run = fixture
            .finish(command.envs(variables.iter().copied()))
            .succeeds();
        assert!(
            run.stderr.contains("--remap-path-prefix="),
            "{}",
            run.stderr
        );
    };
    // That for the host is none of ours.
    let host = "[target.'cfg(unix)']\nrustflags = [\"--cfg\", \"host\"]\n";
    for table in [
        "build",
        "target.wasm32-unknown-unknown",
        "target.'cfg(target_family = \"wasm\")'",
    ] {
        for flags in ["[\"--cfg\", \"mine\"]", "\"--cfg mine\""] {
            has_both(&format!("[{table}]\nrustflags = {flags}\n{host}"), &[]);
        }
    }
    let variable = (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "--cfg mine",
    );
    has_both("build.rustflags = ['--cfg', 'other']\n", &[variable]);

    // Cargo asks no file then.
    fixture.write(
        ".cargo/config.toml",
        "build.rustflags = ['--cfg', 'mine']\n",
    );
    let mut command = fixture.command(&["--release", "--", "-v"]);
    let empty = fixture.finish(command.env("RUSTFLAGS", "")).stderr;
    assert!(empty.contains("error: the flag is lost\n"), "{empty}");
    assert!(empty.contains("--remap-path-prefix="), "{empty}");
}

/// Cargo would build `default-members` where the worker is the root of a workspace.
#[test]
fn nothing_but_the_worker_is_built() {
    let fixture = Fixture::bare("members", BARE);
    let manifest = fixture.read("Cargo.toml");
    let members = "[workspace]\nmembers = [\"host\"]\ndefault-members = [\".\", \"host\"]\n";
    fixture.write("Cargo.toml", &manifest.replace("[workspace]\n", members));
    let host = support::manifest("host", "").replace("[workspace]\n", "");
    let host = host.split("[profile").next().unwrap_or_default();
    fixture.write("host/Cargo.toml", host);
    let lib = "#[cfg(target_family = \"wasm\")]\ncompile_error!(\"not for wasm\");\n";
    fixture.write("host/src/lib.rs", lib);
    fixture.run(&["--dev"]).succeeds();

    let others = members.replace("\".\", ", "");
    fixture.write("Cargo.toml", &manifest.replace("[workspace]\n", &others));
    fixture.run(&["--dev"]).succeeds();
}

#[test]
fn a_release_build_unwinds_when_that_library_is_there() {
    let fixture = Fixture::bare("unwind", BARE);
    let Some(cache) = unwinding_library() else {
        eprintln!("skipped: no standard library for panic=unwind; run `cargo xtask setup`");
        return;
    };
    let build = |args: &[&str]| {
        let mut command = fixture.command(args);
        let run = fixture.finish(command.env("WORKER_BUILD_STD_CACHE", &cache));
        run.succeeds().stdout
    };
    assert!(build(&[]).contains("(release, panic=unwind)"));
    assert!(build(&["--no-panic-unwind"]).contains("(release, panic=abort)"));
    assert!(build(&["--dev"]).contains("(dev, panic=abort)"));
    assert!(build(&["--dev", "--panic-unwind"]).contains("(dev, panic=unwind)"));
}

/// The folder of standard libraries, when it has one for this compiler.
fn unwinding_library() -> Option<PathBuf> {
    let cache = sysroot::std_cache(|name| std::env::var_os(name))?;
    let output = Command::new("rustc").arg("-vV").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    let field = |name: &str| version.lines().find_map(|line| line.strip_prefix(name));
    let sysroot = sysroot::unwind_sysroot(&cache, field("release: ")?, field("commit-hash: ")?);
    sysroot::has_std(&sysroot).then_some(cache)
}

#[test]
fn a_wasm_bindgen_of_another_version_is_run_as_a_command() {
    let fixture = Fixture::bare("command", BARE);
    let run = fixture.run(&[]).succeeds();
    same_as_golden("command.stdout", &run.stdout);
    assert_eq!(run.stderr, "");
    assert_eq!(
        fixture.read("build/glue.js"),
        "import wasmModule from \"./glue_bg.wasm\";\n"
    );
    let wasm = fixture.path("build/glue_bg.wasm");
    assert!(has(&wasm, "__worker_sdk::fetch::bare::main"));
    assert!(
        !has(&wasm, "\"kind\":\"event\""),
        "the records are published"
    );
}
