//! The classes of a worker against what its configuration says of them.

use super::compare::of;
use super::{Use, is_in_use};
use crate::config::declared::{self, Environment};
use crate::config::document::{Node, Syntax};
use crate::config::wrangler::Wrangler;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::steps::classes::{Base, Class};
use anyhow::Result;

/// A binding to the objects of a class of this worker.
struct Bound<'a> {
    class: &'a str,
    line: u32,
}

/// Fails when an environment that this build may be for binds a class that the worker lacks, or lacks the migration of
/// one that it binds. Gives the classes that nobody can make objects of.
pub(crate) fn check(classes: &[Class], wrangler: &Wrangler, used: Use<'_>) -> Result<Vec<String>> {
    let environments = declared::environments(wrangler)?;
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    for environment in &environments {
        if !is_in_use(environment, &environments, used.environment) {
            continue;
        }
        let Some(node) = of(environment, &wrangler.root) else {
            continue;
        };
        let bound = bound(node);
        let migrated = migrated(node, &wrangler.root);
        problems.extend(unknown(&bound, classes, wrangler, environment));
        for class in classes.iter().filter(|it| it.base == Base::DurableObject) {
            if migrated.contains(&class.name.as_str()) {
                continue;
            }
            match bound.iter().any(|bound| bound.class == class.name) {
                true => problems.push(unmigrated(class, wrangler, environment)),
                false => warnings.push(unused(class, wrangler, environment)),
            }
        }
    }
    match problems.is_empty() {
        true => Ok(warnings),
        false => Err(Diagnostics(problems).into()),
    }
}

fn bound(environment: &Node) -> Vec<Bound<'_>> {
    let bindings = environment.get("durable_objects");
    let bindings = bindings.and_then(|objects| objects.get("bindings"));
    let bindings = bindings.map_or(&[][..], Node::items).iter();
    let own = bindings.filter(|binding| binding.get("script_name").is_none());
    let named = own.filter_map(|binding| {
        let name = binding.get("class_name")?;
        let (class, line) = (name.as_text()?, name.line);
        Some(Bound { class, line })
    });
    named.collect()
}

/// The classes that exist, as the configuration has it. Named environments inherit it from the top level.
fn migrated<'a>(environment: &'a Node, root: &'a Node) -> Vec<&'a str> {
    let inherited = |key| environment.get(key).or_else(|| root.get(key));
    let migrations = inherited("migrations").map_or(&[][..], Node::items).iter();
    let mut names: Vec<&str> = migrations.flat_map(introduced).collect();
    let exports = inherited("exports").map_or(&[][..], Node::entries).iter();
    names.extend(exports.map(|entry| entry.key.as_str()));
    names
}

fn introduced(migration: &Node) -> Vec<&str> {
    let list = |key| migration.get(key).map_or(&[][..], Node::items).iter();
    let new = list("new_classes").chain(list("new_sqlite_classes"));
    let moved = list("renamed_classes").chain(list("transferred_classes"));
    let moved = moved.filter_map(|class| class.get("to"));
    new.chain(moved).filter_map(Node::as_text).collect()
}

