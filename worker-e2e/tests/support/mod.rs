//! Small projects that tests write.

#![allow(dead_code, reason = "each test program uses a part of this module")]

use std::fs;
use std::path::{Path, PathBuf};

/// A worker that answers with one word.
pub(crate) const WORD: &str = "export default { fetch: () => new Response(\"word\") };\n";

/// A folder of this name inside of the repository, where the npm packages are found, with these files.
pub(crate) fn project(name: &str, files: &[(&str, &str)]) -> PathBuf {
    project_in(&Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), files)
}

pub(crate) fn project_in(folder: &Path, files: &[(&str, &str)]) -> PathBuf {
    let _ = fs::remove_dir_all(folder);
    for (name, text) in files {
        add(folder, name, text);
    }
    folder.to_owned()
}

pub(crate) fn add(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// A configuration with this build command.
pub(crate) fn with_build(command: &str) -> String {
    serde_json::json!({
        "name": "built",
        "main": "build/index.js",
        "compatibility_date": "2026-04-01",
        "build": { "command": command },
    })
    .to_string()
}
