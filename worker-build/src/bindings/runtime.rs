//! What the runtime begins with, its date and its flags. A named environment inherits each that it does not say.

use super::{compare, is_in_use};
use crate::config::declared::{self, Environment};
use crate::config::document::Node;
use crate::config::wrangler::Wrangler;
use crate::tools::cargo::normalize;
use std::path::Path;

/// Without it the runtime does not say that a client went away.
const REQUEST_SIGNAL: &str = "enable_request_signal";
/// Since then, `new ReadableStream` is there without a flag.
const OLDEST_DATE: &str = "2022-11-30";

/// Whether the worker begins with what a build into `out_dir` writes, in an environment that this build may be for.
pub(crate) fn is_entry(wrangler: &Wrangler, used: Option<&str>, out_dir: &Path) -> bool {
    let all = declared::environments(wrangler);
    let mut in_use = all.iter().filter(|it| is_in_use(it, &all, used));
    in_use.any(|environment| is_entry_of(wrangler, environment, out_dir))
}

/// As [`is_entry`], in one environment.
pub(super) fn is_entry_of(wrangler: &Wrangler, environment: &Environment, out_dir: &Path) -> bool {
    Keys::of(wrangler, environment).is_entry(out_dir) == Some(true)
}

/// Says what does not fit to a build into `out_dir`, of several environments once.
pub(crate) fn warnings(wrangler: &Wrangler, used: Option<&str>, out_dir: &Path) -> Vec<String> {
    let all = declared::environments(wrangler);
    let mut said = Vec::new();
    for environment in all.iter().filter(|it| is_in_use(it, &all, used)) {
        let keys = Keys::of(wrangler, environment);
        let unfit = [keys.other_entry(out_dir), keys.old_date(), keys.no_signal()];
        for warning in unfit.into_iter().flatten() {
            if !said.contains(&warning) {
                said.push(warning);
            }
        }
    }
    said
}

/// The keys of an environment, or of the top level for it.
struct Keys<'a> {
    wrangler: &'a Wrangler,
    environment: &'a Environment,
    own: Option<&'a Node>,
}

impl<'a> Keys<'a> {
    fn of(wrangler: &'a Wrangler, environment: &'a Environment) -> Self {
        let own = compare::of(environment, &wrangler.root);
        Self {
            wrangler,
            environment,
            own,
        }
    }

    fn get(&self, key: &str) -> Option<&'a Node> {
        compare::inherited(self.own, &self.wrangler.root, key)
    }

    /// What says it, as messages call that.
    fn called(&self, key: &str) -> String {
        let file = &self.wrangler.name;
        match self.own.is_some_and(|own| own.get(key).is_some()) {
            true => self.environment.called(file),
            false => format!("`{file}`"),
        }
    }

    fn main(&self) -> Option<&'a str> {
        self.get("main").and_then(Node::as_text)
    }

    fn is_entry(&self, out_dir: &Path) -> Option<bool> {
        let main = normalize(&self.wrangler.folder.join(self.main()?));
        Some(main == out_dir.join("index.js"))
    }

    fn other_entry(&self, out_dir: &Path) -> Option<String> {
        if self.is_entry(out_dir)? {
            return None;
        }
        let (place, main) = (self.called("main"), self.main()?);
        let entry = out_dir.join("index.js");
        let entry = entry.strip_prefix(&self.wrangler.folder).unwrap_or(&entry);
        let ours = entry.display();
        Some(format!(
            "{place} has `main` = `{main}`, but this build writes `{ours}`"
        ))
    }

    fn old_date(&self) -> Option<String> {
        const DATE: &str = "compatibility_date";
        let date = self.get(DATE)?.as_text()?;
        (date < OLDEST_DATE && !self.has_flag("streams_enable_constructors")).then(|| {
            format!(
                "{} has the compatibility date {date}: before {OLDEST_DATE} there are no streams that a worker makes, \
                 and bodies of streams fail; take a newer date",
                self.called(DATE)
            )
        })
    }

    fn no_signal(&self) -> Option<String> {
        (!self.has_flag(REQUEST_SIGNAL)).then(|| {
            format!(
                "{} lacks the compatibility flag `{REQUEST_SIGNAL}`: work for a client that went away is stopped late",
                self.called(FLAGS)
            )
        })
    }

    fn has_flag(&self, name: &str) -> bool {
        let mut flags = self.get(FLAGS).map_or(&[][..], Node::items).iter();
        flags.any(|flag| flag.as_text() == Some(name))
    }
}

