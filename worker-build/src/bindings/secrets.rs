//! Secrets: put beside the configuration, so all that can be seen are those for local runs.

use super::{Configured, Required};
use crate::config::kinds::SECRETS;
use std::collections::BTreeSet;
use std::env;
use std::path::Path;

/// The names in `.dev.vars`, or without it in `.env`, as wrangler chooses the files.
pub(crate) fn local_names(folder: &Path, environment: Option<&str>) -> BTreeSet<String> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let named = environment.and_then(|environment| read(&format!(".dev.vars.{environment}")));
    if let Some(text) = named.or_else(|| read(".dev.vars")) {
        return names(&text).into_iter().collect();
    }
    let mut files = vec![".env".to_owned(), ".env.local".to_owned()];
    if let Some(environment) = environment {
        files.push(format!(".env.{environment}"));
        files.push(format!(".env.{environment}.local"));
    }
    let texts: Vec<String> = files.iter().filter_map(|file| read(file)).collect();
    texts.iter().flat_map(|text| names(text)).collect()
}

/// The names of a file in the form of dotenv, whose values may be several lines between quotes.
pub(crate) fn names(text: &str) -> Vec<String> {
    let (mut names, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (line, next) = rest.split_once('\n').unwrap_or((rest, ""));
        let all = std::mem::replace(&mut rest, next);
        let Some((name, value)) = pair(line) else {
            continue;
        };
        names.push(name.to_owned());
        let value = all.get(line.len() - value.len()..).unwrap_or_default();
        if let Some(end) = closing_quote(value) {
            let behind = value.get(end..).unwrap_or_default();
            rest = behind.split_once('\n').map_or("", |(_, lines)| lines);
        }
    }
    names
}

/// The name in a line, and what is left of the line where the value begins.
fn pair(line: &str) -> Option<(&str, &str)> {
    let entry = line.trim_start();
    let entry = entry.strip_prefix("export ").unwrap_or(entry);
    let is_separator = |(at, c): &(usize, char)| {
        let behind = entry.get(at + 1..).unwrap_or_default();
        *c == '=' || (*c == ':' && behind.starts_with(char::is_whitespace))
    };
    let (at, _) = entry.char_indices().find(is_separator)?;
    let name = entry.get(..at)?.trim();
    let is_part = |c: char| c.is_alphanumeric() || "_.-".contains(c);
    let is_name = !name.is_empty() && name.chars().all(is_part);
    is_name.then_some((name, entry.get(at + 1..)?.trim_start()))
}

/// Where a value in quotes ends: nothing but blanks and a comment stands behind in that line. A quote behind a backslash is
/// part of the value, if there is another one that ends it.
fn closing_quote(value: &str) -> Option<usize> {
    let quote = value
        .chars()
        .next()
        .filter(|first| "\"'`".contains(*first))?;
    let is_end = |at: &usize| {
        let behind = value.get(at + 1..).unwrap_or_default();
        let behind = behind.lines().next().unwrap_or_default().trim_start();
        behind.is_empty() || behind.starts_with('#')
    };
    let mut escaped = Vec::new();
    for (at, _) in value.match_indices(quote).skip(1) {
        match value.get(..at).is_some_and(|before| before.ends_with('\\')) {
            true => escaped.push(at),
            false if is_end(&at) => return Some(at),
            false => break,
        }
    }
    escaped.into_iter().rev().find(is_end)
}

/// Says which secrets a local run will miss. Where an environment lists them, wrangler says it.
pub(super) fn unset(required: &[Required], configured: &Configured<'_>) -> Vec<String> {
    if configured.in_use().any(|it| it.lists_secrets) {
        return Vec::new();
    }
    let folder = &configured.wrangler.folder;
    let names: BTreeSet<String> = match configured.used.environment {
        Some(environment) => local_names(folder, Some(environment)),
        // It may be any of them, which the command line of wrangler says.
        None => {
            let all = configured.environments.iter();
            all.flat_map(|it| local_names(folder, it.name.as_deref()))
                .collect()
        }
    };
    // wrangler takes it from there when it is told to, and the build has its environment.
    let is_there = |name: &String| names.contains(name) || env::var_os(name).is_some();
    let unset = required.iter().filter(|required| {
        required.section == SECRETS && !required.optional && !is_there(&required.name)
    });
    unset
        .map(|Required { name, field, .. }| {
            format!("no value for the secret `{name}`, which `{field}` needs; write `{name}=…` into `.dev.vars`")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_several_lines_have_no_names() {
        let text = "A=\"-----BEGIN\nq3sPxK1dTm0bQ8fV2g==\n\\\"no=end\n-----END\" # c\nB: 'b=c'\nC='open\nD=`d`\n\
            export E=\"x\\\"\ny=z\"\nF=\"\"\nG=";
        assert_eq!(names(text), ["A", "B", "C", "D", "E", "F", "G"]);
        assert_eq!(names("A='open\nB=it's\nC='x'"), ["A", "B", "C"]);
        assert_eq!(names("A='tis\nTOKEN='x'"), ["A", "TOKEN"]);
        assert_eq!(
            names("A=\"C:\\keys\\\"\nTOKEN=\"x\"\nhttps://x=1"),
            ["A", "TOKEN"]
        );
    }

    #[test]
    fn files_are_chosen_as_wrangler_does() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let names = |environment: Option<&str>| -> Vec<String> {
            local_names(folder.path(), environment)
                .into_iter()
                .collect()
        };
        assert!(names(None).is_empty());
        write(
            ".env",
            "# A comment=1\nexport A = 1\n\nB=\"x=y\"\nno name\n",
        );
        write(".env.staging", "C=2");
        assert_eq!(names(None), ["A", "B"]);
        assert_eq!(names(Some("staging")), ["A", "B", "C"]);
        write(".dev.vars", "D=1");
        assert_eq!(names(Some("staging")), ["D"]);
        write(".dev.vars.staging", "E=1");
        assert_eq!(names(Some("staging")), ["E"]);
        assert_eq!(names(None), ["D"]);
    }
}
