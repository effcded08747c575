//! Compares what a worker needs and handles with what its configuration says.

mod bound;
mod classes;
mod compare;
mod events;
pub(crate) mod runtime;
mod secrets;
mod snippet;
mod template;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use secrets::{local_names, names as dotenv_names};

use crate::config::declared::{self, Environment};
use crate::config::document::Node;
use crate::config::keys;
use crate::config::wrangler::Wrangler;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::steps::classes::Class;
use crate::steps::entrypoints::Entrypoints;
use crate::wasm::Facts;
use crate::wasm::records;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::Path;

/// A field of a struct of bindings that a handler takes; a record of the module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) struct Required {
    pub(crate) file: String,
    pub(crate) line: u32,
    /// Path of the Rust field.
    pub(crate) field: String,
    /// Name on the environment.
    pub(crate) name: String,
    /// Key of the configuration; empty for any.
    pub(crate) section: String,
    /// What the field holds, with an article.
    pub(crate) expected: String,
    pub(crate) optional: bool,
}

/// The bindings that a module needs, in the order of the source.
pub(crate) fn required(facts: &Facts) -> Result<Vec<Required>> {
    let records = records::read(facts)?;
    let records = records
        .iter()
        .filter(|record| record.kind == records::BINDING);
    let required = records.map(|record| {
        serde_json::from_str(&record.text)
            .with_context(|| format!("cannot read this record of the module: {}", record.text))
    });
    let mut required = required.collect::<Result<Vec<Required>>>()?;
    required.sort();
    required.dedup();
    Ok(required)
}

/// What a worker needs, and the classes that it has.
#[derive(Debug, Clone, Copy)]
struct Needs<'a> {
    bindings: &'a [Required],
    classes: &'a [Class],
}

/// For whom the comparison is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use<'a> {
    /// The environment that wrangler was asked for, as far as it is known.
    pub(crate) environment: Option<&'a str>,
    /// Whether `wrangler dev` serves the build.
    pub(crate) is_served: bool,
    /// Whether the build is all of the worker: another entry module may bring classes and handlers of its own.
    pub(crate) is_entry: bool,
    /// Where it is written, if environments may begin with other modules.
    pub(crate) out_dir: Option<&'a Path>,
}

/// The configuration with which a worker is compared.
struct Configured<'a> {
    wrangler: &'a Wrangler,
    environments: &'a [Environment],
    used: Use<'a>,
}

impl Configured<'_> {
    fn is_in_use(&self, environment: &Environment) -> bool {
        is_in_use(environment, self.environments, self.used.environment)
    }

    /// The environments that this build may be for.
    fn in_use(&self) -> impl Iterator<Item = &Environment> {
        let all = self.environments.iter();
        all.filter(move |environment| self.is_in_use(environment))
    }

    /// Those of them whose worker is the build.
    fn built(&self) -> impl Iterator<Item = &Environment> {
        self.in_use()
            .filter(|environment| self.is_built(environment))
    }

    fn others(&self) -> impl Iterator<Item = &Environment> {
        let all = self.environments.iter();
        all.filter(|environment| !self.is_in_use(environment) && self.is_built(environment))
    }

    fn is_built(&self, environment: &Environment) -> bool {
        let is_entry = |out_dir| runtime::is_entry_of(self.wrangler, environment, out_dir);
        self.used.out_dir.is_none_or(is_entry)
    }

    fn node(&self, environment: &Environment) -> Option<&Node> {
        compare::of(environment, &self.wrangler.root)
    }

    fn called(&self, environment: &Environment) -> String {
        environment.called(&self.wrangler.name)
    }
}

/// What a comparison finds.
#[derive(Default)]
struct Found {
    /// What the build fails with.
    problems: Vec<Diagnostic>,
    warnings: Vec<String>,
}

impl Found {
    /// Says what several environments have in common once.
    fn warn_once(&mut self, warning: &Diagnostic) {
        let said = warning.to_string();
        if !self.warnings.contains(&said) {
            self.warnings.push(said);
        }
    }