const FLAGS: &str = "compatibility_flags";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn warns(file: &str, text: &str, used: Option<&str>, expected: &[&str]) -> bool {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), text).unwrap();
        let wrangler = Wrangler::load(folder.path(), None).unwrap().unwrap();
        let out_dir = folder.path().join("build");
        assert_eq!(warnings(&wrangler, used, &out_dir), expected);
        is_entry(&wrangler, used, &out_dir)
    }

    #[test]
    fn a_date_that_is_too_old() {
        let with = |date: &str| {
            format!(
                r#"{{"main": "./build/index.js", "compatibility_date": "{date}",
                "compatibility_flags": ["enable_request_signal"]}}"#
            )
        };
        warns("wrangler.json", &with("2022-11-30"), None, &[]);
        let flagged = with("2022-11-29").replace("[", r#"["streams_enable_constructors", "#);
        warns("wrangler.json", &flagged, None, &[]);
        let said = "`wrangler.json` has the compatibility date 2022-11-29: before 2022-11-30 there are no streams that a \
                    worker makes, and bodies of streams fail; take a newer date";
        warns("wrangler.json", &with("2022-11-29"), None, &[said]);
    }

    #[test]
    fn a_file_that_fits_is_fine_in_each_syntax() {
        let json =
            r#"{"main": "./build/index.js", "compatibility_flags": ["enable_request_signal"]}"#;
        assert!(warns("wrangler.json", json, None, &[]));
        let jsonc = json
            .replace('{', "\u{feff}{ // a comment\r\n")
            .replace(']', "],");
        assert!(warns("wrangler.jsonc", &jsonc, None, &[]));
        let toml = "main = \"build/index.js\"\ncompatibility_flags = [\"enable_request_signal\"]";
        assert!(warns("wrangler.toml", toml, None, &[]));
    }

    const LACKS: &str = "`wrangler.json` lacks the compatibility flag `enable_request_signal`: work for a client that went \
                         away is stopped late";

    #[test]
    fn what_does_not_fit_is_said_in_one_line_each() {
        let json = r#"{"main": "dist/index.js", "compatibility_flags": ["nodejs_compat"]}"#;
        let other =
            "`wrangler.json` has `main` = `dist/index.js`, but this build writes `build/index.js`";
        assert!(!warns("wrangler.json", json, None, &[other, LACKS]));
        assert!(!warns("wrangler.json", "{}", None, &[LACKS]));
    }

    #[test]
    fn environments_inherit_what_they_do_not_say() {
        let json = r#"{"main": "build/index.js", "compatibility_flags": ["enable_request_signal"], "env": {
            "staging": {},
            "production": {"main": "dist/index.js", "compatibility_flags": ["nodejs_compat"]}}}"#;
        let place = "the environment `production` of `wrangler.json`";
        let other =
            format!("{place} has `main` = `dist/index.js`, but this build writes `build/index.js`");
        let lacks = LACKS.replace("`wrangler.json`", place);
        let both: &[&str] = &[&other, &lacks];
        assert!(warns("wrangler.json", json, Some("staging"), &[]));
        assert!(!warns("wrangler.json", json, Some("production"), both));
        assert!(warns("wrangler.json", json, None, both));
        assert!(warns("wrangler.json", json, Some(""), &[]));
        let only = json.replace(r#""compatibility_flags": ["enable_request_signal"], "#, "");
        assert!(warns("wrangler.json", &only, Some("staging"), &[LACKS]));
    }
}
