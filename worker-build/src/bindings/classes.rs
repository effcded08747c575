//! The classes of a worker against what its configuration says of them.

use super::bound::{self, Named};
use super::compare::inherited;
use super::{Configured, Found};
use crate::config::declared::Environment;
use crate::config::document::{Node, Syntax};
use crate::config::wrangler::Wrangler;
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::steps::classes::{Base, Class};
use crate::steps::entrypoints::Entrypoints;

/// Finds the classes that an environment which this build may be for binds though the worker lacks them, and those that
/// it binds without a migration; warns of those that nobody can make objects of, and of those that only exist in
/// migrations.
pub(super) fn check(entrypoints: &Entrypoints, configured: &Configured<'_>, found: &mut Found) {
    let classes = &entrypoints.classes;
    let wrangler = configured.wrangler;
    for environment in configured.built() {
        let Some(node) = configured.node(environment) else {
            continue;
        };
        let own = bound::own_name(environment, node, &wrangler.root);
        let bound = bound::objects(node, own.as_deref());
        let migrated = migrated(node, &wrangler.root);
        let absent = absent(node, classes, &wrangler.root);
        let named = bound.iter().copied();
        let named = named.chain(bound::others(node, own.as_deref()));
        let unfit = named.filter_map(|named| bound::unfit(named, classes, wrangler, environment));
        found.problems.extend(unfit);
        for class in classes.iter().filter(|it| it.base == Base::DurableObject) {
            if migrated.contains(&class.name.as_str()) {
                continue;
            }
            match bound.iter().any(|bound| bound.class == class.name) {
                true => {
                    let mut gone = migrations(node, &wrangler.root).iter().flat_map(removed);
                    let gone = gone.find(|gone| gone.as_text() == Some(&class.name));
                    found.problems.push(match gone {
                        Some(gone) => taken_away(class, gone.line, wrangler, environment),
                        None if exported(node, &wrangler.root).next().is_some() => {
                            undeclared(class, wrangler, environment)
                        }
                        None => unmigrated(class, &absent, wrangler, environment),
                    });
                }
                false if entrypoints.has_facets => {}
                false => found.warnings.push(unused(class, wrangler, environment)),
            }
        }
        for named in &absent {
            found.warn_once(&unwritten(named, classes, wrangler));
        }
    }
}

fn migrations<'a>(environment: &'a Node, root: &'a Node) -> &'a [Node] {
    inherited(Some(environment), root, "migrations").map_or(&[], Node::items)
}

/// The classes that exist, as the configuration has it.
fn migrated<'a>(environment: &'a Node, root: &'a Node) -> Vec<&'a str> {
    let remaining = remaining(environment, root);
    let mut names: Vec<&str> = remaining.iter().map(|named| named.class).collect();
    let exports = exported(environment, root).filter(|(_, value)| is_live(value));
    names.extend(exports.map(|(name, _)| name));
    names
}

/// The classes that are declared as `exports`, which newer wranglers have in place of migrations. They want one of both.
fn exported<'a>(
    environment: &'a Node,
    root: &'a Node,
) -> impl Iterator<Item = (&'a str, &'a Node)> {
    let exports = inherited(Some(environment), root, "exports").map_or(&[][..], Node::entries);
    let objects = exports
        .iter()
        .map(|entry| (entry.key.as_str(), &entry.node));
    objects.filter(|(_, value)| value.get("type").and_then(Node::as_text) == Some("durable-object"))
}

/// Whether the declared class has objects, not only had them.
fn is_live(declared: &Node) -> bool {
    let state = declared.get("state").and_then(Node::as_text);
    matches!(state, None | Some("created" | "expecting-transfer"))
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
            let base = Base::DurableObject;
            Some(Named { class, line, base })
        }));
    }
    remaining
}

fn is_had(named: &Named<'_>, classes: &[Class]) -> bool {
    let is_it = |class: &Class| class.name == named.class && class.base == named.base;
    classes.iter().any(is_it)
}

