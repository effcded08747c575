//! The name of a project: of the crate, of the worker, and of the npm package.

use anyhow::Result;

use crate::diagnostic::Diagnostic;

/// The platform puts the name into a host name.
const MAX: usize = 63;

/// Names that cargo or the compiler refuse for a crate, or that hide another crate.
const TAKEN: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "worker-e2e",
    "worker-macros",
    "worker-sdk",
    "yield",
];

/// A name that cargo, npm and the platform all accept.
#[derive(Debug)]
pub(super) struct Name(String);

impl Name {
    pub(super) fn parse(written: &str) -> Result<Self> {
        let Some(why) = refusal(written) else {
            return Ok(Self(written.into()));
        };
        let problem = Diagnostic::new(format!("`{written}` cannot be the name of a worker: {why}"));
        Err(problem
            .fix(format!(
                "for example `worker-build new {}`",
                suggest(written)
            ))
            .into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as Rust code writes it.
    pub(super) fn crate_name(&self) -> String {
        self.0.replace('-', "_")
    }
}

fn refusal(name: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() {
        return Some("it is empty".into());
    }
    if let Some(bad) = name.chars().find(|&c| !allowed(c)) {
        return Some(format!(
            "it may have lowercase letters, digits and `-`, but not `{}`",
            bad.escape_debug()
        ));
    }
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Some("it must start with a letter".into());
    }
    if name.ends_with('-') {
        return Some("it must not end with `-`".into());
    }
    if name.len() > MAX {
        return Some(format!(
            "it has {} characters, and {MAX} are allowed",
            name.len()
        ));
    }
    TAKEN
        .contains(&name)
        .then(|| "the name means something else in Rust".into())
}

/// An allowed name that is as close as possible to `written`.
fn suggest(written: &str) -> String {
    let mut name = String::new();
    let mut after_lowercase = false;
    for c in written.chars() {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && after_lowercase) {
            separate(&mut name);
        }
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        }
        after_lowercase = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    if name.is_empty() {
        return "my-worker".into();
    }
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name.insert_str(0, "worker-");
    }
    name.truncate(MAX);
    let name = name.trim_end_matches('-').to_owned();
    if TAKEN.contains(&name.as_str()) {
        format!("my-{name}")
    } else {
        name
    }
}

fn separate(name: &mut String) {
    if !name.is_empty() && !name.ends_with('-') {
        name.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(name: &str) -> String {
        Name::parse(name).unwrap_err().to_string()
    }

    #[test]
    fn accepts_names_that_all_tools_accept() {
        for name in ["a", "hello", "my-worker-2", "a--b", &"x".repeat(63)] {
            assert_eq!(Name::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(Name::parse("my-worker").unwrap().crate_name(), "my_worker");
    }

    #[test]
    fn says_why_a_name_is_refused_and_suggests_another() {
        assert_eq!(
            message("My App"),
            "`My App` cannot be the name of a worker: it may have lowercase letters, digits and `-`, but not `M`\n  \
             help: for example `worker-build new my-app`"
        );
        assert!(message("2fast").contains("must start with a letter"));
        assert!(message("a-").contains("must not end with `-`"));
        assert!(message("async").contains("means something else in Rust"));
        assert!(message(&"x".repeat(64)).contains("it has 64 characters, and 63 are allowed"));
        assert!(message("").contains("it is empty"));
    }

    #[test]
    fn each_suggestion_is_accepted() {
        let long = "y-".repeat(40);
        let names = [
            ("MyWorker", "my-worker"),
            ("my_worker", "my-worker"),
            ("HTTPProxy", "httpproxy"),
            ("  spaced  out ", "spaced-out"),
            ("2fast", "worker-2fast"),
            ("../up", "up"),
            ("grüße", "gr-e"),
            ("東京", "my-worker"),
            ("", "my-worker"),
            ("-", "my-worker"),
            ("async", "my-async"),
            ("worker_sdk", "my-worker-sdk"),
            (&long, long.get(..63).unwrap()),
        ];
        for (written, expected) in names {
            assert!(Name::parse(written).is_err(), "{written}");
            assert_eq!(suggest(written), expected);
            Name::parse(&suggest(written)).unwrap();
        }
    }
}
