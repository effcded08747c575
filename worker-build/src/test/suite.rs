//! The tests of a module, and which of them to run.

use super::examples;
use super::options::Options;
use crate::wasm::records::{self, Record};
use crate::wasm::{Facts, harness};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;

/// What rustdoc calls a module of documentation tests.
const DOCUMENTATION: &str = "rust_out";

/// What wasm-bindgen's attribute puts before the name of an export.
const BINDGEN_PREFIX: &str = "__wbgt_";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Test {
    /// The path without the crate.
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The wasm export that runs or registers it.
    pub(super) export: String,
    /// Why it is ignored; may be empty.
    pub(super) ignore: Option<String>,
    /// What its panic has to contain; may be empty.
    pub(super) should_panic: Option<String>,
    pub(super) timeout: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `#[worker_sdk::test]`
    Sdk,
    /// `#[wasm_bindgen_test]`
    Bindgen,
    /// The `main` of documentation tests, which runs them all.
    Main,
}

/// A record of the contract.
#[derive(Deserialize)]
struct TestRecord {
    name: String,
    export: String,
    ignore: Option<String>,
    should_panic: Option<String>,
    timeout_ms: Option<u64>,
}

/// The tests that a command line chose.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) tests: Vec<Test>,
    pub(super) filtered_out: usize,
}

/// All tests of a module in `file`, by name.
pub(super) fn read(file: &Path, facts: &Facts) -> Result<Vec<Test>> {
    if file.file_stem() == Some(DOCUMENTATION.as_ref()) {
        examples::check(file)?;
        return Ok(vec![documentation()]);
    }
    let records = records::read(facts)?;
    let records = records.iter().filter(|record| record.kind == records::TEST);
    let mut tests = records.map(recorded).collect::<Result<Vec<_>>>()?;
    tests.extend(facts.exports.iter().filter_map(|export| exported(export)));
    tests.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tests)
}

fn documentation() -> Test {
    Test {
        name: "examples in the documentation".to_owned(),
        kind: Kind::Main,
        export: "main".to_owned(),
        ignore: None,
        should_panic: None,
        timeout: None,
    }
}

fn recorded(record: &Record) -> Result<Test> {
    let read: TestRecord = serde_json::from_str(&record.text)
        .with_context(|| format!("cannot read this record of the module: {}", record.text))?;
    Ok(Test {
        name: without_crate(&read.name),
        kind: Kind::Sdk,
        export: read.export,
        ignore: read.ignore,
        should_panic: read.should_panic,
        timeout: read.timeout_ms.map(Duration::from_millis),
    })
}

fn exported(export: &str) -> Option<Test> {
    let (marks, path) = export.strip_prefix(BINDGEN_PREFIX)?.split_once('_')?;
    Some(Test {
        name: without_crate(path),
        kind: Kind::Bindgen,
        export: export.to_owned(),
        ignore: marks.contains('$').then(String::new),
        should_panic: None,
        timeout: None,
    })
}

fn without_crate(path: &str) -> String {
    path.split_once("::")
        .map_or(path, |(_, name)| name)
        .to_owned()
}

/// What `options` asks for among `tests`.
pub(super) fn select(tests: Vec<Test>, options: &Options) -> Selection {
    let all = tests.len();
    let tests: Vec<Test> = tests
        .into_iter()
        .filter(|test| is_selected(test, options))
        .collect();
    Selection {
        filtered_out: all - tests.len(),
        tests,
    }
}

/// Which tests of the module are not run, in words: those that belong to libtest. Who asks for tests by name, and gets
/// some, does not mean others.
pub(super) fn left_out(
    selection: &Selection,
    options: &Options,
    wasm: &[u8],
) -> Result<Option<String>> {
    if !options.filters.is_empty() && !selection.tests.is_empty() {
        return Ok(None);
    }
    let has_none = selection.tests.is_empty() && selection.filtered_out == 0;
    Ok(match harness::tests(wasm)? {
        Some(0) => None,
        Some(1) => Some("1 `#[test]` function is not run here; `cargo test` runs it".to_owned()),
        Some(count) => Some(format!(
            "{count} `#[test]` functions are not run here; `cargo test` runs them"
        )),
        None => has_none.then(|| {
            "the module has no tests for the runtime; `#[test]` functions are run by `cargo test`"
                .to_owned()
        }),
    })
}

