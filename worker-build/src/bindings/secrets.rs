//! Secrets: put beside the configuration, so all that can be seen are those for local runs.

use super::{Configured, Required};
use crate::config::kinds::SECRETS;
use std::collections::BTreeSet;
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
        rest = next;
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once(['=', ':']) else {
            continue;
        };
        let name = name.trim();
        let is_part = |c: char| c.is_alphanumeric() || "_.-".contains(c);
        if name.is_empty() || !name.chars().all(is_part) {
            continue;
        }
        names.push(name.to_owned());
        if let Some(after) = behind_quotes(value.trim_start(), next) {
            rest = after;
        }
    }
    names
}

/// The lines behind a value that begins with a quote and ends with it in a later line.
fn behind_quotes<'a>(value: &str, next: &'a str) -> Option<&'a str> {
    let quote = value
        .chars()
        .next()
        .filter(|first| "\"'`".contains(*first))?;
    let end = |text: &str| {
        let mut is_escaped = false;
        text.find(|c: char| {
            let is_end = c == quote && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_end
        })
    };
    let own = value.strip_prefix(quote)?;
    if end(own).is_some() {
        return None;
    }
    let behind = next.get(end(next)? + 1..)?;
    Some(behind.split_once('\n').map_or("", |(_, lines)| lines))
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
    let unset = required.iter().filter(|required| {
        required.section == SECRETS && !required.optional && !names.contains(&required.name)
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
        assert_eq!(names("A='open\nB=it's"), ["A"]);
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
