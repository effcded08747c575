//! The configuration file of wrangler: only read.

use super::document::{Entry, Node, Syntax, Value};
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The names that wrangler looks for, in its order.
const NAMES: [&str; 3] = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

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

    fn load(files: &[(&str, &str)]) -> Result<Option<Wrangler>> {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join("hello");
        fs::create_dir(&package).unwrap();
        for (name, text) in files {
            fs::write(root.path().join(name), text).unwrap();
        }
        Wrangler::load(&package, None)
    }

    #[test]
    fn a_package_may_have_none() {
        assert!(load(&[]).unwrap().is_none());
    }

    #[test]
    fn json_anywhere_above_comes_before_toml() {
        let files = [("wrangler.jsonc", "{}"), ("hello/wrangler.toml", "")];
        assert_eq!(load(&files).unwrap().unwrap().name, "../wrangler.jsonc");
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
        let error = load(&[("hello/wrangler.json", "\n[]")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`wrangler.json` is a list, not an object\n  \
             --> wrangler.json:2\n  \
             help: write the keys of wrangler's configuration in braces"
        );
    }

    #[test]
    fn a_broken_file_is_named() {
        let error = load(&[("wrangler.toml", "\nmain = ")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`../wrangler.toml` is not valid TOML: string values must be quoted, expected literal string\n  \
             --> ../wrangler.toml:2\n  \
             help: correct this line, or the one before it"
        );
    }
}
