//! The lines that the macros wrote into the module. `docs/contract.md` defines them.

use super::Facts;
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use serde::Deserialize;

/// The version of the contract that this command understands.
const VERSION: u32 = 1;

/// The kind of a handler.
pub(crate) const EVENT: &str = "event";
/// The kind of a test.
pub(crate) const TEST: &str = "test";
/// The kind of a binding that a handler or a test takes.
pub(crate) const BINDING: &str = "binding";
/// The kind of a class.
pub(crate) const CLASS: &str = "class";

/// One line of the section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) kind: String,
    /// All of it, as JSON.
    pub(crate) text: String,
}

/// What every line has. Fields that are not listed are ignored, as the contract says.
#[derive(Deserialize)]
struct Head {
    v: u32,
    kind: String,
}

/// All records, of whatever kind.
pub(crate) fn read(facts: &Facts) -> Result<Vec<Record>> {
    let text = std::str::from_utf8(&facts.records).context("the records are not UTF-8")?;
    text.lines().map(record).collect()
}

fn record(line: &str) -> Result<Record> {
    let text = with_slashes(line);
    let head: Head = serde_json::from_str(&text)
        .with_context(|| format!("cannot read this record of the module: {text}"))?;
    if head.v != VERSION {
        return Err(other_version(head.v).into());
    }
    Ok(Record {
        kind: head.kind,
        text,
    })
}

/// `file!()` has single backslashes on Windows. It is in the last field of text.
fn with_slashes(line: &str) -> String {
    match line
        .rfind("\"file\":\"")
        .and_then(|at| line.split_at_checked(at))
    {
        Some((before, file)) => format!("{before}{}", file.replace('\\', "/")),
        None => line.to_owned(),
    }
}

fn other_version(theirs: u32) -> Diagnostic {
    let (age, fix) = if theirs > VERSION {
        (
            "newer",
            "update the command with `cargo install --locked worker-build`",
        )
    } else {
        (
            "older",
            "update the library with `cargo update -p worker-sdk`",
        )
    };
    let what = format!("the worker was compiled with a {age} version of worker-sdk");
    Diagnostic::new(what)
        .note(format!(
            "worker-build {} reads version {VERSION} of the contract, the module has version {theirs}",
            env!("CARGO_PKG_VERSION")
        ))
        .fix(fix)
}
