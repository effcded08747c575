//! The list of steps, quick ones first.

use std::env;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

#[cfg(unix)]
use super::dev;
use super::report::{Outcome, quietly, tests};
use super::unchanged::unless_unchanged;
use super::{
    Where, benches, crates, dependencies, e2e, features, packages, runtime, setup, unsafe_code,
};
use crate::environment::Environment;
use crate::setup as machine;
use crate::{coverage, docs};

/// Hello world has to stay this small: wasm and JavaScript together, compressed.
const HELLO_BYTES: &str = "14336";
/// Ten routes with JSON in and out and three middlewares, as wrangler uploads them. The aim is 46,080.
const TEN_ROUTES_BYTES: &str = "49152";
pub(super) const TARGET: &str = "wasm32-unknown-unknown";
const HOST_CRATES: [&str; 6] = [
    "worker-sdk",
    "worker-macros",
    "worker-build",
    "worker-e2e",
    "xtask",
    "e2e",
];

/// What the tests of the build tool make projects of.
const BUILD_TOOL: [&str; 8] = [
    "docs/contract.md",
    "worker-build",
    "worker-sdk",
    "worker-macros",
    "worker-e2e",
    "templates",
    "examples/bindings",
    "examples/hello",
];

/// What has examples, and what they are compiled with.
const DOCUMENTED: [&str; 6] = [
    "README.md",
    "docs",
    "worker-build",
    "worker-sdk",
    "worker-macros",
    "worker-e2e",
];

/// What the tests of `worker-e2e` make projects of.
const HELPER: [&str; 4] = ["worker-build", "worker-sdk", "worker-macros", "worker-e2e"];

/// What runs with today's wrangler. With the pinned one it is run each time.
const CURRENT: [&str; 6] = [
    "worker-build",
    "worker-sdk",
    "worker-macros",
    "worker-e2e",
    "examples",
    "tests",
];

/// What xtask has of others.
const SETUP: [&str; 1] = ["worker-build/src/sysroot"];

type Action = Box<dyn Fn(&Environment) -> Result<Outcome> + Send + Sync>;

/// What a step runs beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// The steps of the lane below. Those of this one run in turn.
    Main,
    /// The steps of the main lane. Cargo locks the folder of a profile: so these compile in folders of their own, or come
    /// when the main lane builds releases.
    Beside,
    /// Nothing, because durations are part of what it checks. It is run at the end.
    Alone,
}

/// One check. Its name may have a group before a slash.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) lane: Lane,
    pub(super) action: Action,
}

impl Step {
    fn on(self, lane: Lane) -> Self {
        Self { lane, ..self }
    }

    /// Not run where it passed before, unless one of these files or folders changed since.
    fn of(self, inputs: &'static [&'static str], place: Where) -> Self {
        let Self { name, action, .. } = self;
        let once = move |environment: &Environment| {
            unless_unchanged(environment, place, name, inputs, &action)
        };
        let action = Box::new(once);
        Self { action, ..self }
    }
}

/// Every step, in the order in which those of a lane are run.
pub(super) fn all(place: Where) -> Vec<Step> {
    let mut steps = without_runtime(place);
    steps.extend(in_runtime(place));
    steps
}

