//! Texts that tests expect, in files. `TRYBUILD=overwrite`, as in the tests of the macros, writes them anew.

use std::fs;
use std::path::Path;

/// Compares with a file in `tests/golden`.
#[track_caller]
pub(crate) fn same(name: &str, text: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let file = folder.join(name);
    if std::env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        fs::write(&file, text).unwrap();
    }
    let golden = fs::read_to_string(&file).unwrap_or_default();
    assert!(golden == text, "{name} should be\n{golden}\nbut is\n{text}");
}
