//! Secrets: put beside the configuration, so all that can be seen are those for local runs.

use super::Required;
use crate::config::kinds::SECRETS;
use crate::config::wrangler::Wrangler;
use std::collections::BTreeSet;
use std::path::Path;

/// The names in `.dev.vars`, or without it in `.env`, as wrangler chooses the files.
pub(crate) fn local_names(folder: &Path, environment: Option<&str>) -> BTreeSet<String> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let named = environment.and_then(|environment| read(&format!(".dev.vars.{environment}")));
    if let Some(text) = named.or_else(|| read(".dev.vars")) {
        return names(&text).collect();
    }
    let mut files = vec![".env".to_owned(), ".env.local".to_owned()];
    if let Some(environment) = environment {
        files.push(format!(".env.{environment}"));
        files.push(format!(".env.{environment}.local"));
    }
    let texts: Vec<String> = files.iter().filter_map(|file| read(file)).collect();
    texts.iter().flat_map(|text| names(text)).collect()
}

/// The names of a file in the form of dotenv. A value of several lines may give names that are none.
pub(crate) fn names(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, _) = line.split_once('=')?;
        let name = name.trim();
        let is_part = |c: char| c.is_alphanumeric() || "_.-".contains(c);
        (!name.is_empty() && name.chars().all(is_part)).then(|| name.to_owned())
    })
}

/// Says which secrets a local run will miss. Where the configuration lists them, wrangler says it.
pub(super) fn unset(
    required: &[Required],
    wrangler: &Wrangler,
    environment: Option<&str>,
) -> Vec<String> {
    if wrangler.root.get(SECRETS).is_some() {
        return Vec::new();
    }
    let names = local_names(&wrangler.folder, environment);
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
