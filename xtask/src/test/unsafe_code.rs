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
    if !denies(&read(&source.join("lib.rs"))?) {
        problems.push(format!(
            "`{SOURCE}/lib.rs` does not say `#![deny(unsafe_code)]`"
        ));
    }
    for file in rust_files(source)? {
        let relative = file.strip_prefix(source).unwrap_or(&file);
        let may = ALLOWED.iter().any(|folder| relative.starts_with(folder));
        if !may && lifts_the_lint(&read(&file)?) {
            let shown = relative.display();
            problems.push(format!(
                "`{SOURCE}/{shown}` allows unsafe code; move the unsafe part to `{SOURCE}/js`"
            ));
        }
    }
    Ok(problems)
}

fn denies(text: &str) -> bool {
    let text = without_spaces(text);
    ["#![deny(", "#![forbid("]
        .iter()
        .any(|level| attributes(&text, level).any(|(lints, _)| lints.contains("unsafe_code")))
}

/// Whether the lint is lifted for anything but the declaration of an allowed module.
fn lifts_the_lint(text: &str) -> bool {
    let text = without_spaces(text);
    ["allow(", "expect(", "warn("].iter().any(|level| {
        attributes(&text, level)
            .any(|(lints, item)| lints.contains("unsafe_code") && !declares_allowed(item))
    })
}

fn declares_allowed(item: &str) -> bool {
    let item = item.strip_prefix("pub").unwrap_or(item);
    ALLOWED
        .iter()
        .any(|module| item.starts_with(&format!("mod{module};")))
}

/// What stands in the brackets of each attribute that begins like this, and what follows it.
fn attributes<'a>(text: &'a str, begin: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    text.match_indices(begin)
        .filter_map(|(at, _)| text[at..].split_once(")]"))
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
            "#[expect(\n    dead_code,\n    unsafe_code,\n    reason = \"\"\n)]\nmod kv;"
        ));
        assert!(!lifts_the_lint("#![deny(unsafe_code)]"));
        assert!(!lifts_the_lint("#[allow(dead_code)] // not unsafe_code"));
    }

    #[test]
    fn it_may_be_lifted_where_an_allowed_module_is_declared() {
        assert!(!lifts_the_lint("#[allow(unsafe_code)]\nmod js;"));
        assert!(!lifts_the_lint("#[allow(unsafe_code)]\npub mod __private;"));
        assert!(lifts_the_lint("#[allow(unsafe_code)]\nmod json;"));
    }

    #[test]
    fn denying_it_among_others_counts() {
        assert!(denies("#![deny(missing_docs, unsafe_code)]"));
        assert!(!denies("#![deny(missing_docs)]\n// unsafe_code"));
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
