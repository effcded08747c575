//! `cargo xtask test`: every check of the repository.
//!
//! Few steps use all cores for long: they link, wait, or optimise one module. So there are two lanes, in each of which
//! steps run in turn. No step makes another one compile again: none sets flags that its neighbours do not set.

mod benches;
mod crates;
mod dependencies;
#[cfg(unix)]
mod dev;
mod e2e;
mod features;
mod licences;
mod packages;
mod report;
mod runtime;
mod setup;
mod steps;
mod unchanged;
mod unsafe_code;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::cli::take_flag;
use crate::setup as machine;
use steps::Step;

/// What the run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    /// A developer's machine: what did not change since it passed is not run again, if it is slow.
    Here,
    /// A fresh machine, or named steps: everything.
    Ci,
}

impl Where {
    pub(crate) fn from_environment() -> Self {
        Self::from_variable(env::var("CI").ok().as_deref())
    }

    fn from_variable(ci: Option<&str>) -> Self {
        match ci {
            None | Some("" | "0" | "false") => Self::Here,
            Some(_) => Self::Ci,
        }
    }
}

pub(crate) fn command(root: &Path, arguments: &[String], place: Where) -> Result<ExitCode> {
    let mut names = arguments.to_vec();
    let list = take_flag(&mut names, "--list");
    let fail_fast = take_flag(&mut names, "--fail-fast");
    // Who names a step wants it to be run.
    let place = if names.is_empty() { place } else { Where::Ci };
    let steps = select(steps::all(place), &names)?;
    if list {
        for step in &steps {
            println!("{:<14} {}", step.name, step.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let environment = machine::ensure(root, machine::Options::default())?;
    Ok(report::run(&steps, &environment, fail_fast))
}

/// The steps with one of these names, or whose name begins with one of them and a slash.
fn select(steps: Vec<Step>, names: &[String]) -> Result<Vec<Step>> {
    let matches = |step: &Step, name: &str| {
        let rest = step.name.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    for name in names {
        if !steps.iter().any(|step| matches(step, name)) {
            let known: Vec<_> = steps
                .iter()
                .map(|step| format!("`{}`", step.name))
                .collect();
            bail!(
                "no step or group named `{name}`; there are {}",
                known.join(", ")
            );
        }
    }
    let wanted = |step: &Step| names.is_empty() || names.iter().any(|name| matches(step, name));
    Ok(steps.into_iter().filter(wanted).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(names: &[&str]) -> Result<Vec<&'static str>> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let steps = select(steps::all(Where::Ci), &names)?;
        Ok(steps.iter().map(|step| step.name).collect())
    }

    #[test]
    fn without_names_everything_is_run() {
        assert_eq!(selected(&[]).unwrap().len(), steps::all(Where::Ci).len());
    }

    #[test]
    fn a_name_selects_a_step_or_a_group() {
        assert_eq!(selected(&["fmt"]).unwrap(), ["fmt"]);
        assert_eq!(
            selected(&["clippy"]).unwrap(),
            ["clippy/host", "clippy/wasm", "clippy/runtime"]
        );
        assert_eq!(
            selected(&["clippy/wasm", "fmt"]).unwrap(),
            ["fmt", "clippy/wasm"]
        );
    }

    #[test]
    fn a_part_of_a_name_selects_nothing() {
        let error = selected(&["clip"]).unwrap_err().to_string();
        assert!(
            error.starts_with("no step or group named `clip`; there are `fmt`, "),
            "{error}"
        );
    }

    #[test]
    fn names_of_steps_are_unique() {
        let mut names = selected(&[]).unwrap();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), steps::all(Where::Ci).len());
    }

    #[test]
    fn ci_is_what_the_variable_says() {
        assert_eq!(Where::from_variable(None), Where::Here);
        assert_eq!(Where::from_variable(Some("false")), Where::Here);
        assert_eq!(Where::from_variable(Some("true")), Where::Ci);
    }
}
