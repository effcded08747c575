//! What `worker-build test` says about a suite that passes, and about the same suite with a mistake in each place.
#![cfg(unix)]

mod support;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use support::{Fixture, SDK, manifest, repository, same_as_golden};

const LIB: &str = include_str!("suite/lib.rs");
const TESTS: &str = include_str!("suite/tests.rs");
/// More than pipes hold.
const LOUD: &str = "#[worker_sdk::test]\n\
    fn loud() {\n    \
    let line = \"x\".repeat(1_000);\n    \
    (0..400).for_each(|_| worker_sdk::console_log!(\"{line}\"));\n}\n";
const CONFIG: &str = r#"{
  "name": "suite",
  "main": "build/index.js",
  "compatibility_date": "2026-04-01",
  "kv_namespaces": [{ "binding": "KV", "id": "kv" }]
}
"#;

static RIGHT: LazyLock<Suite> = LazyLock::new(|| Suite::compile("suite_right", true));
static WRONG: LazyLock<Suite> = LazyLock::new(|| Suite::compile("suite_wrong", false));

/// A crate, and the modules of tests that cargo made of it.
struct Suite {
    fixture: Fixture,
    library: PathBuf,
    hundred: PathBuf,
    loud: PathBuf,
    tests: PathBuf,
}

impl Suite {
    fn compile(name: &str, is_right: bool) -> Self {
        let dependencies = format!(
            "{SDK}\n[dev-dependencies]\nwasm-bindgen = \"0.2\"\nwasm-bindgen-test = \"0.3\"\n"
        );
        let right =
            |text: &str| text.replace("RIGHT: bool = true", &format!("RIGHT: bool = {is_right}"));
        let fixture = Fixture::empty(name)
            .file("Cargo.toml", &manifest(name, &dependencies))
            .file("src/lib.rs", &right(LIB))
            .file("tests/suite.rs", &right(TESTS))
            .file("tests/hundred.rs", &hundred())
            .file("tests/loud.rs", LOUD)
            .file("wrangler.jsonc", CONFIG);
        std::os::unix::fs::symlink(
            repository().join("node_modules"),
            fixture.path("node_modules"),
        )
        .unwrap();
        let [library, hundred, loud, tests] = modules(&fixture);
        Self {
            fixture,
            library,
            hundred,
            loud,
            tests,
        }
    }

    fn command(&self, module: &Path, args: &[&str]) -> Command {
        let mut command = self.fixture.command(&["test"]);
        command.arg(module).args(args);
        command
    }

    /// Runs the integration tests; the exit code, stdout and stderr.
    fn run(&self, args: &[&str]) -> (Option<i32>, String, String) {
        run(&mut self.command(&self.tests, args))
    }
}

/// Where a module of tests stands alone, outside of this repository.
fn alone() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(&RIGHT.tests, folder.path().join("suite-1.wasm")).unwrap();
    folder
}

/// Fails there with exactly this message.
#[track_caller]
fn fails_alone(folder: &Path, prepare: impl FnOnce(&mut Command), golden: &str) {
    let mut command = RIGHT.command(Path::new("suite-1.wasm"), &["not_async"]);
    prepare(command.current_dir(folder));
    let (code, _, stderr) = run(&mut command);
    let root = folder.canonicalize().unwrap().display().to_string();
    same_as_golden(golden, &stderr.replace(&root, "<root>"));
    assert_eq!(code, Some(1));
}

fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| timeless(&String::from_utf8_lossy(bytes));
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// A hundred tests that write to the same key.
fn hundred() -> String {
    let test = |n| {
        format!(
            "#[worker_sdk::test]\n\
             async fn test_{n}(env: worker_sdk::Env) -> worker_sdk::Result<()> {{\n    \
             let kv = env.kv(\"KV\")?;\n    \
             assert_eq!(kv.get(\"key\").text().await?, None);\n    \
             kv.put(\"key\", \"{n}\").await?;\n    \
             assert_eq!(kv.get(\"key\").text().await?.as_deref(), Some(\"{n}\"));\n    \
             Ok(())\n}}\n"
        )
    };
    (0..100).map(test).collect()
}

