//! Finds imports that no host provides, before the platform refuses the module with less to say.

use crate::diagnostic::Diagnostic;
use crate::wasm::{Facts, Import, callers, names};
use anyhow::Result;
use std::collections::BTreeSet;

/// Modules that wasm-bindgen resolves.
const PROVIDED: [&str; 2] = ["__wbindgen_placeholder__", "__wbindgen_externref_xform__"];

/// How many callers a message names.
const SHOWN: usize = 3;

pub(crate) fn check(facts: &Facts, module: &[u8]) -> Result<()> {
    let missing: Vec<&Import> = facts
        .imports
        .iter()
        .filter(|import| !provided(import))
        .collect();
    let Some(first) = missing.first() else {
        return Ok(());
    };
    let callers = match first.function {
        Some(function) => callers::of(module, function)?,
        None => Vec::new(),
    };
    Err(explain(first, &callers, missing.len() - 1).into())
}

fn provided(import: &Import) -> bool {
    // wasm-bindgen defines the tag of unwinding itself.
    let unwinding = import.module == "env" && import.name == "__cpp_exception";
    PROVIDED.contains(&import.module.as_str()) || unwinding
}

fn explain(import: &Import, callers: &[String], others: usize) -> Diagnostic {
    let Import { module, name, .. } = import;
    let mut message = Diagnostic::new(format!(
        "the worker imports `{module}::{name}`, which the runtime does not provide"
    ));
    let crates: BTreeSet<&str> = callers
        .iter()
        .filter_map(|name| names::crate_of(name))
        .collect();
    if !crates.is_empty() {
        let crates: Vec<String> = crates.iter().map(|name| format!("`{name}`")).collect();
        let callers: Vec<String> = callers
            .iter()
            .take(SHOWN)
            .map(|name| format!("`{}`", names::readable(name)))
            .collect();
        let word = if crates.len() == 1 { "crate" } else { "crates" };
        message = message.note(format!(
            "it comes from the {word} {}: called by {}",
            crates.join(", "),
            callers.join(", ")
        ));
    }
    if others > 0 {
        message = message.note(format!("{others} more imports are missing"));
    }
    fixes(module, name)
        .into_iter()
        .fold(message, Diagnostic::fix)
}

fn fixes(module: &str, name: &str) -> Vec<String> {
    let fixes: &[&str] = if name.starts_with("__getrandom_v0") {
        &[
            "switch on the feature `wasm_js` of `getrandom` (0.3 and later) in your own Cargo.toml, \
             and remove the `getrandom_backend=\"custom\"` flag",
        ]
    } else if name == "__getrandom_custom" {
        &[
            "switch on the feature `js` of `getrandom` 0.2 in your own Cargo.toml, instead of `custom`",
        ]
    } else if module.starts_with("wasi") {
        &[
            "the crate or the C code in it was made for WASI, which the platform does not have; \
             look for a feature that leaves it out",
        ]
    } else if module == "env" {
        &[
            "the function is declared in an `extern \"C\"` block but nothing defines it: \
             most likely a C library that was not compiled for wasm",
            "look for a feature of the crate that chooses an implementation in Rust",
        ]
    } else {
        &["import from JavaScript with `#[wasm_bindgen(module = \"…\")]` instead"]
    };
    fixes.iter().map(|&fix| fix.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(module: &str, name: &str) -> Import {
        Import {
            module: module.to_owned(),
            name: name.to_owned(),
            function: None,
        }
    }

    #[track_caller]
    fn says(import: &Import, callers: &[&str], others: usize, expected: &str) {
        let callers: Vec<String> = callers.iter().map(|&caller| caller.to_owned()).collect();
        assert_eq!(
            explain(import, &callers, others).to_string(),
            expected.trim_end()
        );
    }

    #[test]
    fn every_message() {
        says(
            &import("env", "sqlite3_open"),
            &[
                "libsqlite3_sys::open::h0123456789abcdef",
                "<rusqlite::Db as core::A>::b",
            ],
            2,
            include_str!("../../tests/golden/import_c.txt"),
        );
        says(
            &import("env", "__getrandom_v03_custom"),
            &["getrandom::backends::custom::fill_inner"],
            0,
            include_str!("../../tests/golden/import_getrandom.txt"),
        );
        says(
            &import("env", "__getrandom_custom"),
            &[],
            0,
            include_str!("../../tests/golden/import_getrandom_02.txt"),
        );
        says(
            &import("wasi_snapshot_preview1", "fd_write"),
            &[],
            0,
            include_str!("../../tests/golden/import_wasi.txt"),
        );
        says(
            &import("host", "log"),
            &[],
            0,
            include_str!("../../tests/golden/import_other.txt"),
        );
    }

    #[test]
    fn what_wasm_bindgen_resolves_is_fine() {
        assert!(provided(&import("__wbindgen_placeholder__", "x")));
        assert!(provided(&import("__wbindgen_externref_xform__", "x")));
        assert!(provided(&import("env", "__cpp_exception")));
        assert!(!provided(&import("env", "x")));
    }
}
