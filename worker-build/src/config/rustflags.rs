//! How to add compiler flags without losing those of the user.
//!
//! Cargo reads flags from exactly one place: the environment, else `target.*.rustflags`, else
//! `build.rustflags`. Ours go to the place that the user's flags come from.

use super::written::Environment;
use crate::sysroot::TARGET;
use std::path::{Path, PathBuf};

const SEPARATOR: &str = "\u{1f}";

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Rustflags {
    /// The value of `CARGO_ENCODED_RUSTFLAGS`.
    Environment(String),
    /// A `--config` argument; cargo appends its list to those in the user's files.
    CargoConfig(String),
}

impl Rustflags {
    pub(crate) fn add(flags: &[String], environment: &Environment, folder: &Path) -> Self {
        let encoded = environment.encoded_rustflags.clone();
        let plain = || environment.rustflags.as_deref().map(encode);
        if let Some(users) = encoded.or_else(plain) {
            let all = [users, flags.join(SEPARATOR)];
            let some: Vec<_> = all.into_iter().filter(|part| !part.is_empty()).collect();
            return Self::Environment(some.join(SEPARATOR));
        }
        let files = config_files(folder, environment.cargo_home.as_deref());
        let users = Users::read(&files);
        let for_all = users.for_all || environment.build_rustflags.is_some();
        let key = if for_all && !users.for_target {
            "build.rustflags".to_owned()
        } else {
            format!("target.{TARGET}.rustflags")
        };
        Self::CargoConfig(format!("{key}={}", toml_list(flags)))
    }
}

fn encode(plain: &str) -> String {
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(SEPARATOR)
}

fn toml_list(flags: &[String]) -> String {
    let quoted: Vec<String> = flags
        .iter()
        .map(|flag| serde_json::Value::from(flag.as_str()).to_string())
        .collect();
    format!("[{}]", quoted.join(", "))
}

/// The files that cargo reads its configuration from when it runs in `folder`.
fn config_files(folder: &Path, cargo_home: Option<&Path>) -> Vec<PathBuf> {
    folder
        .ancestors()
        .map(|folder| folder.join(".cargo"))
        .chain(cargo_home.map(Path::to_path_buf))
        .flat_map(|folder| [folder.join("config.toml"), folder.join("config")])
        .collect()
}

/// Where the user's configuration files set flags.
#[derive(Debug, Default)]
struct Users {
    for_all: bool,
    for_target: bool,
}

impl Users {
    fn read(files: &[PathBuf]) -> Self {
        let mut users = Self::default();
        for file in files {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            // Cargo itself reports a file that it cannot read.
            let table: toml::Table = text.parse().unwrap_or_default();
            let sets_flags = |value: &toml::Value| value.get("rustflags").is_some();
            users.for_all |= table.get("build").is_some_and(sets_flags);
            let targets = table.get("target").and_then(toml::Value::as_table);
            users.for_target |= targets.is_some_and(|targets| {
                let ours = |name: &str| name == TARGET || name.starts_with("cfg(");
                targets
                    .iter()
                    .any(|(name, value)| ours(name) && sets_flags(value))
            });
        }
        users
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(environment: &Environment, config: &str) -> Rustflags {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".cargo")).unwrap();
        std::fs::write(folder.path().join(".cargo/config.toml"), config).unwrap();
        Rustflags::add(&["-Ca=\"b".to_owned()], environment, folder.path())
    }

    #[test]
    fn a_variable_without_flags_takes_none_away() {
        let environment = Environment {
            rustflags: Some(String::new()),
            ..Environment::default()
        };
        let ours = Rustflags::Environment("-Ca=\"b".to_owned());
        assert_eq!(add(&environment, ""), ours);
        // Cargo, too, asks no file then.
        assert_eq!(add(&environment, "build.rustflags = ['-D', 'x']"), ours);
    }

    #[test]
    fn flags_of_the_environment_are_kept() {
        let environment = Environment {
            rustflags: Some("-C x  -D y".to_owned()),
            ..Environment::default()
        };
        let expected = "-C\u{1f}x\u{1f}-D\u{1f}y\u{1f}-Ca=\"b";
        assert_eq!(
            add(&environment, ""),
            Rustflags::Environment(expected.to_owned())
        );
    }

    #[test]
    fn flags_go_to_the_table_that_cargo_will_read() {
        let environment = Environment::default();
        let target = r#"target.wasm32-unknown-unknown.rustflags=["-Ca=\"b"]"#;
        let build = r#"build.rustflags=["-Ca=\"b"]"#;
        let cases = [
            ("", target),
            ("[build]\nrustflags = [\"-Dx\"]", build),
            (
                "[build]\nrustflags = [\"-Dx\"]\n[target.'cfg(all())']\nrustflags = \"-Dy\"",
                target,
            ),
            ("[target.wasm32-unknown-unknown]\nrunner = \"x\"", target),
        ];
        for (config, expected) in cases {
            let expected = Rustflags::CargoConfig(expected.to_owned());
            assert_eq!(add(&environment, config), expected, "{config}");
        }
    }
}