fn without_runtime(place: Where) -> Vec<Step> {
    vec![
        step("fmt", "formatting", fmt),
        step(
            "unsafe",
            "unsafe code stays in two folders",
            unsafe_code::check,
        ),
        step("coverage", "COVERAGE.md is true", coverage_table),
        step(
            "dependencies",
            "licences, sources, the size of the default tree",
            dependencies::check,
        ),
        step(
            "packages",
            "what is published has all of its files",
            packages::check,
        ),
        step(
            "clippy/host",
            "lints of the crates that run here",
            clippy_host,
        ),
        step(
            "clippy/wasm",
            "lints of the library and all workers",
            clippy_wasm,
        ),
        step(
            "clippy/runtime",
            "lints of the tests inside of the runtime",
            runtime::clippy,
        ),
        step(
            "features",
            "each feature of the library compiles alone",
            features::check,
        )
        .of(&["clippy.toml", "worker-sdk", "worker-macros"], place)
        .on(Lane::Beside),
        step(
            "unit",
            "tests of the library, of xtask and of an example",
            |environment| {
                tests(
                    cargo_test(environment, &["worker-sdk", "xtask", "testing"])
                        .args(["--tests", "--all-features"]),
                )
            },
        ),
        step(
            "macros",
            "tests of the macros: mistakes and expansions",
            |environment| tests(cargo_test(environment, &["worker-macros"]).arg("--tests")),
        )
        .of(&["worker-macros", "worker-sdk"], place)
        .on(Lane::Beside),
        step(
            "build-tool",
            "tests of worker-build: golden files and diagnostics",
            |environment| tests(cargo_test(environment, &["worker-build"]).arg("--tests")),
        )
        .of(&BUILD_TOOL, place)
        .on(Lane::Beside),
        step(
            "benches",
            "the benchmarks compile, and their own tests",
            benches::check,
        )
        .of(&["benches", "worker-sdk", "worker-macros"], place)
        .on(Lane::Beside),
        step(
            "docs/build",
            "documentation without warnings",
            |environment| quietly(&mut docs::rustdoc(environment)).map(|_| Outcome::Passed),
        ),
        step(
            "docs/examples",
            "examples in the documentation compile",
            |environment| {
                let mut cargo = cargo_test(environment, &["worker-sdk", "worker-e2e"]);
                tests(cargo.args(["--doc", "--all-features"]))
            },
        )
        .of(&DOCUMENTED, place),
    ]
}

fn in_runtime(place: Where) -> Vec<Step> {
    vec![
        step("size", "hello and a router stay within their sizes", size),
        step(
            "setup/rustup",
            "setup takes the target from rustup",
            setup::from_rustup,
        )
        .of(&SETUP, place)
        .on(Lane::Beside),
        step(
            "setup/source",
            "setup builds the target when rustup cannot",
            setup::from_source,
        )
        .of(&SETUP, place)
        .on(Lane::Beside),
        step("runtime", "tests inside of the runtime", runtime::check).on(Lane::Beside),
        #[cfg(unix)]
        step(
            "dev",
            "an edit is served, a mistake keeps the last version",
            dev::check,
        )
        .on(Lane::Alone),
        step(
            "e2e/helper",
            "worker-e2e starts workers and leaves nothing behind",
            helper,
        )
        .of(&HELPER, place),
        step(
            "e2e/unwind",
            "the standard library for panic=unwind is there",
            |environment| {
                let mut setup = environment.command(env::current_exe()?);
                quietly(setup.args(["setup", "--unwind"])).map(|_| Outcome::Passed)
            },
        ),
        step(
            "e2e/postgres",
            "PostgreSQL for the tests is there",
            |environment| {
                let mut setup = environment.command(env::current_exe()?);
                quietly(setup.args(["setup", "--postgres"])).map(|_| Outcome::Passed)
            },
        ),
        step("e2e/tests", "workers in the real runtime", e2e::check),
        current(
            "current/runtime",
            "tests inside of the runtime of today's wrangler",
            place,
            runtime::check,
        )
        .on(Lane::Beside),
        #[cfg(unix)]
        current(
            "current/dev",
            "an edit is served, with today's wrangler",
            place,
            dev::check,
        )
        .on(Lane::Alone),
        current(
            "current/helper",
            "worker-e2e with today's wrangler",
            place,
            helper,
        ),
        current(
            "current/e2e",
            "workers in the runtime of today's wrangler",
            place,
            current_e2e,
        ),
    ]
}

/// Tests that wait for the collector of garbage cannot wait for today's: after gigabytes of it, it may have looked at
/// nothing but what is new. Here it looks at everything each time.
fn current_e2e(environment: &Environment) -> Result<Outcome> {
    e2e::check(
        &environment
            .clone()
            .with_variable("MINIFLARE_WORKERD_V8_FLAGS", "--gc-global"),
    )
}

