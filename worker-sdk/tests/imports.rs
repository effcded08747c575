//! Each JavaScript function is imported in one place: wasm-bindgen writes glue for each import of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn each_javascript_function_is_imported_once() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    read(&root, &mut sources);
    let mut known = BTreeSet::new();
    for source in &sources {
        for import in imports(source) {
            assert!(known.insert(import), "{import:?} is imported twice");
        }
    }
    assert!(known.len() > 100, "{} imports found", known.len());
}

fn read(folder: &Path, sources: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Modules and functions in the blocks of imports.
fn imports(source: &str) -> Vec<(&str, &str)> {
    let (mut module, mut renamed, mut found) = (None, None, Vec::new());
    for line in source.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("#[wasm_bindgen(module = \"") {
            module = rest.split('"').next();
        } else if let Some(rest) = line.strip_prefix("#[wasm_bindgen(js_name = ") {
            renamed = rest.split(')').next();
        } else if line == "}" {
            module = None;
        } else if let Some(module) = module
            && let Some((_, rest)) = line.split_once("fn ")
        {
            let name = rest.split('(').next().unwrap_or_default();
            found.push((module, renamed.take().unwrap_or(name)));
        }
    }
    found
}