    /// Says of an environment that is not in use no more than what it is about.
    fn warn_of_others(&mut self, warning: &Diagnostic) {
        let said = warning.headline();
        if !self.warnings.iter().any(|other| other.starts_with(&said)) {
            self.warnings.push(said);
        }
    }
}

/// Fails with all that does not fit in an environment that this build may be for; adds what else a person should know
/// to the warnings, also when it fails.
pub(crate) fn check(
    entrypoints: &Entrypoints,
    wrangler: &Wrangler,
    used: Use<'_>,
    warnings: &mut Vec<String>,
) -> Result<()> {
    let required = &entrypoints.bindings;
    if required.is_empty() && !used.is_entry {
        return Ok(());
    }
    let configured = Configured {
        wrangler,
        environments: &declared::environments(wrangler),
        used,
    };
    let mut found = Found::default();
    malformed(&configured, &mut found);
    bindings(entrypoints, &configured, &mut found);
    if used.is_entry {
        classes::check(entrypoints, &configured, &mut found);
        events::check(entrypoints, &configured, &mut found);
    }
    misspelled_keys(wrangler, &mut found);
    warnings.extend(found.warnings);
    match found.problems.is_empty() {
        true => Ok(()),
        false => Err(Diagnostics(found.problems).into()),
    }
}

fn malformed(configured: &Configured<'_>, found: &mut Found) {
    let (all, used) = (configured.environments, configured.used.environment);
    for environment in all {
        let problems = environment.problems.iter();
        match may_be_used(environment, all, used) {
            true => found.problems.extend(problems.cloned()),
            false => problems.for_each(|problem| found.warn_once(problem)),
        }
    }
}

fn bindings(entrypoints: &Entrypoints, configured: &Configured<'_>, found: &mut Found) {
    let Configured { wrangler, used, .. } = configured;
    let needs = Needs {
        bindings: &entrypoints.bindings,
        classes: &entrypoints.classes,
    };
    for environment in configured.environments {
        let unfit = compare::environment(needs, wrangler, environment);
        let kept = compare::kept(needs, wrangler, environment);
        match configured.is_in_use(environment) {
            true => {
                found.problems.extend(unfit);
                kept.iter().for_each(|missing| found.warn_once(missing));
            }
            false if used.environment.is_some() => {
                let unfit = unfit.iter().chain(&kept).map(Diagnostic::headline);
                found.warnings.extend(unfit);
            }
            false => {}
        }
    }
    if used.is_served {
        let unset = secrets::unset(needs.bindings, configured);
        found.warnings.extend(unset);
    }
}

/// Those that no other message has as its reason.
fn misspelled_keys(wrangler: &Wrangler, found: &mut Found) {
    let problems: Vec<String> = found.problems.iter().map(Diagnostic::to_string).collect();
    for key in keys::misspelled_anywhere(wrangler) {
        let said = key.to_string();
        let mut others = problems.iter().chain(&found.warnings);
        if !others.any(|other| other.contains(&said)) {
            found.warnings.push(said);
        }
    }
}

/// Whether a mistake in an environment may be one in what is used.
pub(crate) fn may_be_used(
    environment: &Environment,
    all: &[Environment],
    used: Option<&str>,
) -> bool {
    used.is_none() || is_in_use(environment, all, used)
}

/// Whether a build may be for an environment. Without knowing better it may be for all, except for a top level that
/// only holds what the named environments share.
pub(crate) fn is_in_use(
    environment: &Environment,
    all: &[Environment],
    used: Option<&str>,
) -> bool {
    let is_named = |name: &str| all.iter().any(|other| other.name.as_deref() == Some(name));
    match used {
        Some(used) if is_named(used) => environment.name.as_deref() == Some(used),
        Some(_) => environment.name.is_none(),
        None => environment.name.is_some() || all.len() == 1 || environment.declares_own(),
    }
}
