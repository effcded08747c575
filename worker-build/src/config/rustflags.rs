//! How to add compiler flags without losing those of the user.
//!
//! Cargo reads flags from exactly one place: the environment, else all of `target.*.rustflags` that fit, else
//! `build.rustflags`. Ours go to the place that the user's flags come from.

use super::written::Environment;
use crate::sysroot::TARGET;
use anyhow::Result;
use cargo_platform::{Cfg, Platform};
use std::path::{Path, PathBuf};

const SEPARATOR: &str = "\u{1f}";

/// A table for the target that nobody else writes: cargo refuses a list where a file of the user's has a text.
const OURS: &str = "target.'cfg(not(worker_build))'.rustflags";

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Rustflags {
    /// The value of `CARGO_ENCODED_RUSTFLAGS`.
    Environment(String),
    /// A `--config` argument; cargo appends its list to those in the user's files.
    CargoConfig(String),
}

impl Rustflags {
    /// `cfg` tells what the compiler says of the target; it is asked when a file's flags depend on that.
    pub(crate) fn add(
        flags: &[String],
        environment: &Environment,
        folder: &Path,
        cfg: impl FnOnce() -> Result<Vec<Cfg>>,
    ) -> Result<Self> {
        let encoded = environment.encoded_rustflags.clone();
        let plain = || environment.rustflags.as_deref().map(encode);
        if let Some(users) = encoded.or_else(plain) {
            let all = [users, flags.join(SEPARATOR)];
            let some: Vec<_> = all.into_iter().filter(|part| !part.is_empty()).collect();
            return Ok(Self::Environment(some.join(SEPARATOR)));
        }
        let files = config_files(folder, environment.cargo_home.as_deref());
        let users = Users::read(&files);
        let target_variable = words(environment.target_rustflags.as_deref());
        let for_target = !target_variable.is_empty() || users.are_for_target(cfg)?;
        let build_variable = words(environment.build_rustflags.as_deref());
        let (key, all) = match users.for_all {
            _ if for_target => (OURS, flags.to_vec()),
            // Cargo leaves `build.rustflags` out for the sake of our table.
            Some(Written::Text(text)) => (OURS, [text, build_variable, flags.to_vec()].concat()),
            None if build_variable.is_empty() => (OURS, flags.to_vec()),
            Some(Written::List) | None => ("build.rustflags", flags.to_vec()),
        };
        Ok(Self::CargoConfig(format!("{key}={}", toml_list(&all))))
    }
}

fn encode(plain: &str) -> String {
    words(Some(plain)).join(SEPARATOR)
}

/// The flags of a text, as cargo splits it.
fn words(text: Option<&str>) -> Vec<String> {
    let words = text.unwrap_or_default().split_whitespace();
    words.map(str::to_owned).collect()
}

fn toml_list(flags: &[String]) -> String {
    let quoted: Vec<String> = flags
        .iter()
        .map(|flag| serde_json::Value::from(flag.as_str()).to_string())
        .collect();
    format!("[{}]", quoted.join(", "))
}

/// The files that cargo reads its configuration from when it runs in `folder`, the one that counts most first.
fn config_files(folder: &Path, cargo_home: Option<&Path>) -> Vec<PathBuf> {
    folder
        .ancestors()
        .map(|folder| folder.join(".cargo"))
        .chain(cargo_home.map(Path::to_path_buf))
        .flat_map(|folder| [folder.join("config.toml"), folder.join("config")])
        .collect()
}

/// How a file sets flags.
#[derive(Debug)]
enum Written {
    /// Cargo joins the lists of all files.
    List,
    /// That of the first file is the only one that counts.
    Text(Vec<String>),
}

impl Written {
    /// The flags of a table; none are as good as no key.
    fn of(table: &toml::Value) -> Option<Self> {
        let flags = table.get("rustflags")?;
        let text = words(flags.as_str());
        match flags.as_array() {
            Some(list) => (!list.is_empty()).then_some(Self::List),
            None => (!text.is_empty()).then_some(Self::Text(text)),
        }
    }
}

