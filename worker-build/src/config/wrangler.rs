//! The configuration file of wrangler: only read, only to warn.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// The names that wrangler looks for, in its order.
const NAMES: [&str; 3] = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

/// Without it the runtime does not say that a client went away.
const REQUEST_SIGNAL: &str = "enable_request_signal";

/// Says what does not fit to a build of `package` into `out_dir`. No file, nothing to say.
pub(crate) fn check(package: &Path, out_dir: &Path) -> Vec<String> {
    let Some(file) = find(package) else {
        return Vec::new();
    };
    match read(&file) {
        Ok(configuration) => warnings(&file, &configuration, &out_dir.join("index.js")),
        Err(error) => vec![format!("cannot read `{}`: {error}", file.display())],
    }
}

/// The configuration of the package in this folder.
pub(crate) fn find(package: &Path) -> Option<PathBuf> {
    package
        .ancestors()
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|file| file.is_file())
}

fn read(file: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    if file
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        return toml::from_str(&text).map_err(|error| error.message().to_owned());
    }
    let value = jsonc_parser::parse_to_serde_value(&text, &Default::default());
    value.map_err(|error| error.to_string())
}

fn warnings(file: &Path, configuration: &Value, entry: &Path) -> Vec<String> {
    let mut warnings = Vec::new();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let folder = file.parent().unwrap_or(Path::new(""));
    if let Some(main) = configuration.get("main").and_then(Value::as_str)
        && crate::tools::cargo::normalize(&folder.join(main)) != entry
    {
        let ours = entry.strip_prefix(folder).unwrap_or(entry).display();
        warnings.push(format!(
            "`{name}` has `main` = `{main}`, but this build wrote `{ours}`"
        ));
    }
    let flags = configuration
        .get("compatibility_flags")
        .and_then(Value::as_array);
    let has_signal = flags.is_some_and(|flags| flags.iter().any(|flag| flag == REQUEST_SIGNAL));
    if !has_signal {
        warnings.push(format!(
            "`{name}` lacks the compatibility flag `{REQUEST_SIGNAL}`: \
             work for a client that went away is stopped late"
        ));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[track_caller]
    fn warns(files: &[(&str, &str)], expected: &[&str]) {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join("hello");
        fs::create_dir(&package).unwrap();
        for (name, text) in files {
            fs::write(root.path().join(name), text).unwrap();
        }
        assert_eq!(check(&package, &package.join("build")), expected);
    }

    #[test]
    fn a_file_that_fits_is_fine_in_each_syntax() {
        warns(&[], &[]);
        let json =
            r#"{"main": "./build/index.js", "compatibility_flags": ["enable_request_signal"]}"#;
        warns(&[("hello/wrangler.json", json)], &[]);
        let jsonc = json.replace('{', "{ // a comment\n").replace(']', "],");
        warns(&[("hello/wrangler.jsonc", &jsonc)], &[]);
        let toml =
            "main = \"hello/build/index.js\"\ncompatibility_flags = [\"enable_request_signal\"]";
        warns(&[("wrangler.toml", toml)], &[]);
    }

    #[test]
    fn what_does_not_fit_is_said_in_one_line_each() {
        let json = r#"{"main": "dist/index.js", "compatibility_flags": ["nodejs_compat"]}"#;
        warns(
            &[("hello/wrangler.json", json), ("wrangler.toml", "main = 1")],
            &[
                "`wrangler.json` has `main` = `dist/index.js`, but this build wrote `build/index.js`",
                "`wrangler.json` lacks the compatibility flag `enable_request_signal`: \
                 work for a client that went away is stopped late",
            ],
        );
    }

    #[test]
    fn a_broken_file_is_named() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("wrangler.toml");
        fs::write(&file, "main = ").unwrap();
        let warnings = check(root.path(), &root.path().join("build"));
        let expected = format!("cannot read `{}`: ", file.display());
        assert!(warnings[0].starts_with(&expected), "{warnings:?}");
    }
}
