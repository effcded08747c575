//! The templates, as they are in the folder of that name.

use anyhow::Result;

use super::name::Name;
use super::sdk::Sdk;
use crate::diagnostic::Diagnostic;

#[derive(Debug)]
pub(super) struct Template {
    pub(super) name: &'static str,
    files: &'static [(&'static str, &'static str)],
}

/// What all templates have, and what only this one has.
macro_rules! template {
    ($name:literal $(, $own:literal)*) => {
        template!(@ $name:
            ".cargo/config.toml"
            ".github/workflows/ci.yml"
            ".gitignore"
            ".vscode/extensions.json"
            ".vscode/settings.json"
            "AGENTS.md"
            "Cargo.toml.liquid"
            "README.md"
            "ci/build.sh"
            "clippy.toml"
            "package.json"
            "src/lib.rs"
            "tests/e2e.rs"
            "tests/runtime.rs"
            "wrangler.jsonc"
            $($own)*
        )
    };
    (@ $name:literal: $($path:literal)*) => {
        Template {
            name: $name,
            files: &[$((
                $path,
                include_str!(concat!("../../templates/", $name, "/", $path)),
            )),*],
        }
    };
}

const TEMPLATES: &[Template] = &[
    template!("axum"),
    template!("durable-object"),
    template!(
        "fullstack",
        "migrations/0001_guests.sql",
        "public/app.js",
        "public/index.html",
        "public/style.css"
    ),
    template!("hello"),
    template!("queue"),
    template!("router", "migrations/0001_notes.sql"),
];

/// What a file has at the end of its name that must not have its name here: cargo takes a folder with a `Cargo.toml`
/// for another package and leaves it out of ours. `cargo generate` removes it as well.
const DISGUISE: &str = ".liquid";

impl Template {
    pub(super) fn find(name: &str) -> Result<&'static Self> {
        if let Some(found) = TEMPLATES.iter().find(|template| template.name == name) {
            return Ok(found);
        }
        let names: Vec<_> = TEMPLATES
            .iter()
            .map(|template| format!("`{}`", template.name))
            .collect();
        let problem = Diagnostic::new(format!("no template named `{name}`"));
        Err(problem
            .fix(format!("choose one of {}", names.join(", ")))
            .into())
    }

    /// Whether its database `DB` has tables only after its migrations were applied.
    pub(super) fn has_migrations(&self) -> bool {
        let mut paths = self.files.iter().map(|(path, _)| path);
        paths.any(|path| path.starts_with("migrations/"))
    }

    /// The files of a project with this name: path and content.
    pub(super) fn render(
        &self,
        name: &Name,
        sdk: &Sdk,
    ) -> impl Iterator<Item = (&'static str, String)> {
        let (name, crate_name) = (name.as_str().to_owned(), name.crate_name());
        let dependencies = CRATES.map(|package| {
            let line = |requirement: &str| format!("{package} = {requirement}");
            let table = |source: &str| line(&format!("{{ {source},"));
            let published = Sdk::Published(VERSION.into());
            [
                (
                    line(&published.requirement(package)),
                    line(&sdk.requirement(package)),
                ),
                (
                    table(&published.source(package)),
                    table(&sdk.source(package)),
                ),
            ]
        });
        self.files.iter().map(move |&(path, content)| {
            let path = path.trim_end_matches(DISGUISE);
            let mut content = content
                .replace("{{project-name}}", &name)
                .replace("{{crate_name}}", &crate_name);
            if path == "Cargo.toml" {
                for (published, chosen) in dependencies.as_flattened() {
                    content = content.replace(published, chosen);
                }
            }
            (path, content)
        })
    }
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Our crates: `--sdk` replaces their versions in a template's manifest.
const CRATES: [&str; 2] = ["worker-sdk", "worker-e2e"];

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    const FOLDER: &str = "templates";
    /// What is in a template's folder but not in a project.
    const LEFT_OUT: [&str; 7] = [
        "cargo-generate.toml",
        "Cargo.lock",
        "package-lock.json",
        "target",
        "build",
        "node_modules",
        ".wrangler",
    ];

    fn files(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            if entry.path().is_dir() {
                files(&entry.path(), &format!("{prefix}{name}/"), found);
            } else {
                found.push(format!("{prefix}{name}"));
            }
        }
    }

    #[test]
    fn all_templates_are_here() {
        let mut folders: Vec<_> = fs::read_dir(FOLDER)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        folders.sort();
        let names: Vec<_> = TEMPLATES.iter().map(|template| template.name).collect();
        assert_eq!(folders, names);
    }

    #[test]
    fn all_files_of_each_template_are_here() {
        for template in TEMPLATES {
            let mut found = Vec::new();
            files(&Path::new(FOLDER).join(template.name), "", &mut found);
            found.sort();
            let mut listed: Vec<_> = template.files.iter().map(|&(path, _)| path).collect();
            listed.sort();
            assert_eq!(listed, found, "{}", template.name);
        }
    }

    #[test]
    fn each_placeholder_is_replaced() {
        let name = Name::parse("my-worker").unwrap();
        let sdk = Sdk::Published("9.9".into());
        for template in TEMPLATES {
            for (path, content) in template.render(&name, &sdk) {
                let left = content.replace("${{", "");
                assert!(!left.contains("{{"), "{path}: {content}");
                assert!(
                    !content.contains("project-name") && !content.contains("crate_name"),
                    "{path}"
                );
                if path == "Cargo.toml" {
                    assert!(content.contains("name = \"my-worker\""), "{content}");
                    for package in CRATES {
                        let line = format!("\n{package} = \"9.9\"\n");
                        let table = format!("\n{package} = {{ version = \"9.9\", ");
                        let has = content.contains(&line) || content.contains(&table);
                        assert!(has, "{content}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_templates_have_in_common_is_the_same() {
        let own = ["Cargo.toml.liquid", "README.md", "wrangler.jsonc"];
        let is_common = |path: &str| {
            !(own.contains(&path)
                || ["src/", "tests/", "migrations/", "public/"]
                    .iter()
                    .any(|own| path.starts_with(own)))
        };
        let common = |template: &Template| -> Vec<_> {
            let files = template.files.iter().copied();
            files.filter(|(path, _)| is_common(path)).collect()
        };
        let hello = Template::find("hello").unwrap();
        for template in TEMPLATES {
            assert_eq!(common(template), common(hello), "{}", template.name);
        }
    }

    /// Before this date, other workers get the message of an error without its name.
    #[test]
    fn errors_keep_their_names() {
        for template in TEMPLATES {
            let mut files = template.files.iter();
            let configuration = files.find(|(path, _)| *path == "wrangler.jsonc").unwrap().1;
            let rest = configuration.split_once("\"compatibility_date\": \"");
            let date = rest.unwrap().1.split('"').next().unwrap();
            assert!(date >= "2026-04-21", "{}: {date}", template.name);
        }
    }

    #[test]
    fn an_unknown_template_lists_the_known_ones() {
        let message = Template::find("helo").unwrap_err().to_string();
        assert_eq!(
            message,
            "no template named `helo`\n  help: choose one of `axum`, `durable-object`, `fullstack`, `hello`, `queue`, `router`"
        );
    }
}
