//! The configuration file of wrangler: only read.

use super::document::{Entry, Node, Syntax, Value};
use crate::diagnostic::Diagnostic;
use crate::tools::cargo::normalize;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The names that wrangler looks for, in its order.
const NAMES: [&str; 3] = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

/// Without it the runtime does not say that a client went away.
const REQUEST_SIGNAL: &str = "enable_request_signal";
/// Since then, `new ReadableStream` is there without a flag.
const OLDEST_DATE: &str = "2022-11-30";

/// A configuration file.
#[derive(Debug)]
pub(crate) struct Wrangler {
    /// What messages call it: the path from the crate.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) syntax: Syntax,
    pub(crate) root: Node,
    text: String,
}

impl Wrangler {
    /// The named environments.
    pub(crate) fn named(&self) -> &[Entry] {
        self.root.get("env").map_or(&[], Node::entries)
    }

    /// The top level, and what each named environment says.
    pub(crate) fn levels(&self) -> impl Iterator<Item = &Node> {
        let named = self.named().iter().map(|entry| &entry.node);
        [&self.root].into_iter().chain(named)
    }

    /// Reads the given file, or the one that wrangler would use for this crate; `None` if there is none.
    pub(crate) fn load(package: &Path, given: Option<&Path>) -> Result<Option<Self>> {
        let given = given.map(|file| (file.display().to_string(), file.to_owned()));
        let Some((name, file)) = given.or_else(|| locate(package)) else {
            return Ok(None);
        };
        let file = std::path::absolute(file).context("the current folder is gone")?;
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read `{}`", file.display()))?;
        // Editors on Windows write a byte order mark.
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let syntax = Syntax::of(&file);
        let root = syntax.parse(&name, &text)?;
        if !matches!(root.value, Value::Table(_)) {
            let what = format!("`{name}` is {}, not an object", root.value.described());
            let problem = Diagnostic::new(what).at(&name, root.line);
            return Err(problem
                .fix("write the keys of wrangler's configuration in braces")
                .into());
        }
        Ok(Some(Self {
            root,
            syntax,
            folder: file.parent().unwrap_or(Path::new("")).to_owned(),
            name,
            text,
        }))
    }

    /// The text of a line.
    pub(crate) fn line(&self, line: u32) -> &str {
        let before = usize::try_from(line).unwrap_or_default().saturating_sub(1);
        self.text.lines().nth(before).unwrap_or_default()
    }

    fn main(&self) -> Option<&str> {
        self.root.get("main").and_then(Node::as_text)
    }

    /// Whether the worker begins with what a build into `out_dir` writes.
    pub(crate) fn is_entry(&self, out_dir: &Path) -> bool {
        let main = self.main().map(|main| normalize(&self.folder.join(main)));
        main.is_some_and(|main| main == out_dir.join("index.js"))
    }

    /// Says what does not fit to a build into `out_dir`.
    pub(crate) fn warnings(&self, out_dir: &Path) -> Vec<String> {
        let mut warnings = Vec::new();
        let (name, entry) = (&self.name, out_dir.join("index.js"));
        if let Some(main) = self.main()
            && !self.is_entry(out_dir)
        {
            let ours = entry.strip_prefix(&self.folder).unwrap_or(&entry).display();
            warnings.push(format!(
                "`{name}` has `main` = `{main}`, but this build writes `{ours}`"
            ));
        }
        warnings.extend(self.old_date());
        if !self.has_flag(REQUEST_SIGNAL) {
            warnings.push(format!(
                "`{name}` lacks the compatibility flag `{REQUEST_SIGNAL}`: \
                 work for a client that went away is stopped late"
            ));
        }
        warnings
    }

    fn has_flag(&self, name: &str) -> bool {
        let flags = self.root.get("compatibility_flags");
        let mut flags = flags.map_or(&[][..], Node::items).iter();
        flags.any(|flag| flag.as_text() == Some(name))
    }

    fn old_date(&self) -> Option<String> {
        let date = self.root.get("compatibility_date")?.as_text()?;
        (date < OLDEST_DATE && !self.has_flag("streams_enable_constructors")).then(|| {
            format!(
                "`{}` has the compatibility date {date}: before {OLDEST_DATE} there are no streams that a worker makes, \
                 and bodies of streams fail; take a newer date",
                self.name
            )
        })
    }
}