/// Where the user's configuration files set flags.
#[derive(Debug, Default)]
struct Users {
    for_all: Option<Written>,
    /// The names of tables below `target`.
    targets: Vec<String>,
}

impl Users {
    fn read(files: &[PathBuf]) -> Self {
        let mut users = Self::default();
        for file in files {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            // Cargo itself reports a file that it cannot read.
            let table: toml::Table = text.parse().unwrap_or_default();
            let build = table.get("build");
            users.for_all = users.for_all.or_else(|| Written::of(build?));
            let targets = table.get("target").and_then(toml::Value::as_table);
            let targets = targets.into_iter().flatten();
            let set = targets.filter(|(_, table)| Written::of(table).is_some());
            users.targets.extend(set.map(|(name, _)| name.clone()));
        }
        users
    }

    /// Whether cargo takes flags from a table for our target.
    fn are_for_target(&self, cfg: impl FnOnce() -> Result<Vec<Cfg>>) -> Result<bool> {
        let platforms = self.targets.iter().filter_map(|name| name.parse().ok());
        let platforms: Vec<Platform> = platforms.collect();
        let depends = platforms.iter().any(|it| matches!(it, Platform::Cfg(_)));
        let cfg = if depends { cfg()? } else { Vec::new() };
        Ok(platforms.iter().any(|it| it.matches(TARGET, &cfg)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(environment: &Environment, config: &str) -> Rustflags {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".cargo")).unwrap();
        std::fs::write(folder.path().join(".cargo/config.toml"), config).unwrap();
        let cfg = || Ok(vec!["target_family=\"wasm\"".parse()?]);
        let flags = ["-Ca=\"b".to_owned()];
        Rustflags::add(&flags, environment, folder.path(), cfg).unwrap()
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
    fn flags_go_where_cargo_reads_them() {
        let ours = r#"target.'cfg(not(worker_build))'.rustflags=["-Ca=\"b"]"#;
        let build = r#"build.rustflags=["-Ca=\"b"]"#;
        let beside = |users: &str| ours.replace('[', &format!("[{users}, "));
        let both = beside(r#""-Dx", "-Dy""#);
        let list = "[build]\nrustflags = [\"-Dx\"]\n";
        let text = "[build]\nrustflags = \" -Dx -Dy \"\n";
        let for_target = |name: &str| format!("{list}[target.{name}]\nrustflags = \"-Dz\"");
        let cases = [
            ("", ours),
            (list, build),
            (text, both.as_str()),
            ("build.rustflags = ''", ours),
            (&for_target("wasm32-unknown-unknown"), ours),
            (&for_target("'cfg(target_family = \"wasm\")'"), ours),
            (&for_target("'cfg(unix)'"), build),
            (&for_target("x86_64-unknown-linux-gnu"), build),
            (
                "[target.wasm32-unknown-unknown]\nrustflags = []\nrunner = \"x\"",
                ours,
            ),
        ];
        for (config, expected) in cases {
            let expected = Rustflags::CargoConfig(expected.to_owned());
            let found = add(&Environment::default(), config);
            assert_eq!(found, expected, "{config}");
        }
    }

    #[test]
    fn flags_of_variables_are_kept_beside_those_of_files() {
        let list = "build.rustflags = ['-Dx']";
        let text = "build.rustflags = '-Dx'";
        let for_target = Environment {
            target_rustflags: Some("-Dz".to_owned()),
            ..Environment::default()
        };
        let for_all = Environment {
            build_rustflags: Some("-Dz".to_owned()),
            ..Environment::default()
        };
        let ours = r#"target.'cfg(not(worker_build))'.rustflags=["-Ca=\"b"]"#;
        let build = r#"build.rustflags=["-Ca=\"b"]"#;
        let all = ours.replace('[', r#"["-Dx", "-Dz", "#);
        let cases = [
            (&for_target, list, ours),
            (&for_all, "", build),
            (&for_all, list, build),
            (&for_all, text, all.as_str()),
        ];
        for (environment, config, expected) in cases {
            let expected = Rustflags::CargoConfig(expected.to_owned());
            assert_eq!(
                add(environment, config),
                expected,
                "{environment:?} {config}"
            );
        }
    }
}
