//! The compiler, its standard libraries, and the tools that rewrite a module.

use super::finding::Finding;
use crate::config::written::Environment;
use crate::sysroot::{self, TARGET};
use crate::tools::cargo::Package;
use crate::tools::rustc::{Rustc, Version};
use crate::tools::wasm_bindgen::LINKED;
use crate::tools::wasm_opt::WasmOpt;
use std::path::Path;

/// What a build runs, the worker aside.
pub(super) fn tools(folder: &Path, environment: &Environment) -> Vec<Finding> {
    let mut findings = match Version::ask(folder).and_then(|version| version.rustc(folder)) {
        Ok(rustc) => compiler(&rustc, environment),
        Err(_) => vec![
            Finding::missing("rustc", "cannot be started")
                .fix("install Rust, see <https://rustup.rs>"),
        ],
    };
    findings.push(wasm_opt(folder, environment));
    findings
}

fn compiler(rustc: &Rustc, environment: &Environment) -> Vec<Finding> {
    vec![
        Finding::fine("rustc", &rustc.release),
        target(rustc),
        unwinding(rustc, environment),
    ]
}

fn target(rustc: &Rustc) -> Finding {
    const WHAT: &str = "target";
    match sysroot::has_std(&rustc.sysroot) {
        true => Finding::fine(WHAT, TARGET),
        false => Finding::missing(WHAT, format!("no standard library for `{TARGET}`"))
            .fix("run `worker-build setup`"),
    }
}

fn unwinding(rustc: &Rustc, environment: &Environment) -> Finding {
    const WHAT: &str = "panic";
    let cache = environment.std_cache.as_deref();
    let unwind = cache
        .map(|cache| sysroot::unwind_sysroot(cache, &rustc.release, &rustc.commit_hash))
        .filter(|sysroot| sysroot::has_std(sysroot));
    match unwind {
        Some(_) => Finding::fine(WHAT, "unwinds in release builds: it is one failed request"),
        None => Finding::note(
            WHAT,
            "ends the instance: the requests in flight fail, the next one gets a new instance",
        )
        .fix("for one that unwinds, run `worker-build setup --panic-unwind`"),
    }
}

fn wasm_opt(folder: &Path, environment: &Environment) -> Finding {
    const WHAT: &str = "wasm-opt";
    match WasmOpt::find(environment.wasm_opt.as_deref(), folder, &environment.path) {
        Some(tool) => Finding::fine(WHAT, tool.program().display().to_string()),
        None => Finding::note(WHAT, "not installed: release builds are larger and slower")
            .fix("run `npm install -D binaryen`"),
    }
}

/// Whether this program can read what the worker's wasm-bindgen wrote.
pub(super) fn wasm_bindgen(package: &Package) -> Finding {
    const WHAT: &str = "wasm-bindgen";
    let version = &package.wasm_bindgen;
    if version == LINKED {
        return Finding::fine(WHAT, format!("{version}, which this program has built in"));
    }
    let text = format!(
        "{version} in the lock file, {LINKED} in this program: builds use the command of that version, or install it"
    );
    Finding::note(WHAT, text).fix(format!(
        "run `cargo update -p wasm-bindgen --precise {LINKED}`"
    ))
}
