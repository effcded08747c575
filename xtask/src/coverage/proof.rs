//! Whether a proof names a test that is run.

use std::fs;
use std::path::Path;

/// Checks a proof written as `path::test_name`; the error says what is wrong with it.
pub(super) fn check(root: &Path, proof: &str) -> Result<(), String> {
    let Some((path, name)) = proof.rsplit_once("::") else {
        return Err(format!(
            "`{proof}` does not name a test; write `path::test_name`"
        ));
    };
    if !super::is_inside(path) || !path.ends_with(".rs") {
        return Err(format!(
            "`{path}` is not a Rust file of the repository; write `path::test_name`"
        ));
    }
    let Ok(source) = fs::read_to_string(root.join(path)) else {
        return Err(format!("no file `{path}`; correct the proof `{proof}`"));
    };
    find_test(&source, name).map_err(|what| format!("`{name}` in `{path}` {what}"))
}

fn find_test(source: &str, name: &str) -> Result<(), &'static str> {
    let lines: Vec<_> = source.lines().map(str::trim).collect();
    let mut result = Err("does not exist; name a test function");
    for (at, _) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| declares(line, name))
    {
        let attributes = attributes_above(&lines, at);
        if !attributes.iter().any(|attribute| is_test(attribute)) {
            result = Err("is not a test; name a function with a test attribute");
        } else if attributes.iter().any(|attribute| is_ignored(attribute)) {
            result = Err("is ignored; a proof must be run");
        } else {
            return Ok(());
        }
    }
    result
}

fn declares(line: &str, name: &str) -> bool {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let rest = line
        .strip_prefix("fn ")
        .and_then(|line| line.strip_prefix(name));
    rest.is_some_and(|rest| rest.starts_with(['(', '<']))
}

/// The text of each attribute directly above line `at`, without `#[`.
fn attributes_above(lines: &[&str], at: usize) -> Vec<String> {
    let above = lines
        .iter()
        .take(at)
        .rev()
        .filter(|line| !line.starts_with("//"));
    let mut block: Vec<_> = above
        .take_while(|line| !line.ends_with(['}', ';', '{']))
        .copied()
        .collect();
    block.reverse();
    let block = block.join(" ");
    block
        .split("#[")
        .skip(1)
        .map(|attribute| attribute.trim_start().to_owned())
        .collect()
}

/// Whether the last part of the attribute's path says test: `test`, `tokio::test`, `wasm_bindgen_test`.
fn is_test(attribute: &str) -> bool {
    let path = path_of(attribute);
    let last = path.rsplit("::").next().unwrap_or(path);
    last == "test" || last.ends_with("_test")
}

/// Whether the attribute is `ignore`, or has it as an option, as `worker_sdk::test(ignore)` may.
fn is_ignored(attribute: &str) -> bool {
    let path = path_of(attribute);
    // Every second part stands in quotes.
    let mut code = attribute.split('"').step_by(2);
    let has_options = path == "cfg_attr" || is_test(attribute);
    path == "ignore" || has_options && code.any(|code| code.contains("ignore"))
}

fn path_of(attribute: &str) -> &str {
    let end = attribute.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    end.map_or(attribute, |end| attribute.get(..end).unwrap_or(attribute))
}
