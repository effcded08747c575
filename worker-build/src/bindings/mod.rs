//! Compares the bindings that a worker needs with those that its configuration declares.

pub(crate) mod classes;
mod compare;
mod secrets;
mod snippet;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use secrets::{local_names, names as dotenv_names};

use crate::config::declared::{self, Environment};
use crate::config::wrangler::Wrangler;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::wasm::Facts;
use crate::wasm::records;
use anyhow::{Context, Result};
use serde::Deserialize;

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

/// For whom the comparison is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use<'a> {
    /// The environment that wrangler was asked for, as far as it is known.
    pub(crate) environment: Option<&'a str>,
    /// Whether `wrangler dev` serves the build.
    pub(crate) is_served: bool,
}

/// Fails with all that does not fit in an environment that this build may be for; gives what does not fit in others.
pub(crate) fn check(
    required: &[Required],
    wrangler: &Wrangler,
    used: Use<'_>,
) -> Result<Vec<String>> {
    if required.is_empty() {
        return Ok(Vec::new());
    }
    let environments = declared::environments(wrangler)?;
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    for environment in &environments {
        let found = compare::environment(required, wrangler, environment);
        match is_in_use(environment, &environments, used.environment) {
            true => problems.extend(found),
            false if used.environment.is_some() => {
                warnings.extend(found.iter().map(Diagnostic::headline));
            }
            false => {}
        }
    }
    if used.is_served {
        warnings.extend(secrets::unset(required, wrangler, used.environment));
    }
    match problems.is_empty() {
        true => Ok(warnings),
        false => Err(Diagnostics(problems).into()),
    }
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
