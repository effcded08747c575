use crate::bindings::Use;
use crate::bindings::tests::said_of;
use crate::config::wrangler::Wrangler;
use crate::golden::same;
use crate::steps::classes::{Base, Class};
use crate::steps::entrypoints::Entrypoints;
use std::fs;

pub(in crate::bindings) fn class(name: &str) -> Class {
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
        said("wrangler.toml", other, &["Room", "Other"]),
    ];
    same("bindings/undeclared_classes.txt", &all.join("\n"));
}

#[test]
fn a_class_that_is_exported_and_not_there() {
    let text = r#"{
  "exports": {
    "Rom": { "type": "durable-object", "storage": "sqlite" },
    "Old": { "type": "durable-object", "state": "renamed", "renamed_to": "Room" },
    "Room": { "type": "workflow", "name": "room" },
    "Order": { "type": "workflow", "name": "order" },
    "default": { "type": "worker", "cache": { "enabled": true } },
    "Desk": { "type": "worker" }
  }
}"#;
    let all = said("wrangler.json", text, &["Room"]);
    same("bindings/absent_exports.txt", &all);
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