/// `cargo test` for the crate.
fn cargo_test(fixture: &Fixture, args: &[&str]) -> Command {
    let mut command = another(env!("CARGO").as_ref(), fixture);
    command
        .args(["test", "--target", "wasm32-unknown-unknown"])
        .args(args);
    command
}

/// Another program with what the command gets.
fn another(program: &Path, fixture: &Fixture) -> Command {
    let own = fixture.command(&[]);
    let mut command = Command::new(program);
    let set = own
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    command.envs(set).current_dir(&fixture.root);
    command
}

/// The modules of the unit tests and of the integration tests.
fn modules(fixture: &Fixture) -> [PathBuf; 4] {
    let output = cargo_test(fixture, &["--no-run"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let executables = said
        .lines()
        .filter(|line| line.trim_start().starts_with("Executable"));
    let mut files = executables.filter_map(|line| line.rsplit_once('(')?.1.strip_suffix(')'));
    std::array::from_fn(|_| files.next().unwrap().into())
}

/// Replaces durations.
fn timeless(text: &str) -> String {
    let mut parts = text.split("finished in ");
    let mut timeless = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('s').unwrap();
        timeless.push_str("finished in <time>");
        timeless.push_str(rest);
    }
    timeless
}

#[test]
fn a_suite_that_passes() {
    let (code, stdout, stderr) = RIGHT.run(&[]);
    same_as_golden("suite_right.stdout", &stdout);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}

#[test]
fn nothing_is_lost_when_nobody_reads_for_a_while() {
    let mut command = RIGHT.command(&RIGHT.loud, &["--nocapture"]);
    let mut runner = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(runner.stdout.take().unwrap());
    let mut said = String::new();
    while !said.ends_with("test loud ... \n") {
        assert!(stdout.read_line(&mut said).unwrap() > 0, "{said}");
    }
    // All of the test's work is done by then.
    std::thread::sleep(Duration::from_secs(3));
    stdout.read_to_string(&mut said).unwrap();
    assert!(runner.wait().unwrap().success());
    assert_eq!(said.matches(&"x".repeat(1_000)).count(), 400);
}

#[test]
fn a_suite_with_a_mistake_in_each_place() {
    let (code, stdout, stderr) = WRONG.run(&["--include-ignored"]);
    same_as_golden("suite_wrong.stdout", &stdout);
    assert_eq!((code, stderr.as_str()), (Some(101), ""));
}

#[test]
fn a_unit_test() {
    let (code, stdout, stderr) = run(&mut RIGHT.command(&RIGHT.library, &[]));
    same_as_golden("suite_unit_right.stdout", &stdout);
    same_as_golden("suite_unit_right.stderr", &stderr);
    assert_eq!(code, Some(0));
    let (code, stdout, _) = run(&mut WRONG.command(&WRONG.library, &[]));
    same_as_golden("suite_unit_wrong.stdout", &stdout);
    assert_eq!(code, Some(101));
}

#[test]
fn tests_are_listed() {
    let (code, stdout, _) = RIGHT.run(&["--list", "bindgen", "not"]);
    same_as_golden("suite_list.stdout", &stdout);
    assert_eq!(code, Some(0));
    let (_, stdout, _) = RIGHT.run(&["--list", "--format", "terse", "--ignored"]);
    let ignored = [
        "ignored",
        "of_wasm_bindgen_and_ignored",
        "own_globals",
        "own_globals_again",
    ];
    assert_eq!(
        stdout,
        ignored.map(|name| format!("{name}: test\n")).concat()
    );
    let (_, stdout, _) = RIGHT.run(&["--list", "no such test"]);
    assert_eq!(stdout, "0 tests, 0 benchmarks\n");
}

#[test]
fn output_is_shown_on_demand() {
    let one = ["not_async", "--exact"];
    let args = |more: &[&'static str]| [&one[..], more].concat();
    let (_, stdout, _) = RIGHT.run(&args(&["--show-output"]));
    same_as_golden("suite_show_output.stdout", &stdout);
    let (_, stdout, _) = WRONG.run(&args(&["--nocapture"]));
    same_as_golden("suite_nocapture.stdout", &stdout);
    let (_, stdout, _) = RIGHT.run(&args(&["--color", "always", "-q"]));
    same_as_golden("suite_terse.stdout", &stdout);
}

#[test]
fn each_test_in_an_isolate_of_its_own() {
    let globals = ["own_globals", "--ignored"];
    let (code, stdout, _) = RIGHT.run(&[&globals[..], &["--isolate"]].concat());
    assert!(stdout.contains("ok. 2 passed"), "{stdout}");
    assert_eq!(code, Some(0));
    let (code, stdout, _) = RIGHT.run(&globals);
    assert!(stdout.contains("FAILED. 1 passed; 1 failed"), "{stdout}");
    assert_eq!(code, Some(101));
}

/// What a run costs must not depend on what else the machine does, so it is processor time that counts.
#[test]
fn a_hundred_tests_with_storage_take_less_than_six_seconds() {
    let mut command = Command::new("bash");
    let tests = RIGHT.command(&RIGHT.hundred, &["--quiet"]);
    command
        .args(["-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash"])
        .arg(tests.get_program())
        .args(tests.get_args())
        .current_dir(&RIGHT.fixture.root);
    let (code, stdout, stderr) = run(&mut command);
    assert!(stdout.contains("ok. 100 passed"), "{stdout}{stderr}");
    let seconds: f64 = stderr
        .split_whitespace()
        .map(|time| time.parse::<f64>().unwrap())
        .sum();
    assert!(seconds < 6.0, "{seconds} s");
    assert_eq!(code, Some(0));
}

#[test]
fn a_flag_that_is_not_known_is_an_error() {
    let (code, stdout, stderr) = RIGHT.run(&["--shuffle"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(
        stderr.starts_with("error: unexpected argument '--shuffle' found\n"),
        "{stderr}"
    );
}

#[test]
fn no_wrangler() {
    let folder = alone();
    fails_alone(folder.path(), |_| {}, "test_no_wrangler.txt");
    std::fs::write(folder.path().join("package.json"), "{}").unwrap();
    fails_alone(folder.path(), |_| {}, "test_no_packages.txt");
    let package = folder.path().join("node_modules/wrangler");
    std::fs::create_dir_all(&package).unwrap();
    std::fs::write(package.join("package.json"), r#"{ "version": "9.1.0" }"#).unwrap();
    fails_alone(folder.path(), |_| {}, "test_other_wrangler.txt");
}

#[test]
fn no_worker_and_no_configuration() {
    let folder = alone();
    let packages = repository().join("node_modules");
    std::os::unix::fs::symlink(packages, folder.path().join("node_modules")).unwrap();
    let root = folder.path().canonicalize().unwrap().display().to_string();
    let fails = |manifest: &str, golden: &str| {
        std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        let mut command = RIGHT.command(Path::new("suite-1.wasm"), &["the_worker_answers"]);
        let (code, stdout, stderr) = run(command.current_dir(folder.path()));
        same_as_golden(golden, &(stdout + &stderr).replace(&root, "<root>"));
        assert_eq!(code, Some(101));
    };
    let package = "[package]\nname = \"app\"\n";
    fails(package, "test_no_cdylib.txt");
    fails(&manifest("app", ""), "test_no_library.txt");
}

#[test]
fn no_node() {
    let folder = alone();
    let without = |command: &mut Command| {
        command.env("PATH", folder.path());
    };
    fails_alone(folder.path(), without, "test_no_node.txt");
}

#[test]
fn a_broken_configuration() {
    let folder = alone();
    std::os::unix::fs::symlink(
        repository().join("node_modules"),
        folder.path().join("node_modules"),
    )
    .unwrap();
    let config = folder.path().join("wrangler.jsonc");
    std::fs::write(&config, "{\n  \"name\": \"x\",\n  broken\n}\n").unwrap();
    fails_alone(folder.path(), |_| {}, "test_broken_config.txt");
    let no_name =
        r#"{ "name": "x", "compatibility_date": "2026-04-01", "kv_namespaces": [{ "id": "x" }] }"#;
    std::fs::write(&config, no_name).unwrap();
    fails_alone(folder.path(), |_| {}, "test_wrong_config.txt");
    std::fs::write(
        &config,
        r#"{ "name": "x", "compatibility_date": "2099-01-01" }"#,
    )
    .unwrap();
    let (_, _, stderr) = run(RIGHT
        .command(Path::new("suite-1.wasm"), &["not_async"])
        .current_dir(folder.path()));
    assert!(
        stderr.starts_with("error: the runtime does not start\n"),
        "{stderr}"
    );
}

#[test]
fn a_configuration_is_read_again_when_it_changes() {
    let folder = alone();
    let packages = repository().join("node_modules");
    std::os::unix::fs::symlink(packages, folder.path().join("node_modules")).unwrap();
    let config = folder.path().join("wrangler.jsonc");
    let code = || {
        let mut command = RIGHT.command(Path::new("suite-1.wasm"), &["a_binding"]);
        run(command.current_dir(folder.path())).0
    };
    std::fs::write(&config, CONFIG).unwrap();
    assert_eq!((code(), code()), (Some(0), Some(0)));
    std::fs::write(&config, CONFIG.replace("KV", "OTHER")).unwrap();
    assert_eq!(code(), Some(101));
}

/// Databases, and whether `.env` counts, are said by variables too.
#[test]
fn a_configuration_is_read_again_when_a_variable_of_wrangler_changes() {
    let folder = alone();
    let packages = repository().join("node_modules");
    std::os::unix::fs::symlink(packages, folder.path().join("node_modules")).unwrap();
    let module = folder.path().join("suite-1.wasm");
    std::fs::copy(&RIGHT.loud, &module).unwrap();
    let database = "postgres://user:password@localhost:5432/";
    let hyperdrive = format!(
        r#""hyperdrive": [{{ "binding": "DB", "id": "db", "localConnectionString": "{database}one" }}],"#
    );
    let config = CONFIG.replacen('{', &format!("{{ {hyperdrive}"), 1);
    std::fs::write(folder.path().join("wrangler.jsonc"), config).unwrap();
    let said = |variable: Option<&str>| {
        let mut command = RIGHT.command(&module, &["loud"]);
        let name = "CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_DB";
        command.envs(variable.map(|value| (name, value)));
        let (code, stdout, stderr) = run(command.current_dir(folder.path()));
        assert_eq!(code, Some(0), "{stdout}{stderr}");
        stderr
    };
    assert_eq!(said(None), "");
    let other = said(Some(&format!("{database}two")));
    assert!(other.contains("will connect to this database"), "{other}");
}

#[test]
fn an_example_in_the_documentation() {
    let examples = |suite: &Suite| {
        let mut command = suite.fixture.command(&["test", "--doc"]);
        run(&mut command)
    };
    let (code, stdout, stderr) = examples(&RIGHT);
    assert!(
        stdout.contains("\ntest examples in the documentation ... ok\n"),
        "{stdout}{stderr}"
    );
    assert_eq!(code, Some(0));
    let (code, stdout, stderr) = examples(&WRONG);
    // It uses nothing of the crate, so nothing of the SDK could say more.
    let failed = "---- examples in the documentation stdout ----\nRuntimeError: unreachable\n";
    assert!(stdout.contains(failed), "{stdout}{stderr}");
    assert_eq!(code, Some(101));
}

/// Cargo splits what a variable says of a runner.
#[test]
fn a_program_whose_path_has_a_space() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("a b/worker-build");
    std::fs::create_dir(folder.path().join("a b")).unwrap();
    let original = env!("CARGO_BIN_EXE_worker-build");
    std::fs::copy(original, &program).unwrap();
    // What the same program prepared is not prepared anew, while other tests use it.
    let time = std::fs::metadata(original).unwrap().modified().unwrap();
    let copy = std::fs::File::options()
        .append(true)
        .open(&program)
        .unwrap();
    copy.set_modified(time).unwrap();
    drop(copy);
    let own = RIGHT.fixture.command(&[]);
    let set = own
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let mut command = Command::new(&program);
    command.envs(set).current_dir(&RIGHT.fixture.root).args([
        "test",
        "--test",
        "suite",
        "--",
        "not_async",
    ]);
    let (code, stdout, stderr) = run(&mut command);
    assert!(stdout.contains("ok. 1 passed"), "{stdout}{stderr}");
    assert_eq!(code, Some(0));
}

/// Of a crate without dependencies; what rustdoc and cargo said.
fn examples_that_panic(name: &str, attributes: &str) -> (Option<i32>, String) {
    let documented = |line: &str| format!("/// ```{attributes}\n/// {line}\n/// ```\n");
    let lib = format!(
        "{}pub fn right() {{}}\n\n{}pub fn wrong() {{}}\n",
        documented("panic!()"),
        documented("let _ = 1;")
    );
    let fixture = Fixture::empty(name)
        .file("Cargo.toml", &manifest(name, ""))
        .file("src/lib.rs", &lib);
    let packages = repository().join("node_modules");
    std::os::unix::fs::symlink(packages, fixture.path("node_modules")).unwrap();
    let (code, stdout, stderr) = run(&mut fixture.command(&["test", "--doc"]));
    (code, stdout + &stderr)
}

#[test]
fn an_example_that_should_panic() {
    let (code, said) = examples_that_panic("panicking_alone", "should_panic,standalone_crate");
    assert!(
        said.contains("test src/lib.rs - right (line 1) ... ok"),
        "{said}"
    );
    assert!(
        said.contains("test src/lib.rs - wrong (line 6) ... FAILED"),
        "{said}"
    );
    assert_eq!(code, Some(101));
    let (code, said) = examples_that_panic("panicking_together", "should_panic");
    let refused = said.lines().skip_while(|line| !line.starts_with("error: "));
    let refused: Vec<&str> = refused
        .take_while(|line| !line.contains("doctest failed"))
        .collect();
    same_as_golden("test_panicking_examples.txt", &(refused.join("\n") + "\n"));
    assert_eq!(code, Some(101), "{said}");
}

#[test]
fn a_host_that_forgets_tests() {
    let folder = alone();
    let node = folder.path().join("node");
    std::fs::write(&node, "#!/bin/sh\nread job\necho '{\"t\":\"done\"}'\n").unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&node, executable).unwrap();
    let forgetful = |command: &mut Command| {
        command.env("PATH", format!("{}:/bin:/usr/bin", folder.path().display()));
    };
    fails_alone(folder.path(), forgetful, "test_forgotten.txt");
}

#[test]
fn warnings_of_wrangler_come_once_in_each_run() {
    let folder = alone();
    let packages = repository().join("node_modules");
    std::os::unix::fs::symlink(packages, folder.path().join("node_modules")).unwrap();
    let config = CONFIG.replace("\"name\"", "\"nonsense\": true,\n  \"name\"");
    std::fs::write(folder.path().join("wrangler.jsonc"), config).unwrap();
    for _ in 0..2 {
        let mut command = RIGHT.command(Path::new("suite-1.wasm"), &["a_binding"]);
        let (code, stdout, stderr) = run(command.current_dir(folder.path()));
        assert_eq!(
            stderr.matches("\"nonsense\"").count(),
            1,
            "{stdout}{stderr}"
        );
        assert_eq!(code, Some(0));
    }
}

/// As when a run is begun in an editor and, after a change, another one in a terminal.
#[test]
fn a_run_keeps_its_module_until_it_ends() {
    // Compiled by now, or the first run would have ended before the second begins.
    let right = &*RIGHT;
    let module = WRONG.tests.with_file_name("suite-3.wasm");
    let _ = std::fs::remove_dir_all(module.with_extension("worker-test"));
    std::fs::copy(&WRONG.tests, &module).unwrap();
    // The runtime is started anew for the second of them.
    let mut command = WRONG.command(&module, &["computes_forever", "not_async", "--exact"]);
    let mut first = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(first.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("running 2 tests") {
        assert!(stdout.read_line(&mut said).unwrap() > 0, "{said}");
    }
    let prepared = module.with_extension("worker-test").join("prepared.json");
    while !prepared.exists() {
        assert!(first.try_wait().unwrap().is_none(), "it prepares nothing");
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_secs(2));
    std::fs::copy(&right.tests, &module).unwrap();
    let (code, second, stderr) = run(&mut right.command(&module, &["not_async"]));
    assert_eq!(code, Some(0), "{second}{stderr}");
    stdout.read_to_string(&mut said).unwrap();
    first.wait().unwrap();
    assert!(said.contains("test not_async ... FAILED"), "{said}");
    let note = "note: waiting for the end of another run of `suite-3.wasm`\n";
    assert_eq!(stderr, note);
}

/// As nextest does it.
#[test]
fn a_process_for_each_test() {
    // Others use the module at the same time.
    let module = RIGHT.tests.with_file_name("suite-2.wasm");
    std::fs::copy(&RIGHT.tests, &module).unwrap();
    let _ = std::fs::remove_dir_all(module.with_extension("worker-test"));
    std::thread::scope(|scope| {
        for test in ["not_async", "after_a_wait", "the_worker_answers"] {
            let mut command = RIGHT.command(&module, &["--exact", test, "--nocapture"]);
            scope.spawn(move || {
                let (code, stdout, stderr) = run(&mut command);
                assert!(stdout.contains("ok. 1 passed"), "{stdout}{stderr}");
                assert_eq!(code, Some(0));
            });
        }
    });
}

#[test]
fn no_module() {
    let (code, stdout, stderr) = run(&mut RIGHT.command(Path::new("/nowhere/a.wasm"), &[]));
    let expected = "error: cannot read the module `/nowhere/a.wasm`\n  note: No such file or directory (os error 2)\n";
    assert_eq!(
        (code, stdout.as_str(), stderr.as_str()),
        (Some(1), "", expected)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_behind_by_a_runner_that_is_killed() {
    for victim in [Victim::Runner, Victim::Host] {
        // The longest of them: it is stopped when the runtime has not answered for three seconds.
        let mut command = WRONG.command(&WRONG.tests, &["computes_forever", "--nocapture"]);
        let mut runner = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(runner.stdout.take().unwrap());
        let begins = "test computes_forever ... ";
        assert!(
            stdout
                .lines()
                .map(Result::unwrap)
                .any(|line| line == begins)
        );
        let family = family(runner.id());
        assert!(family.len() >= 3, "runner, host and runtime: {family:?}");
        let victim = match victim {
            Victim::Runner => runner.id(),
            Victim::Host => family[1],
        };
        kill(victim);
        runner.wait().unwrap();
        let end = Instant::now() + Duration::from_secs(20);
        while family.iter().any(|process| is_alive(*process)) {
            assert!(Instant::now() < end, "{family:?} after the end of {victim}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[cfg(target_os = "linux")]
enum Victim {
    Runner,
    Host,
}

#[cfg(target_os = "linux")]
fn kill(process: u32) {
    let status = Command::new("kill")
        .args(["-9", &process.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

/// A process and all that it started, parents first.
#[cfg(target_os = "linux")]
fn family(process: u32) -> Vec<u32> {
    let mut family = vec![process];
    let mut next = 0;
    while let Some(parent) = family.get(next) {
        let children = format!("/proc/{parent}/task/{parent}/children");
        let children = std::fs::read_to_string(children).unwrap_or_default();
        family.extend(
            children
                .split_whitespace()
                .map(|child| child.parse::<u32>().unwrap()),
        );
        next += 1;
    }
    family
}

#[cfg(target_os = "linux")]
fn is_alive(process: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state
        .rsplit_once(") ")
        .is_some_and(|(_, state)| !state.starts_with('Z'))
}
