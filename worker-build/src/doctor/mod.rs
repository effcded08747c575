//! `worker-build doctor`: which of the tools that a worker needs are there, and whether they fit to each other.

mod finding;
mod packages;
mod rust;

use crate::cli::DoctorArgs;
use crate::config::document::Node;
use crate::config::keys;
use crate::config::resolved;
use crate::config::wrangler::Wrangler;
use crate::config::written::Environment;
use crate::report::Report;
use crate::tools::cargo::Package;
use anyhow::Result;
use finding::{Finding, State};
use std::process::ExitCode;

const CONFIGURATION: &str = "configuration";

/// Prints what was found. The exit code says whether a worker can be built and served.
pub(crate) fn run(args: &DoctorArgs, report: &Report) -> Result<ExitCode> {
    let folder = resolved::folder(&args.path)?;
    let environment = Environment::read();
    let mut findings = rust::tools(&folder, &environment);
    let package = Package::find(&folder, &[], &[]);
    findings.push(match &package {
        Ok(package) => rust::wasm_bindgen(package),
        Err(error) => Finding::failed("worker", error),
    });
    let wrangler = Wrangler::load(&folder, None);
    findings.extend(packages::all(
        &folder,
        wrangler.as_ref().ok().and_then(Option::as_ref),
    ));
    findings.push(match &wrangler {
        Ok(Some(wrangler)) => configuration(wrangler),
        Ok(None) => Finding::missing(CONFIGURATION, "no `wrangler.jsonc`")
            .fix("run `worker-build new` for a project that has one"),
        Err(error) => Finding::failed(CONFIGURATION, error),
    });
    if let Ok(Some(wrangler)) = &wrangler {
        let keys = keys::misspelled_anywhere(wrangler).into_iter();
        findings.extend(keys.map(|key| Finding::note(CONFIGURATION, key.to_string())));
    }
    for finding in &findings {
        report.line(&finding.to_string());
    }
    report.line("");
    report.line(&summary(&findings));
    let complete = findings
        .iter()
        .all(|finding| finding.state != State::Missing);
    Ok(if complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What wrangler is told to run, and to serve, by the top of the configuration or the first environment that says it.
fn configuration(wrangler: &Wrangler) -> Finding {
    let name = &wrangler.name;
    let text = |path: &[&str]| {
        let found = |level: &Node| {
            let mut keys = path.iter();
            let found = keys.try_fold(level, |node, key| node.get(key))?;
            found.as_text().map(str::to_owned)
        };
        wrangler.levels().find_map(found)
    };
    let Some(main) = text(&["main"]) else {
        return Finding::missing(CONFIGURATION, format!("`{name}` has no `main`"))
            .fix("add `\"main\": \"build/index.js\"`, the file that a build writes");
    };
    match text(&["build", "command"]) {
        Some(command) => Finding::fine(
            CONFIGURATION,
            format!("`{name}`: `{command}` writes `{main}`"),
        ),
        None => Finding::note(
            CONFIGURATION,
            format!("`{name}` has no `build.command`: wrangler serves the last build"),
        )
        .fix("add `\"build\": { \"command\": \"worker-build\" }`"),
    }
}

fn summary(findings: &[Finding]) -> String {
    let missing = findings
        .iter()
        .filter(|finding| finding.state == State::Missing);
    match missing.count() {
        0 => "everything that is needed is there".to_owned(),
        1 => "1 thing is missing".to_owned(),
        several => format!("{several} things are missing"),
    }
}
