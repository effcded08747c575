//! The Debian mirrors that this machine is configured to use.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

const KEYRINGS: [&str; 2] = [
    "/usr/share/keyrings/debian-archive-keyring.pgp",
    "/usr/share/keyrings/debian-archive-keyring.gpg",
];

/// A mirror of the main archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Repository {
    uri: String,
    signed_by: Option<String>,
}

impl Repository {
    /// A line of a list of sources.
    pub(super) fn line(&self, suite: &str) -> String {
        let uri = self.uri.trim_end_matches('/');
        match &self.signed_by {
            Some(keys) => format!("deb [signed-by={keys}] {uri} {suite} main\n"),
            None => format!("deb {uri} {suite} main\n"),
        }
    }
}

/// Reads `sources.list` and what is beside it in `sources.list.d`; none on other distributions.
pub(super) fn debian_repositories(folder: &Path) -> Result<Vec<Repository>> {
    let mut files = vec![folder.join("sources.list")];
    if let Ok(entries) = fs::read_dir(folder.join("sources.list.d")) {
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    let keyring = KEYRINGS
        .into_iter()
        .find(|keyring| Path::new(keyring).is_file());
    let mut found: Vec<_> = files.iter().flat_map(in_file).collect();
    for repository in &mut found {
        if repository.signed_by.is_none() {
            repository.signed_by = keyring.map(str::to_owned);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn in_file(file: &PathBuf) -> Vec<Repository> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let found = match file.extension().and_then(|extension| extension.to_str()) {
        Some("sources") => stanzas(&text),
        Some("list") => lines(&text),
        _ => Vec::new(),
    };
    found
        .into_iter()
        .filter(|repository| is_main_archive(&repository.uri))
        .collect()
}

fn is_main_archive(uri: &str) -> bool {
    let uri = uri.trim_end_matches('/');
    uri.ends_with("/debian") || uri.ends_with("/mirrors/debian.list")
}

/// `deb [signed-by=keys] uri suite component…`
fn lines(text: &str) -> Vec<Repository> {
    text.lines().filter_map(line).collect()
}

fn line(text: &str) -> Option<Repository> {
    let rest = text.trim().strip_prefix("deb ")?.trim_start();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let keys = options
        .split_whitespace()
        .find_map(|option| option.strip_prefix("signed-by="));
    Some(Repository {
        uri: rest.split_whitespace().next()?.to_owned(),
        signed_by: keys.map(str::to_owned),
    })
}

/// Fields as in a mail header, stanzas parted by an empty line.
fn stanzas(text: &str) -> Vec<Repository> {
    let mut found = Vec::new();
    for stanza in text.split("\n\n") {
        let field = |name: &str| {
            stanza.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim())
            })
        };
        // A key may also stand in the file itself; then the machine's own keyring is used.
        let keys = field("Signed-By").filter(|keys| keys.starts_with('/'));
        let uris = field("URIs").unwrap_or_default().split_whitespace();
        found.extend(uris.map(|uri| Repository {
            uri: uri.to_owned(),
            signed_by: keys.map(str::to_owned),
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_stanzas() {
        let text = "Types: deb\n# URIs: http://old.example/debian\nURIs: http://a.example/debian http://b.example/debian/\n\
                    Suites: trixie\nSigned-By: /keys.gpg\n\nTypes: deb\nURIs: http://c.example/debian-security\n";
        let found = stanzas(text);
        assert_eq!(found.len(), 3);
        assert_eq!(
            found[1].line("testing"),
            "deb [signed-by=/keys.gpg] http://b.example/debian testing main\n"
        );
        assert_eq!(found[2].signed_by, None);
    }

    #[test]
    fn reads_lines() {
        let text = "# deb http://old.example/debian x main\n\
                    deb [arch=amd64 signed-by=/keys.gpg] http://a.example/debian trixie main\n\
                    deb-src http://a.example/debian trixie main\ndeb http://b.example/debian trixie main\n";
        let found = lines(text);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0].line("stable"),
            "deb [signed-by=/keys.gpg] http://a.example/debian stable main\n"
        );
        assert_eq!(
            found[1].line("stable"),
            "deb http://b.example/debian stable main\n"
        );
    }

    #[test]
    fn only_the_main_archive_of_debian_counts() {
        assert!(is_main_archive("http://a.example/debian/"));
        assert!(is_main_archive("mirror+file:/etc/apt/mirrors/debian.list"));
        assert!(!is_main_archive("http://a.example/debian-security"));
        assert!(!is_main_archive("http://a.example/ubuntu"));
    }

    #[test]
    fn a_key_inside_the_file_is_left_to_the_keyring() {
        let found = stanzas("URIs: http://a.example/debian\nSigned-By:\n -----BEGIN\n");
        assert_eq!(found[0].signed_by, None);
    }
}