fn unknown(
    bound: &[Bound<'_>],
    classes: &[Class],
    wrangler: &Wrangler,
    environment: &Environment,
) -> Vec<Diagnostic> {
    let is_known = |name: &str| classes.iter().any(|class| class.name == name);
    let unknown = bound.iter().filter(|bound| !is_known(bound.class));
    let problems = unknown.map(|Bound { class, line }| {
        let place = environment.called(&wrangler.name);
        let what = format!("{place} binds the class `{class}`, which this worker does not have");
        let problem = Diagnostic::new(what).at(&wrangler.name, *line);
        let names = classes.iter().map(|class| class.name.as_str());
        let fix = match nearest(class, names) {
            Some(near) => format!("there is `{near}`; correct the name"),
            None => format!("write `#[durable_object]` above `impl {class}`"),
        };
        problem
            .fix(fix)
            .fix("or name the worker that has it as `script_name`")
    });
    problems.collect()
}

fn unmigrated(class: &Class, wrangler: &Wrangler, environment: &Environment) -> Diagnostic {
    let (name, place) = (&class.name, environment.called(&wrangler.name));
    let what = format!("{place} binds the class `{name}`, but no migration introduces it");
    Diagnostic::new(what)
        .at(&class.file, class.line)
        .note("the platform keeps no objects of a class that it was not told of")
        .fix(snippet(wrangler, name))
}

fn unused(class: &Class, wrangler: &Wrangler, environment: &Environment) -> String {
    let (name, place) = (&class.name, environment.called(&wrangler.name));
    let (file, line) = (&class.file, class.line);
    format!(
        "nobody can make objects of the class `{name}` ({file}:{line}): {place} has no binding and no migration for it"
    )
}

/// What to add, in the syntax of the file.
fn snippet(wrangler: &Wrangler, class: &str) -> String {
    let file = &wrangler.name;
    let text = match wrangler.syntax {
        Syntax::Json => {
            format!(
                "\"migrations\": [{{ \"tag\": \"v1\", \"new_sqlite_classes\": [\"{class}\"] }}]"
            )
        }
        Syntax::Toml => {
            format!("[[migrations]]\ntag = \"v1\"\nnew_sqlite_classes = [\"{class}\"]")
        }
    };
    format!(
        "add to {file}, behind the migrations that are there, with a tag of its own:\n\n{text}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render;
    use crate::golden::same;
    use std::fs;

    fn class(name: &str) -> Class {
        Class {
            base: Base::DurableObject,
            name: name.to_owned(),
            export: "c".to_owned(),
            hooks: Vec::new(),
            interfaces: Vec::new(),
            run: None,
            types: Vec::new(),
            path: format!("chat::{name}"),
            file: "src/room.rs".to_owned(),
            line: 9,
        }
    }

    fn said(file: &str, text: &str, classes: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(file), text).unwrap();
        let wrangler = Wrangler::load(folder.path(), None).unwrap().unwrap();
        let classes: Vec<_> = classes.iter().map(|name| class(name)).collect();
        let used = Use {
            environment: None,
            is_served: false,
        };
        match check(&classes, &wrangler, used) {
            Ok(warnings) => warnings
                .iter()
                .map(|line| format!("warning: {line}\n"))
                .collect(),
            Err(error) => render(&error) + "\n",
        }
    }

    const FINE: &str = r#"{
  "durable_objects": { "bindings": [
    { "name": "ROOM", "class_name": "Room" },
    { "name": "THEIRS", "class_name": "Theirs", "script_name": "other" }
  ] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }]
}"#;

    #[test]
    fn what_fits_is_fine() {
        assert_eq!(said("wrangler.json", FINE, &["Room"]), "");
        let renamed = r#""renamed_classes": [{ "from": "Old", "to": "Room" }]"#;
        let renamed = FINE.replace(r#""new_sqlite_classes": ["Room"]"#, renamed);
        assert_eq!(said("wrangler.json", &renamed, &["Room"]), "");
        let exports = r#""exports": { "Room": { "type": "durable-object" } }, "old": [{"#;
        let exports = FINE.replace(r#""migrations": [{"#, exports);
        assert_eq!(said("wrangler.json", &exports, &["Room"]), "");
    }

    #[test]
    fn a_named_environment_inherits_migrations_alone() {
        let named = FINE.replacen('{', r#"{ "env": { "live": {} },"#, 1);
        let named = named.replace(r#""durable_objects""#, r#""other""#);
        assert_eq!(said("wrangler.json", &named, &["Room"]), "");
    }

    #[test]
    fn what_does_not_fit() {
        let misspelled = said("wrangler.json", FINE, &["Rooms"]);
        let missing = said("wrangler.json", FINE, &["Lobby"]);
        let unmigrated = FINE.replace("new_sqlite_classes", "deleted_classes");
        let unmigrated = said("wrangler.json", &unmigrated, &["Room"]);
        let toml = "[[durable_objects.bindings]]\nname = \"ROOM\"\nclass_name = \"Room\"";
        let toml = said("wrangler.toml", toml, &["Room"]);
        let unused = said("wrangler.json", FINE, &["Room", "Attic"]);
        let all = [misspelled, missing, unmigrated, toml, unused].join("\n");
        same("bindings/classes.txt", &all);
    }
}
