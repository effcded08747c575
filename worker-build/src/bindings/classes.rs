//! The classes of a worker against what its configuration says of them.

use super::{Configured, Found};
use crate::config::declared::Environment;
use crate::config::document::{Node, Syntax};
use crate::config::wrangler::Wrangler;
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::steps::classes::{Base, Class};
use crate::steps::entrypoints::Entrypoints;

/// A class of this worker that the configuration names.
struct Named<'a> {
    class: &'a str,
    line: u32,
}

/// Finds the classes that an environment which this build may be for binds though the worker lacks them, and those that
/// it binds without a migration; warns of those that nobody can make objects of, and of those that only exist in
/// migrations.
pub(super) fn check(entrypoints: &Entrypoints, configured: &Configured<'_>, found: &mut Found) {
    let classes = &entrypoints.classes;
    let wrangler = configured.wrangler;
    for environment in configured.in_use() {
        let Some(node) = configured.node(environment) else {
            continue;
        };
        let bound = bound(node);
        let migrated = migrated(node, &wrangler.root);
        let absent = absent(node, classes, &wrangler.root);
        found
            .problems
            .extend(unknown(&bound, classes, wrangler, environment));
        for class in classes.iter().filter(|it| it.base == Base::DurableObject) {
            if migrated.contains(&class.name.as_str()) {
                continue;
            }
            match bound.iter().any(|bound| bound.class == class.name) {
                true => found
                    .problems
                    .push(unmigrated(class, &absent, wrangler, environment)),
                false if entrypoints.has_facets => {}
                false => found.warnings.push(unused(class, wrangler, environment)),
            }
        }
        for named in &absent {
            found.warn_once(&unwritten(named, classes, wrangler));
        }
    }
}

fn bound(environment: &Node) -> Vec<Named<'_>> {
    let own = bindings(environment).iter();
    let own = own.filter(|binding| binding.get("script_name").is_none());
    let named = own.filter_map(|binding| {
        let name = binding.get("class_name")?;
        let (class, line) = (name.as_text()?, name.line);
        Some(Named { class, line })
    });
    named.collect()
}

fn bindings(environment: &Node) -> &[Node] {
    let objects = environment.get("durable_objects");
    let bindings = objects.and_then(|objects| objects.get("bindings"));
    bindings.map_or(&[], Node::items)
}

/// What an environment says itself, or the top level for it.
fn inherited<'a>(environment: &'a Node, root: &'a Node, key: &str) -> Option<&'a Node> {
    environment.get(key).or_else(|| root.get(key))
}

fn migrations<'a>(environment: &'a Node, root: &'a Node) -> &'a [Node] {
    inherited(environment, root, "migrations").map_or(&[], Node::items)
}

/// The classes that exist, as the configuration has it.
fn migrated<'a>(environment: &'a Node, root: &'a Node) -> Vec<&'a str> {
    let migrated = migrations(environment, root).iter().flat_map(introduced);
    let mut names: Vec<&str> = migrated.filter_map(Node::as_text).collect();
    let exports = inherited(environment, root, "exports").map_or(&[][..], Node::entries);
    names.extend(exports.iter().map(|entry| entry.key.as_str()));
    names
}

/// The classes that exist after all migrations though neither this worker nor one that an environment names has them.
fn absent<'a>(environment: &'a Node, classes: &[Class], root: &'a Node) -> Vec<Named<'a>> {
    let mut absent = remaining(environment, root);
    absent.retain(|named| !is_had(named, classes) && !is_elsewhere(named, environment));
    absent
}

/// The classes that exist after all migrations.
fn remaining<'a>(environment: &'a Node, root: &'a Node) -> Vec<Named<'a>> {
    let mut remaining: Vec<Named<'a>> = Vec::new();
    for migration in migrations(environment, root) {
        let gone: Vec<&str> = removed(migration).filter_map(Node::as_text).collect();
        remaining.retain(|named| !gone.contains(&named.class));
        remaining.extend(introduced(migration).filter_map(|node| {
            let (class, line) = (node.as_text()?, node.line);
            Some(Named { class, line })
        }));
    }
    remaining
}

fn is_had(named: &Named<'_>, classes: &[Class]) -> bool {
    classes.iter().any(|class| class.name == named.class)
}

/// Whether an environment takes a class from another worker.
fn is_elsewhere(named: &Named<'_>, environment: &Node) -> bool {
    let mut bindings = bindings(environment).iter();
    bindings.any(|binding| {
        let class = binding.get("class_name").and_then(Node::as_text);
        class == Some(named.class) && binding.get("script_name").is_some()
    })
}

fn list<'a>(migration: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    migration.get(key).map_or(&[][..], Node::items).iter()
}

