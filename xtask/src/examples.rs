//! The examples, by name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The folder of the example named `name`; an unknown name is answered with the known ones.
pub(crate) fn find(root: &Path, name: &str) -> Result<PathBuf> {
    let known = names(root)?;
    if known.iter().any(|known| known == name) {
        return Ok(root.join("examples").join(name));
    }
    bail!("{}", unknown(name, &known));
}

/// The first argument as an example, and what follows it.
pub(crate) fn from_arguments<'a>(
    root: &Path,
    command: &str,
    arguments: &'a [String],
) -> Result<(PathBuf, &'a [String])> {
    match arguments.split_first() {
        Some((name, rest)) if !name.starts_with('-') => {
            let rest = rest.strip_prefix(&["--".to_owned()]).unwrap_or(rest);
            Ok((find(root, name)?, rest))
        }
        _ => bail!(
            "`cargo xtask {command}` needs the name of an example; there are {}",
            list(&names(root)?)
        ),
    }
}

fn names(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("examples");
    let entries =
        fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.path().join("Cargo.toml").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn unknown(name: &str, known: &[String]) -> String {
    let nearest = known
        .iter()
        .map(|known| (distance(name, known), known))
        .min()
        .filter(|(distance, known)| *distance <= known.len().div_ceil(2))
        .map(|(_, known)| format!("did you mean `{known}`? "));
    let nearest = nearest.unwrap_or_default();
    format!(
        "no example named `{name}`; {nearest}there are {}",
        list(known)
    )
}

fn list(names: &[String]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// How many letters have to be inserted, removed or replaced to make `a` into `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (right, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let replace = diagonal + usize::from(left != *right);
            diagonal = *cell;
            before = replace.min(before + 1).min(*cell + 1);
            *cell = before;
        }
        row[0] = i + 1;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        ["cron", "forms", "hello"].map(str::to_owned).to_vec()
    }

    #[test]
    fn distance_counts_single_changes() {
        assert_eq!(distance("hello", "hello"), 0);
        assert_eq!(distance("helo", "hello"), 1);
        assert_eq!(distance("jello", "hello"), 1);
        assert_eq!(distance("", "cron"), 4);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn an_unknown_example_names_the_nearest() {
        assert_eq!(
            unknown("helo", &known()),
            "no example named `helo`; did you mean `hello`? there are `cron`, `forms`, `hello`"
        );
    }

    #[test]
    fn a_name_that_resembles_none_gets_the_list_only() {
        assert_eq!(
            unknown("zzzzzz", &known()),
            "no example named `zzzzzz`; there are `cron`, `forms`, `hello`"
        );
    }
}
