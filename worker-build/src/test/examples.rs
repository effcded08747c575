//! Examples in the documentation, which rustdoc joins to one module in libtest's frame.

use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// What rustdoc calls the source of that frame, before the edition. It stands beside the module.
const FRAME: &str = "doctest_runner_";

/// What stands before and after the description of an example.
const BEGIN: &str = "TestDescAndFn::new_doctest(";
const END: &str = "test::StaticTestFn(";

/// Refuses examples that should panic: in wasm, libtest leaves them out without a word.
pub(super) fn check(module: &Path) -> Result<()> {
    let module = std::path::absolute(module).context("the current folder is gone")?;
    let folder = module.parent().unwrap_or(&module);
    let unreadable = || format!("cannot read `{}`", folder.display());
    for file in folder.read_dir().with_context(unreadable)? {
        let file = file.with_context(unreadable)?;
        if file.file_name().to_string_lossy().starts_with(FRAME) {
            let frame = fs::read_to_string(file.path()).with_context(unreadable)?;
            refuse(&panicking(&frame))?;
        }
    }
    Ok(())
}

/// The names of examples that are run and should panic.
fn panicking(frame: &str) -> Vec<&str> {
    let descriptions = frame.split(BEGIN).skip(1);
    let descriptions = descriptions.filter_map(|rest| Some(rest.split_once(END)?.0.trim()));
    descriptions
        .filter_map(|description| {
            // "name", is it ignored, "file", line, is it only compiled, should it panic,
            let (rest, panics) = description.trim_end_matches(',').rsplit_once(", ")?;
            let (rest, only_compiled) = rest.rsplit_once(", ")?;
            let (name, rest) = rest.strip_prefix('"')?.split_once("\", ")?;
            let runs = !rest.starts_with("true") && only_compiled == "false";
            (runs && panics == "true").then_some(name)
        })
        .collect()
}

fn refuse(names: &[&str]) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let what = "examples that should panic cannot be tested together with others in the runtime";
    let places = names.join("\n");
    Err(Diagnostic::new(what)
        .note(places)
        .fix("write `should_panic,standalone_crate` where it says `should_panic`")
        .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_that_panic_are_found_in_what_rustdoc_writes() {
        let example = |name: &str, ignored: bool, only_compiled: bool, panics: bool| {
            format!(
                "mod __doctest_0 {{\npub const TEST: test::TestDescAndFn = test::TestDescAndFn::new_doctest(\n\
                 \"src/lib.rs - {name} (line 1)\", {ignored}, \"src/lib.rs\", 1, {only_compiled}, {panics},\n\
                 test::StaticTestFn(\n    || {{ f(true, true) }},\n));\n}}\n"
            )
        };
        let frame = [
            example("right", false, false, false),
            example("panics", false, false, true),
            example("compiles", false, true, true),
            example("ignored", true, false, true),
        ]
        .concat();
        assert_eq!(panicking(&frame), ["src/lib.rs - panics (line 1)"]);
        assert!(panicking("").is_empty());
    }
}