fn removed(migration: &Node) -> impl Iterator<Item = &Node> {
    let renamed = list(migration, "renamed_classes").filter_map(|class| class.get("from"));
    list(migration, "deleted_classes").chain(renamed)
}

fn introduced(migration: &Node) -> impl Iterator<Item = &Node> {
    let new = list(migration, "new_classes").chain(list(migration, "new_sqlite_classes"));
    let moved = list(migration, "renamed_classes").chain(list(migration, "transferred_classes"));
    new.chain(moved.filter_map(|class| class.get("to")))
}

fn unknown(
    bound: &[Named<'_>],
    classes: &[Class],
    wrangler: &Wrangler,
    environment: &Environment,
) -> Vec<Diagnostic> {
    let unknown = bound.iter().filter(|bound| !is_had(bound, classes));
    let problems = unknown.map(|Named { class, line }| {
        let place = environment.called(&wrangler.name);
        let what = format!("{place} binds the class `{class}`, which this worker does not have");
        let problem = Diagnostic::new(what).at(&wrangler.name, *line);
        problem
            .fix(correct_or_write(class, classes))
            .fix("or name the worker that has it as `script_name`")
    });
    problems.collect()
}

/// What helps against a class that the configuration names and the worker lacks.
fn correct_or_write(class: &str, classes: &[Class]) -> String {
    let names = classes.iter().map(|class| class.name.as_str());
    match nearest(class, names) {
        Some(near) => format!("there is `{near}`; correct the name"),
        None => format!("write `#[durable_object]` above `impl {class}`"),
    }
}

fn unwritten(named: &Named<'_>, classes: &[Class], wrangler: &Wrangler) -> Diagnostic {
    let Named { class, line } = named;
    let file = &wrangler.name;
    let what = format!("`{file}` introduces the class `{class}`, which this worker does not have");
    Diagnostic::new(what)
        .at(file, *line)
        .fix(correct_or_write(class, classes))
        .fix("or, where this migration was deployed, rename the class in a later one, or delete it there, with all that its objects store")
        .fix("or, where another worker took the class over with `transferred_classes`, leave it as it is")
}

fn unmigrated(
    class: &Class,
    absent: &[Named<'_>],
    wrangler: &Wrangler,
    environment: &Environment,
) -> Diagnostic {
    let (name, file) = (&class.name, &wrangler.name);
    let place = environment.called(file);
    let what = format!("{place} binds the class `{name}`, but no migration introduces it");
    let mut problem = Diagnostic::new(what)
        .at(&class.file, class.line)
        .note("the platform keeps no objects of a class that it was not told of");
    let near = nearest(name, absent.iter().map(|named| named.class));
    let near = near.and_then(|near| absent.iter().find(|named| named.class == near));
    if let Some(Named { class, line }) = near {
        problem = problem
            .note(format!(
                "{file}:{line} introduces `{class}`, which this worker does not have"
            ))
            .fix(format!("if `{name}` is meant there, correct the name"));
    }
    problem.fix(snippet(wrangler, name))
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
    use crate::bindings::Use;
    use crate::bindings::tests::said_of;
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
        let mut entrypoints = Entrypoints::default();
        entrypoints.classes = classes;
        let used = Use {
            environment: None,
            is_served: false,
            is_entry: true,
        };
        said_of(&entrypoints, &wrangler, used)
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
    fn a_class_of_an_old_migration_is_fine() {
        let more = |later: &str| {
            let new = r#""new_sqlite_classes": ["Room", "Old"]"#;
            let migrations = format!(r#"{new} }}, {{ "tag": "v2", {later}"#);
            let text = FINE.replace(r#""new_sqlite_classes": ["Room"]"#, &migrations);
            said("wrangler.json", &text, &["Room"])
        };
        assert_eq!(more(r#""deleted_classes": ["Old"]"#), "");
        let renamed = r#""renamed_classes": [{ "from": "Old", "to": "Room" }]"#;
        assert_eq!(more(renamed), "");
        let theirs = FINE.replace(r#"["Room"]"#, r#"["Room", "Theirs"]"#);
        assert_eq!(said("wrangler.json", &theirs, &["Room"]), "");
    }

    #[test]
    fn a_class_that_only_exists_in_migrations() {
        let misspelled = FINE.replace(r#"["Room"]"#, r#"["Rom"]"#);
        let unbound = misspelled.replace("durable_objects", "other");
        let shared = unbound.replacen('{', r#"{ "env": { "live": {}, "staging": {} },"#, 1);
        let forgotten = FINE.replace(r#"["Room"]"#, r#"["Room", "Attic"]"#);
        let all = [misspelled, unbound, shared, forgotten];
        let all = all.map(|text| said("wrangler.json", &text, &["Room"]));
        same("bindings/absent_classes.txt", &all.join("\n"));
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