/// The configuration of the package in this folder.
pub(crate) fn find(package: &Path) -> Option<PathBuf> {
    locate(package).map(|(_, file)| file)
}

/// Each name is looked for in all folders above before the next one is.
fn locate(package: &Path) -> Option<(String, PathBuf)> {
    NAMES.into_iter().find_map(|name| {
        let mut folders = package.ancestors().enumerate();
        folders.find_map(|(above, folder)| {
            let file = folder.join(name);
            file.is_file().then(|| ("../".repeat(above) + name, file))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn load(files: &[(&str, &str)]) -> (PathBuf, Result<Option<Wrangler>>) {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join("hello");
        fs::create_dir(&package).unwrap();
        for (name, text) in files {
            fs::write(root.path().join(name), text).unwrap();
        }
        let loaded = Wrangler::load(&package, None);
        (package, loaded)
    }

    #[track_caller]
    fn warns(files: &[(&str, &str)], expected: &[&str]) {
        let (package, loaded) = load(files);
        let warnings = loaded.unwrap().unwrap().warnings(&package.join("build"));
        assert_eq!(warnings, expected);
    }

    #[test]
    fn a_date_that_is_too_old() {
        let with = |date: &str| {
            format!(
                r#"{{"main": "./build/index.js", "compatibility_date": "{date}",
                "compatibility_flags": ["enable_request_signal"]}}"#
            )
        };
        warns(&[("hello/wrangler.json", &with("2022-11-30"))], &[]);
        let flagged = with("2022-11-29").replace("[", r#"["streams_enable_constructors", "#);
        warns(&[("hello/wrangler.json", &flagged)], &[]);
        warns(
            &[("hello/wrangler.json", &with("2022-11-29"))],
            &[
                "`wrangler.json` has the compatibility date 2022-11-29: before 2022-11-30 there are no streams that a worker \
               makes, and bodies of streams fail; take a newer date",
            ],
        );
    }

    #[test]
    fn a_file_that_fits_is_fine_in_each_syntax() {
        assert!(load(&[]).1.unwrap().is_none());
        let json =
            r#"{"main": "./build/index.js", "compatibility_flags": ["enable_request_signal"]}"#;
        warns(&[("hello/wrangler.json", json)], &[]);
        let jsonc = json
            .replace('{', "\u{feff}{ // a comment\r\n")
            .replace(']', "],");
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
                "`wrangler.json` has `main` = `dist/index.js`, but this build writes `build/index.js`",
                "`wrangler.json` lacks the compatibility flag `enable_request_signal`: \
                 work for a client that went away is stopped late",
            ],
        );
    }

    #[test]
    fn json_anywhere_above_comes_before_toml() {
        let files = [("wrangler.jsonc", "{}"), ("hello/wrangler.toml", "")];
        assert_eq!(load(&files).1.unwrap().unwrap().name, "../wrangler.jsonc");
    }

    #[test]
    fn a_given_file_is_the_only_one() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("wrangler.json"), "{}").unwrap();
        let given = root.path().join("api.toml");
        let error = Wrangler::load(root.path(), Some(&given)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot read `{}`", given.display())
        );
        fs::write(&given, "").unwrap();
        let wrangler = Wrangler::load(root.path(), Some(&given)).unwrap().unwrap();
        assert_eq!(wrangler.name, given.display().to_string());
        assert_eq!(
            (wrangler.folder.as_path(), wrangler.syntax),
            (root.path(), Syntax::Toml)
        );
    }

    #[test]
    fn a_file_that_is_no_object_is_named() {
        let error = load(&[("hello/wrangler.json", "\n[]")]).1.unwrap_err();
        assert_eq!(
            error.to_string(),
            "`wrangler.json` is a list, not an object\n  \
             --> wrangler.json:2\n  \
             help: write the keys of wrangler's configuration in braces"
        );
    }

    #[test]
    fn a_broken_file_is_named() {
        let error = load(&[("wrangler.toml", "\nmain = ")]).1.unwrap_err();
        assert_eq!(
            error.to_string(),
            "`../wrangler.toml` is not valid TOML: string values must be quoted, expected literal string\n  \
             --> ../wrangler.toml:2\n  \
             help: correct this line, or the one before it"
        );
    }
}
