//! `unsafe` stays where it is argued: the lint is denied for the library and allowed in two folders.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::report::Outcome;
use crate::environment::Environment;

const SOURCE: &str = "worker-sdk/src";
const ALLOWED: [&str; 2] = ["js", "__private"];

pub(super) fn check(environment: &Environment) -> Result<Outcome> {
    let problems = problems(&environment.root().join(SOURCE))?;
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(Outcome::Passed)
}

fn problems(source: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let root = source.join("lib.rs");
    if !without_spaces(&read(&root)?).contains("#![deny(unsafe_code)]") {
        problems.push(format!(
            "`{SOURCE}/lib.rs` does not say `#![deny(unsafe_code)]`"
        ));
    }
    for file in rust_files(source)? {
        let relative = file.strip_prefix(source).unwrap_or(&file);
        if !ALLOWED.iter().any(|folder| relative.starts_with(folder))
            && lifts_the_lint(&read(&file)?)
        {
            let shown = relative.display();
            problems.push(format!(
                "`{SOURCE}/{shown}` allows unsafe code; move the unsafe part to `{SOURCE}/js`"
            ));
        }
    }
    Ok(problems)
}

fn lifts_the_lint(text: &str) -> bool {
    let text = without_spaces(text);
    ["allow(", "expect(", "warn("].iter().any(|level| {
        text.match_indices(level).any(|(at, _)| {
            let lints = text[at..].split(')').next().unwrap_or_default();
            lints.contains("unsafe_code")
        })
    })
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_lift_the_lint_is_seen() {
        assert!(lifts_the_lint("#![allow(unsafe_code)]"));
        assert!(lifts_the_lint(
            "#[expect(\n    dead_code,\n    unsafe_code,\n    reason = \"\"\n)]"
        ));
        assert!(!lifts_the_lint("#![deny(unsafe_code)]"));
        assert!(!lifts_the_lint("#[allow(dead_code)] // not unsafe_code"));
    }

    #[test]
    fn two_folders_may_lift_it() {
        let source = std::env::temp_dir().join(format!("xtask-unsafe-{}", std::process::id()));
        fs::create_dir_all(source.join("js")).unwrap();
        fs::create_dir_all(source.join("kv")).unwrap();
        fs::write(source.join("lib.rs"), "#![deny(unsafe_code)]").unwrap();
        fs::write(source.join("js/mod.rs"), "#![allow(unsafe_code)]").unwrap();
        assert_eq!(problems(&source).unwrap(), Vec::<String>::new());
        fs::write(source.join("kv/mod.rs"), "#![allow(unsafe_code)]").unwrap();
        fs::write(source.join("lib.rs"), "").unwrap();
        assert_eq!(problems(&source).unwrap().len(), 2);
        fs::remove_dir_all(source).unwrap();
    }
}