/// A step that another one takes with the pinned wrangler.
fn current(
    name: &'static str,
    about: &'static str,
    place: Where,
    check: fn(&Environment) -> Result<Outcome>,
) -> Step {
    let action = move |environment: &Environment| check(&machine::current(environment)?);
    step(name, about, action).of(&CURRENT, place)
}

fn step(
    name: &'static str,
    about: &'static str,
    action: impl Fn(&Environment) -> Result<Outcome> + Send + Sync + 'static,
) -> Step {
    Step {
        name,
        about,
        lane: Lane::Main,
        action: Box::new(action),
    }
}

fn fmt(environment: &Environment) -> Result<Outcome> {
    let mut cargo = environment.command("cargo");
    // Left to itself, rustfmt colours what goes into a file too.
    let color = if io::stdout().is_terminal() {
        "always"
    } else {
        "never"
    };
    cargo.args(["fmt", "--all", "--check", "--", "--color", color]);
    quietly(&mut cargo).map(|_| Outcome::Passed)
}

fn coverage_table(environment: &Environment) -> Result<Outcome> {
    coverage::check(environment.root()).map(|()| Outcome::Passed)
}

fn clippy_host(environment: &Environment) -> Result<Outcome> {
    let mut cargo = environment.command("cargo");
    cargo.args(["clippy", "--all-targets"]);
    deny_warnings(packages(&mut cargo, &HOST_CRATES))
}

fn clippy_wasm(environment: &Environment) -> Result<Outcome> {
    let members = crates::members(environment)?;
    let workers: Vec<_> = members.iter().filter(|member| member.is_worker()).collect();
    if workers.is_empty() {
        bail!("no workers in `examples` and `tests/workers`");
    }
    let names: Vec<_> = workers.iter().map(|worker| worker.name.as_str()).collect();
    let mut cargo = environment.command("cargo");
    cargo.args(["clippy", "--target", TARGET, "--package", "worker-sdk"]);
    deny_warnings(packages(&mut cargo, &names))
}

pub(super) fn deny_warnings(cargo: &mut Command) -> Result<Outcome> {
    quietly(cargo.args(["--", "-D", "warnings"])).map(|_| Outcome::Passed)
}

pub(super) fn packages<'a>(cargo: &'a mut Command, names: &[&str]) -> &'a mut Command {
    cargo.args(names.iter().flat_map(|name| ["--package", name]))
}

pub(super) fn cargo_test(environment: &Environment, names: &[&str]) -> Command {
    let mut cargo = environment.command("cargo");
    packages(cargo.args(["test", "--no-fail-fast"]), names);
    cargo
}

fn helper(environment: &Environment) -> Result<Outcome> {
    tests(cargo_test(environment, &["worker-e2e"]).arg("--tests"))
}

fn size(environment: &Environment) -> Result<Outcome> {
    quietly(&mut environment.build_command())?;
    let run = |worker: &str, program: &Path, arguments: &[&str]| {
        let mut command = environment.command(program);
        command.current_dir(environment.root().join(worker));
        quietly(command.args(arguments))
    };
    let tool = environment.build_tool_path();
    let build = ["--release", "--no-panic-unwind"];
    run("examples/hello", &tool, &build)?;
    run(
        "examples/hello",
        &tool,
        &["size", "--max-gzip", HELLO_BYTES],
    )?;
    let worker = "tests/workers/ten-routes";
    run(worker, &tool, &build)?;
    let bundle = environment.root().join("target/size");
    // wrangler leaves modules of other names where they are.
    let _ = fs::remove_dir_all(&bundle);
    let bundle = bundle.to_string_lossy();
    let wrangler = environment.root().join("node_modules/.bin/wrangler");
    let upload = ["deploy", "--dry-run", "--outdir", &bundle];
    run(worker, &wrangler, &upload)?;
    let measure = ["size", "--out-dir", &bundle, "--max-gzip", TEN_ROUTES_BYTES];
    run(worker, &tool, &measure)?;
    Ok(Outcome::Passed)
}
