//! `worker-build setup`: makes a machine ready for builds, and says what it does.
//!
//! A worker needs the wasm32 standard library of exactly its compiler. The one whose panics unwind is built here, once,
//! where [`Panic::choose`](crate::config::resolved::Panic) looks for it. What is there already is left alone.

mod machine;

use crate::cli::SetupArgs;
use crate::config::resolved;
use crate::config::written::Environment;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::sysroot::{self, Host, Rustc, TARGET};
use crate::tools::rustc::Version;
use anyhow::Result;
use machine::Machine;
use std::path::Path;

/// What a release build does without the library that unwinds.
pub(crate) const WITHOUT_UNWINDING: &str =
    "a panic then ends the instance, and the next request gets a new one";

/// Adds what is missing.
pub(crate) fn run(args: &SetupArgs, report: &Report) -> Result<()> {
    let folder = resolved::folder(&args.path)?;
    let rustc = compiler(&folder)?;
    let machine = Machine {
        folder: &folder,
        report,
    };
    machine.say("rustc", &rustc.release);
    target(&machine, &rustc)?;
    unwinding(&machine, &rustc, args.panic_unwind)?;
    machine.say(
        "ready",
        "`worker-build doctor` says what else a worker needs",
    );
    Ok(())
}

/// The compiler that cargo uses in this folder.
fn compiler(folder: &Path) -> Result<Rustc> {
    let version = Version::ask(folder).map_err(|error| {
        Diagnostic::new(format!("no Rust compiler for `{}`", folder.display()))
            .note(format!("{error:#}"))
            .fix("install Rust, see <https://rustup.rs>, or correct `RUSTC` or `rust-toolchain.toml`")
    })?;
    version.rustc(folder)
}

fn target(machine: &Machine<'_>, rustc: &Rustc) -> Result<()> {
    const ABOUT: &str = "wasm32 target";
    if sysroot::has_std(&rustc.sysroot) {
        machine.say(ABOUT, "present");
        return Ok(());
    }
    machine.say(
        ABOUT,
        &format!("missing; trying `rustup target add {TARGET}`"),
    );
    let added = machine.rustup(rustc, &["target", "add", TARGET]);
    if let Err(why) = added.and_then(|()| arrived(rustc)) {
        return Err(no_target(rustc, &why).into());
    }
    machine.say(ABOUT, "installed by rustup");
    Ok(())
}

fn arrived(rustc: &Rustc) -> Result<()> {
    if sysroot::has_std(&rustc.sysroot) {
        return Ok(());
    }
    anyhow::bail!(
        "rustup installed it, but not into `{}`; is that another toolchain?",
        rustc.sysroot.display()
    )
}

fn no_target(rustc: &Rustc, why: &anyhow::Error) -> Diagnostic {
    Diagnostic::new(format!(
        "rustc {} has no standard library for `{TARGET}`, and rustup cannot add it",
        rustc.release
    ))
    .note(format!("{why:#}"))
    .fix(format!(
        "run `rustup target add {TARGET}` where the network allows it"
    ))
    .fix("a compiler that is not of rustup gets it from where the compiler came from")
}

/// The library for `panic=unwind`: built when it is asked for, and otherwise only looked for.
fn unwinding(machine: &Machine<'_>, rustc: &Rustc, is_wanted: bool) -> Result<()> {
    let cache = Environment::read().std_cache;
    let Some(cache) = cache else {
        return match is_wanted {
            true => Err(no_cache().into()),
            false => Ok(()),
        };
    };
    let place = sysroot::unwind_sysroot(&cache, &rustc.release, &rustc.commit_hash);
    if !is_wanted && !sysroot::has_std(&place) {
        machine.say(
            "panic=unwind library",
            "not there (optional; `worker-build setup --panic-unwind` builds it)",
        );
        return Ok(());
    }
    sysroot::ensure_unwinding(machine, rustc, &cache).map_err(|error| {
        let says_what_to_do = error.chain().len() == 1 && error.is::<Diagnostic>();
        match says_what_to_do {
            true => error,
            false => not_built(rustc, &error).into(),
        }
    })
}

fn no_cache() -> Diagnostic {
    Diagnostic::new("no folder for the standard library for `panic=unwind`")
        .note("neither `HOME` nor `XDG_CACHE_HOME` is set")
        .fix("name one in `WORKER_BUILD_STD_CACHE`")
}

fn not_built(rustc: &Rustc, error: &anyhow::Error) -> Diagnostic {
    Diagnostic::new(format!(
        "no standard library for `panic=unwind` could be built for rustc {}",
        rustc.release
    ))
    .note(format!("{error:#}"))
    .fix(format!("leave `--panic-unwind` out: {WITHOUT_UNWINDING}"))
}
