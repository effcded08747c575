//! The order of a build.

use crate::bindings::{self, Use, runtime};
use crate::cli::BuildArgs;
use crate::config::resolved::{Optimizer, Panic};
use crate::config::written::Environment;
use crate::config::{Config, Written};
use crate::diagnostic;
use crate::js;
use crate::report::Report;
use crate::staging::Lock;
use crate::steps::bindgen::Bindings;
use crate::steps::compile::Compiled;
use crate::steps::entrypoints::Entrypoints;
use crate::steps::publish::Published;
use crate::steps::size::Sizes;
use crate::steps::{
    bindgen, compile, entrypoints, imports, optimize, publish, shim, size, toolchain,
};
use crate::symbols::{self, Symbols};
use crate::wasm::{Facts, names, sections};
use anyhow::Result;

/// Builds what the command line asks for.
pub(crate) fn build(args: BuildArgs, report: &Report) -> Result<()> {
    let entry = args.place.path.join(&args.place.out_dir).join("index.js");
    let written = Written {
        args,
        environment: Environment::read(),
    };
    let is_served = written.environment.wrangler_command.as_deref() == Some("dev");
    match resolve_and_run(written, report) {
        // After a failure wrangler answers no request until a build succeeds. Told that this one did, it
        // goes on with what the last good build published.
        Err(error) if is_served && entry.is_file() => {
            eprintln!("{}", diagnostic::render(&error));
            Ok(())
        }
        result => result,
    }
}

fn resolve_and_run(written: Written, report: &Report) -> Result<()> {
    let config = report.step("resolving the configuration", || Config::resolve(written))?;
    let _lock = Lock::take(&config.state_dir, || {
        report.line("waiting for another build of the same folder");
    })?;
    run(&config, report)
}

fn run(config: &Config, report: &Report) -> Result<()> {
    let mut warnings = Vec::new();
    let published = make(config, report, &mut warnings);
    for warning in &warnings {
        report.warning(warning);
    }
    finish(config, report, published?);
    Ok(())
}

/// All steps of a build, with what a person should know beside what fails.
fn make(config: &Config, report: &Report, warnings: &mut Vec<String>) -> Result<Published> {
    toolchain::check(config)?;
    let compiled = report.quiet_step(&compiling(config), || {
        compile::compile(config, report.is_terminal())
    })?;
    let entrypoints = inspect(config, &compiled, warnings)?;
    let source = bindgen::source(config, |line| report.line(line))?;
    let bindings = report.step("generating bindings", || {
        bindgen::generate(config, &source, compiled)
    })?;
    let mut bindings = optimize(config, report, bindings)?;
    let symbols = symbols(config, &mut bindings)?;
    let mut site = shim::write(&config.package.name, &entrypoints, bindings)?;
    site.files.extend(symbols);
    let (sizes, published) = std::thread::scope(|scope| {
        let sizes = scope.spawn(|| Sizes::of(&site));
        let published = publish::publish(config, &site);
        (sizes.join(), published)
    });
    let sizes = sizes.map_err(|_| anyhow::anyhow!("the thread that measures sizes ended"))??;
    let published = published?;
    let last = size::last(config);
    report.line(&sizes.table(last.as_ref()));
    size::remember(config, &sizes)?;
    Ok(published)
}

/// Reads what the macros recorded, and compares it with the configuration.
fn inspect(
    config: &Config,
    compiled: &Compiled,
    warnings: &mut Vec<String>,
) -> Result<Entrypoints> {
    let facts = Facts::read(&compiled.wasm)?;
    let entrypoints = entrypoints::read(&facts, &config.package.name)?;
    imports::check(&facts, &compiled.wasm)?;
    warnings.extend(js::declarations::warnings(&entrypoints));
    let Some(wrangler) = &config.wrangler else {
        return Ok(entrypoints);
    };
    let environment = config.wrangler_environment.as_deref();
    warnings.extend(runtime::warnings(wrangler, environment, &config.out_dir));
    let used = Use {
        environment,
        is_served: config.is_served,
        is_entry: runtime::is_entry(wrangler, environment, &config.out_dir),
        out_dir: Some(&config.out_dir),
    };
    bindings::check(&entrypoints, wrangler, used, warnings)?;
    Ok(entrypoints)
}

fn optimize(config: &Config, report: &Report, bindings: Bindings) -> Result<Bindings> {
    match &config.optimizer {
        Optimizer::Off => Ok(bindings),
        Optimizer::Missing => {
            report.line("skipping wasm-opt: not installed (`npm install -D binaryen`)");
            Ok(bindings)
        }
        Optimizer::Found(tool) => {
            report.step("optimizing", || optimize::optimize(config, tool, bindings))
        }
    }
}

/// Takes the names out of the module. The file that has them then, if there were any.
fn symbols(config: &Config, bindings: &mut Bindings) -> Result<Option<(String, Vec<u8>)>> {
    if config.keep_names {
        return Ok(None);
    }
    let symbols = Symbols::of(&bindings.wasm, bindings.lines.take())?;
    bindings.wasm = sections::without(&bindings.wasm, names::SECTION)?;
    let file = || (symbols::FILE.to_owned(), symbols.to_string().into_bytes());
    Ok((!symbols.is_empty()).then(file))
}

fn compiling(config: &Config) -> String {
    let panics = match config.panic {
        Panic::Abort => "abort",
        Panic::Unwind { .. } => "unwind",
    };
    let (name, profile) = (&config.package.name, &config.profile.name);
    format!("compiling {name} ({profile}, panic={panics})")
}

fn finish(config: &Config, report: &Report, published: Published) {
    let entry = config.out_dir.join("index.js");
    let entry = entry.strip_prefix(&config.package.folder).unwrap_or(&entry);
    let unchanged = match published {
        Published::Changed => "",
        Published::Unchanged => " (unchanged)",
    };
    report.line(&format!("the worker is {}{unchanged}", entry.display()));
}