fn is_selected(test: &Test, options: &Options) -> bool {
    let matches = |filter: &String| match options.exact {
        true => test.name == *filter,
        false => test.name.contains(filter.as_str()),
    };
    let is_wanted = options.filters.is_empty() || options.filters.iter().any(matches);
    is_wanted && !options.skip.iter().any(matches) && (!options.ignored || test.ignore.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    const RECORDS: &str = concat!(
        r#"{"v":1,"kind":"test","export":"e1","name":"app::kv::reads","ignore":null,"should_panic":null,"timeout_ms":500,"file":"tests\kv.rs","line":3}"#,
        "\n",
        r#"{"v":1,"kind":"event","event":"fetch","export":"e2","handler":"app::main","file":"src/lib.rs","line":9}"#,
        "\n",
        r#"{"v":1,"kind":"test","export":"e3","name":"app::d1","ignore":"slow \\ big","should_panic":"","timeout_ms":null,"file":"tests\d1.rs","line":3}"#,
        "\n",
    );

    fn tests() -> Vec<Test> {
        let facts = Facts {
            records: RECORDS.into(),
            exports: ["__wbgt__app::plain", "__wbgt_$_app::off", "memory"]
                .map(str::to_owned)
                .into(),
            ..Facts::default()
        };
        read(Path::new("app-1.wasm"), &facts).unwrap()
    }

    #[track_caller]
    fn selects(args: &[&str], expected: &[&str]) {
        let options = Options::try_parse_from(std::iter::once(&"a.wasm").chain(args)).unwrap();
        let selection = select(tests(), &options);
        let names: Vec<&str> = selection
            .tests
            .iter()
            .map(|test| test.name.as_str())
            .collect();
        assert_eq!(names, expected);
        assert_eq!(selection.filtered_out, 4 - expected.len());
    }

    #[test]
    fn tests_of_both_kinds_are_found_and_sorted() {
        let tests = tests();
        let facts: Vec<_> = tests
            .iter()
            .map(|test| (test.name.as_str(), test.kind, test.export.as_str()))
            .collect();
        let expected = [
            ("d1", Kind::Sdk, "e3"),
            ("kv::reads", Kind::Sdk, "e1"),
            ("off", Kind::Bindgen, "__wbgt_$_app::off"),
            ("plain", Kind::Bindgen, "__wbgt__app::plain"),
        ];
        assert_eq!(facts, expected);
        assert_eq!(tests[0].ignore.as_deref(), Some("slow \\ big"));
        assert_eq!(tests[0].should_panic.as_deref(), Some(""));
        assert_eq!(tests[1].timeout, Some(Duration::from_millis(500)));
        assert_eq!(tests[2].ignore.as_deref(), Some(""));
        assert_eq!(tests[3].ignore, None);
    }

    #[test]
    fn documentation_is_told_by_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let module = folder.path().join("rust_out.wasm");
        let tests = read(&module, &Facts::default()).unwrap();
        assert_eq!(tests, [documentation()]);
    }

    #[test]
    fn a_selection_is_libtests() {
        selects(&[], &["d1", "kv::reads", "off", "plain"]);
        selects(&["reads", "d"], &["d1", "kv::reads"]);
        selects(&["reads", "--exact"], &[]);
        selects(&["kv::reads", "--exact"], &["kv::reads"]);
        selects(&["--skip", "kv", "--skip", "pl"], &["d1", "off"]);
        selects(&["--ignored"], &["d1", "off"]);
        selects(&["--include-ignored"], &["d1", "kv::reads", "off", "plain"]);
    }
}