/// Whether an environment takes a class from another worker.
fn is_elsewhere(named: &Named<'_>, environment: &Node) -> bool {
    let mut bindings = bound::of_objects(environment).iter();
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

fn unwritten(named: &Named<'_>, classes: &[Class], wrangler: &Wrangler) -> Diagnostic {
    let Named { class, line, .. } = named;
    let file = &wrangler.name;
    let what = format!("`{file}` introduces the class `{class}`, which this worker does not have");
    Diagnostic::new(what)
        .at(file, *line)
        .fix(bound::correct_or_write(*named, classes))
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
    if let Some(Named { class, line, .. }) = near {
        problem = problem
            .note(format!(
                "{file}:{line} introduces `{class}`, which this worker does not have"
            ))
            .fix(format!("if `{name}` is meant there, correct the name"));
    }
    problem.fix(snippet(wrangler, name))
}

fn undeclared(class: &Class, wrangler: &Wrangler, environment: &Environment) -> Diagnostic {
    let (name, file) = (&class.name, &wrangler.name);
    let place = environment.called(file);
    let what = format!("{place} binds the class `{name}`, but has no live export of it");
    let text = match wrangler.syntax {
        Syntax::Json => {
            format!("\"{name}\": {{ \"type\": \"durable-object\", \"storage\": \"sqlite\" }}")
        }
        Syntax::Toml => {
            format!("[exports.{name}]\ntype = \"durable-object\"\nstorage = \"sqlite\"")
        }
    };
    Diagnostic::new(what)
        .at(&class.file, class.line)
        .note("the platform keeps no objects of a class that it was not told of")
        .fix(format!("add to the `exports` of {file}:\n\n{text}\n"))
}

fn taken_away(
    class: &Class,
    line: u32,
    wrangler: &Wrangler,
    environment: &Environment,
) -> Diagnostic {
    let (name, file) = (&class.name, &wrangler.name);
    let place = environment.called(file);
    let what = format!("{place} binds the class `{name}`, which a migration takes away");
    Diagnostic::new(what)
        .at(file, line)
        .note("its objects belong to the class that it was renamed to, or are deleted")
        .fix("bind that class")
        .fix(format!("or begin anew: {}", snippet(wrangler, name)))
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
        said_with(file, text, classes.iter().map(|name| class(name)).collect())
    }

    fn said_with(file: &str, text: &str, classes: Vec<Class>) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(file), text).unwrap();
        let wrangler = Wrangler::load(folder.path(), None).unwrap().unwrap();
        let out_dir = folder.path().join("build");
        let mut entrypoints = Entrypoints::default();
        entrypoints.classes = classes;
        let used = Use {
            environment: None,
            is_served: false,
            is_entry: true,
            out_dir: text.contains("\"main\"").then_some(&*out_dir),
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
        assert_eq!(
            said("wrangler.json", &exports("Room", "created"), &["Room"]),
            ""
        );
    }

    fn exports(class: &str, state: &str) -> String {
        let declared = format!(
            r#""exports": {{ "{class}": {{ "type": "durable-object", "storage": "sqlite", "state": "{state}" }} }}, "old": [{{"#
        );
        FINE.replace(r#""migrations": [{"#, &declared)
    }

    #[test]
    fn a_class_that_is_not_among_the_exports() {
        let deleted = exports("Room", "deleted");
        let other = r#"
[exports.Other]
type = "durable-object"
storage = "sqlite"
[[durable_objects.bindings]]
name = "ROOM"
class_name = "Room"
"#;
        let all = [
            said("wrangler.json", &deleted, &["Room"]),
            said("wrangler.toml", other, &["Room"]),
        ];
        same("bindings/undeclared_classes.txt", &all.join("\n"));
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
    fn classes_that_are_gone_again() {
        let later = |later: &str| {
            let new = r#""new_sqlite_classes": ["Room"]"#;
            let migrations = format!(r#"{new} }}, {{ "tag": "v2", {later}"#);
            let text = FINE.replace(new, &migrations);
            said("wrangler.json", &text, &["Room", "Hall"])
        };
        let renamed = later(r#""renamed_classes": [{ "from": "Room", "to": "Hall" }]"#);
        let deleted = later(r#""deleted_classes": ["Room"]"#);
        same("bindings/gone_classes.txt", &[renamed, deleted].join("\n"));
    }

    #[test]
    fn the_worker_itself_is_no_other_worker() {
        let named = |name: &str| {
            let text = FINE.replacen('{', &format!("{{{name},"), 1);
            said("wrangler.json", &text, &["Room"])
        };
        assert_eq!(named(r#""name": "chat""#), "");
        let own = named(r#""name": "other""#);
        assert!(
            own.contains("binds the class `Theirs`, which this worker does not have"),
            "{own}"
        );
        let environment = FINE.replacen('{', r#"{ "name": "chat", "env": { "live": {"#, 1);
        let environment = environment.replace(r#""other""#, r#""chat-live""#) + "}}";
        let own = said("wrangler.json", &environment, &["Room"]);
        assert!(own.contains("binds the class `Theirs`"), "{own}");
    }

    #[test]
    fn an_environment_that_begins_with_another_module_has_classes_of_its_own() {
        let old = FINE.replacen(
            '{',
            r#"{ "main": "old.js", "env": { "live": { "main": "build/index.js" } },"#,
            1,
        );
        let said = said("wrangler.json", &old, &[]);
        assert!(!said.contains("error: "), "{said}");
    }

    #[test]
    fn workflows_and_entrypoints_of_this_worker() {
        let text = r#"{
  "name": "shop",
  "workflows": [
    { "name": "order", "binding": "ORDER", "class_name": "Ordr" },
    { "name": "room", "binding": "ROOM", "class_name": "Room" },
    { "name": "theirs", "binding": "THEIRS", "class_name": "Theirs", "script_name": "other" }
  ],
  "services": [
    { "binding": "DESK", "service": "shop", "entrypoint": "Desk" },
    { "binding": "OTHER", "service": "other", "entrypoint": "Nobody" },
    { "binding": "SELF", "service": "shop" }
  ],
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }]
}"#;
        let based = |name: &str, base| Class {
            base,
            ..class(name)
        };
        let classes = vec![class("Room"), based("Order", Base::WorkflowEntrypoint)];
        let unfit = said_with("wrangler.json", text, classes.clone());
        same("bindings/other_classes.txt", &unfit);
        let fine = text
            .replace("Ordr", "Order")
            .replace(r#""class_name": "Room""#, r#""class_name": "Order""#);
        for base in [
            Base::WorkerEntrypoint,
            Base::PipelineTransformationEntrypoint,
        ] {
            let classes = [&classes[..], &[based("Desk", base)]].concat();
            assert_eq!(said_with("wrangler.json", &fine, classes), "");
        }
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
