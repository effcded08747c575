//! Node.js and the npm packages that serve a worker.

use super::finding::Finding;
use crate::config::wrangler::Wrangler;
use crate::process;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is read from a `package.json`.
#[derive(Debug, Default, Deserialize)]
struct Manifest {
    version: String,
    #[serde(default)]
    engines: Engines,
}

#[derive(Debug, Default, Deserialize)]
struct Engines {
    #[serde(default)]
    node: String,
}

pub(super) fn all(folder: &Path, configuration: Option<&Wrangler>) -> Vec<Finding> {
    let node = process::text(Command::new("node").arg("--version")).ok();
    let wrangler = installed(folder, "wrangler");
    let workerd = wrangler
        .as_ref()
        .and_then(|wrangler| workerd_of(&wrangler.folder));
    let wrangler = wrangler.map(|wrangler| wrangler.manifest);
    vec![
        node_js(node.as_deref(), wrangler.as_ref()),
        package("wrangler", wrangler.as_ref()),
        self::workerd(workerd.as_ref(), configuration),
    ]
}

struct Installed {
    folder: PathBuf,
    manifest: Manifest,
}

/// The package that Node.js would find from this folder.
fn installed(folder: &Path, name: &str) -> Option<Installed> {
    folder.ancestors().find_map(|folder| {
        let folder = folder.join("node_modules").join(name);
        let manifest = std::fs::read(folder.join("package.json")).ok()?;
        let manifest = serde_json::from_slice(&manifest).ok()?;
        Some(Installed { folder, manifest })
    })
}

/// The one that wrangler has: pnpm links it nowhere else.
fn workerd_of(wrangler: &Path) -> Option<Manifest> {
    let wrangler = std::fs::canonicalize(wrangler).ok()?;
    Some(installed(&wrangler, "workerd")?.manifest)
}

fn node_js(version: Option<&str>, wrangler: Option<&Manifest>) -> Finding {
    const WHAT: &str = "node";
    let Some(version) = version.map(|version| version.trim_start_matches('v')) else {
        return Finding::missing(WHAT, "cannot be started")
            .fix("install Node.js, see <https://nodejs.org>");
    };
    let least = wrangler.and_then(|wrangler| wrangler.engines.node.strip_prefix(">="));
    match least {
        Some(least) if numbers(version) < numbers(least) => {
            Finding::missing(WHAT, format!("{version}, and wrangler needs {least}"))
                .fix("install a newer Node.js, see <https://nodejs.org>")
        }
        _ => Finding::fine(WHAT, version),
    }
}

fn package(what: &'static str, found: Option<&Manifest>) -> Finding {
    match found {
        Some(found) => Finding::fine(what, &found.version),
        None => Finding::missing(what, "not installed").fix("run `npm install -D wrangler`"),
    }
}

/// A version of workerd says up to which compatibility date it knows the runtime's changes.
fn workerd(found: Option<&Manifest>, configuration: Option<&Wrangler>) -> Finding {
    const WHAT: &str = "workerd";
    let date = configuration
        .and_then(|wrangler| wrangler.root.get("compatibility_date"))
        .and_then(|date| date.as_text());
    match (found, date) {
        (Some(found), Some(date)) => match known_until(&found.version) {
            Some(known) if known.as_str() < date => {
                let text = format!(
                    "{}, older than the compatibility date {date}",
                    found.version
                );
                Finding::note(WHAT, text).fix(format!(
                    "update wrangler, or use `\"compatibility_date\": \"{known}\"`"
                ))
            }
            _ => Finding::fine(
                WHAT,
                format!("{}, compatibility date {date}", found.version),
            ),
        },
        (Some(found), None) => Finding::note(
            WHAT,
            format!(
                "{}, and the configuration has no `compatibility_date`",
                found.version
            ),
        )
        .fix("add one, so that the runtime's changes come when you want them"),
        (None, _) => package(WHAT, None),
    }
}

/// `1.20260426.1` knows what changed until `2026-04-26`.
fn known_until(version: &str) -> Option<String> {
    let day = version.split('.').nth(1)?;
    let (year, rest) = day.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Some(format!("{year}-{month}-{day}"))
}

/// The parts of a version, for comparing.
fn numbers(version: &str) -> Vec<u32> {
    version
        .trim()
        .split('.')
        .map_while(|part| part.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrangler(node: &str) -> Manifest {
        let node = node.to_owned();
        Manifest {
            version: "4.86.0".to_owned(),
            engines: Engines { node },
        }
    }

    #[test]
    fn node_is_as_new_as_wrangler_wants() {
        let says = |node, wrangler: Option<&Manifest>| node_js(node, wrangler).to_string();
        assert_eq!(
            says(Some("v20.18.1"), Some(&wrangler(">=20.3.0"))),
            "ok       node           20.18.1"
        );
        assert_eq!(says(Some("v9.0.0"), None), "ok       node           9.0.0");
        assert_eq!(
            says(Some("v20.18.1"), Some(&wrangler(">=22.12.0"))),
            "missing  node           20.18.1, and wrangler needs 22.12.0\n                  help: install a newer Node.js, see <https://nodejs.org>"
        );
        assert_eq!(
            says(None, None),
            "missing  node           cannot be started\n                  help: install Node.js, see <https://nodejs.org>"
        );
    }

    /// As pnpm does: a package has what it depends on beside itself, and a project has links to its own ones.
    #[cfg(unix)]
    #[test]
    fn workerd_is_found_where_wrangler_is() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder
            .path()
            .join("node_modules/.pnpm/wrangler@4.86.0/node_modules");
        for name in ["wrangler", "workerd"] {
            std::fs::create_dir_all(store.join(name)).unwrap();
            let manifest = format!(r#"{{"version": "{name}'s"}}"#);
            std::fs::write(store.join(name).join("package.json"), manifest).unwrap();
        }
        let link = folder.path().join("node_modules/wrangler");
        std::os::unix::fs::symlink(store.join("wrangler"), link).unwrap();
        let wrangler = installed(folder.path(), "wrangler").unwrap();
        assert_eq!(workerd_of(&wrangler.folder).unwrap().version, "workerd's");
    }

    #[test]
    fn the_day_of_the_runtime_is_in_its_version() {
        assert_eq!(known_until("1.20260426.1").as_deref(), Some("2026-04-26"));
        assert_eq!(known_until("1"), None);
        assert_eq!(known_until("1.é.1"), None);
    }
}
