//! Every message, word for word, in each syntax.

use super::classes::tests::class;
use super::*;
use crate::config::kinds::{KINDS, SECRETS, VARIABLES};
use crate::diagnostic::render;
use crate::golden::same;
use crate::steps::classes::Base;
use std::fs;
use std::path::Path;

const ANY: Use<'_> = Use {
    environment: None,
    is_served: false,
    is_entry: false,
    out_dir: None,
};

/// A worker whose handlers take these.
fn taking(required: &[Required]) -> Entrypoints {
    let mut entrypoints = Entrypoints::default();
    entrypoints.bindings = required.to_vec();
    entrypoints
}

fn required(name: &str, section: &str, expected: &str) -> Required {
    Required {
        file: "src/lib.rs".to_owned(),
        line: 7,
        field: format!("hello::App::{}", name.to_lowercase().replace('-', "_")),
        name: name.to_owned(),
        section: section.to_owned(),
        expected: expected.to_owned(),
        optional: false,
    }
}

fn kv(name: &str) -> Required {
    required(name, "kv_namespaces", "a KV namespace")
}

fn wrangler(file: &str, text: &str) -> (tempfile::TempDir, Wrangler) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(file), text).unwrap();
    let wrangler = Wrangler::load(folder.path(), None).unwrap().unwrap();
    (folder, wrangler)
}

/// What is said, warnings first.
fn said(file: &str, text: &str, required: &[Required], used: Use<'_>) -> String {
    let (_folder, wrangler) = wrangler(file, text);
    said_of(&taking(required), &wrangler, used)
}

pub(super) fn said_of(entrypoints: &Entrypoints, wrangler: &Wrangler, used: Use<'_>) -> String {
    let mut warnings = Vec::new();
    let checked = check(entrypoints, wrangler, used, &mut warnings);
    let lines = warnings.iter().map(|line| format!("warning: {line}\n"));
    let error = checked.err().map(|error| render(&error) + "\n");
    lines.chain(error).collect()
}

/// The same mistakes in each syntax give the same messages, with what to write in that syntax.
#[track_caller]
fn in_each_syntax(golden: &str, json: &str, toml: &str, required: &[Required]) {
    let json = said("wrangler.jsonc", json, required, ANY);
    let toml = said("wrangler.toml", toml, required, ANY);
    same(
        &format!("bindings/{golden}.txt"),
        &format!("{json}\n{toml}"),
    );
}

#[test]
fn what_fits_is_silent() {
    let needed = [
        kv("CACHE"),
        required("PAGES", "services", "a service"),
        required("QUEUE", "queues", "a queue"),
        required("LIMIT", VARIABLES, "a whole number from 0 to 255"),
        required("KEY", SECRETS, "text"),
        required("GREETING", SECRETS, "text"),
        required("OTHER", "", "a binding"),
        required("NEW", "new_product", "a new product"),
        Required {
            optional: true,
            ..kv("MAYBE")
        },
    ];
    let json = r#"{
        "kv_namespaces": [{ "binding": "CACHE" }],
        "assets": { "directory": "public", "binding": "PAGES" },
        "queues": { "producers": [{ "binding": "QUEUE", "queue": "q" }], "consumers": [] },
        "vars": { "LIMIT": 10, "GREETING": "hello" },
        "vectorize": [{ "binding": "OTHER", "index_name": "i" }],
        "new_product": { "binding": "NEW" }
    }"#;
    let toml = "kv_namespaces = [{ binding = \"CACHE\" }]\n\
                assets = { directory = \"public\", binding = \"PAGES\" }\n\
                [[queues.producers]]\nbinding = \"QUEUE\"\nqueue = \"q\"\n\
                [vars]\nLIMIT = 10\nGREETING = \"hello\"\n\
                [[vectorize]]\nbinding = \"OTHER\"\nindex_name = \"i\"\n\
                [new_product]\nbinding = \"NEW\"\n";
    assert_eq!(said("wrangler.json", json, &needed, ANY), "");
    assert_eq!(said("wrangler.toml", toml, &needed, ANY), "");
    assert_eq!(said("wrangler.toml", "", &[], ANY), "");
}

fn one_of_each_kind() -> Vec<Required> {
    let each = KINDS.iter().map(|kind| {
        let section = kind.key.split('.').next().unwrap();
        let expected = match kind.key {
            VARIABLES => "text",
            _ => kind.called,
        };
        required("NAME", section, expected)
    });
    each.collect()
}

#[test]
fn a_missing_binding_of_each_kind() {
    let json = r#"{ "secrets": {} }"#;
    in_each_syntax(
        "missing_of_each_kind",
        json,
        "[secrets]\n",
        &one_of_each_kind(),
    );
}

/// Says for each file what wrangler finds wrong in it.
const READ: &str = r#"
const { unstable_readConfig } = require("wrangler");
for (const config of process.argv.slice(1)) {
  try {
    unstable_readConfig({ config }, { hideWarnings: true });
  } catch (error) {
    console.log(`${require("node:fs").readFileSync(config, "utf8")}\n${error.message}\n`);
  }
}
"#;

#[test]
fn wrangler_takes_what_is_suggested() {
    let folder = tempfile::tempdir().unwrap();
    let mut node = std::process::Command::new("node");
    node.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .args(["-e", READ]);
    for (index, required) in one_of_each_kind().iter().enumerate() {
        for syntax in ["jsonc", "toml"] {
            let file = folder.path().join(format!("{index}.{syntax}"));
            fs::write(&file, with_what_is_suggested(required, syntax)).unwrap();
            node.arg(file);
        }
    }
    assert_eq!(crate::process::text(&mut node).unwrap(), "");
}

/// A configuration to which what a message suggests was added.
fn with_what_is_suggested(required: &Required, syntax: &str) -> String {
    let (before, empty, after) = match syntax {
        "jsonc" => ("{ \"name\": \"hello\",\n", "{}", "\n}"),
        _ => ("name = \"hello\"\n", "", ""),
    };
    let (_folder, wrangler) = wrangler(&format!("wrangler.{syntax}"), empty);
    let environments = declared::environments(&wrangler);
    let added = snippet::add(required, &[], &wrangler, &environments[0]);
    let (_, added) = added.split_once("\n\n").unwrap();
    format!("{before}{added}{after}")
}

/// The example is the class of the worker, if it has one of the kind.
#[test]
fn a_missing_binding_of_a_class_of_the_worker() {
    let mut entrypoints = taking(&[
        required(
            "ROOM",
            "durable_objects.bindings",
            "a Durable Object namespace",
        ),
        required("ORDER", "workflows", "a workflow"),
    ]);
    let order = Class {
        base: Base::WorkflowEntrypoint,
        ..class("Order")
    };
    let mut said = String::new();
    for classes in [
        vec![class("Room"), order.clone()],
        vec![class("Room"), class("Lobby"), order.clone()],
    ] {
        entrypoints.classes = classes;
        for (file, text) in [("wrangler.jsonc", "{}"), ("wrangler.toml", "")] {
            let (_folder, wrangler) = wrangler(file, text);
            said += &said_of(&entrypoints, &wrangler, ANY);
            said.push('\n');
        }
    }
    same("bindings/missing_of_own_class.txt", &said);
}

#[test]
fn a_missing_binding_of_an_unknown_kind() {
    let needed = [
        required("NAME", "new_product", "a new product"),
        required("RAW", "", "a binding"),
    ];
    in_each_syntax("missing_of_unknown_kind", "{}", "", &needed);
}

#[test]
fn a_missing_variable_of_each_type() {
    let types = [
        "text",
        "a boolean",
        "a number",
        "a whole number from 0",
        "a JSON value",
    ];
    let needed = types.map(|expected| required("MAX-ITEMS", VARIABLES, expected));
    in_each_syntax("missing_variables", "{}", "vars.A = 1\n", &needed);
}

#[test]
fn a_variable_may_be_in_the_dashboard_where_a_deploy_keeps_those() {
    let needed = [
        required("LIMIT", VARIABLES, "a number"),
        required("MOTTO", VARIABLES, "text"),
        kv("CACHE"),
    ];
    let json = "{\n  \"keep_vars\": true,\n  \"vars\": { \"LIMITS\": 1, \"MOTTO\": 2 }\n}\n";
    let toml = "keep_vars = true\n\n[vars]\nLIMITS = 1\nMOTTO = 2\n";
    in_each_syntax("kept_variables", json, toml, &needed);
    let not = json.replace("true", "false");
    let said = said("wrangler.json", &not, &needed, ANY);
    assert!(!said.contains("warning: "), "{said}");
}

#[test]
fn a_similar_name_or_the_only_one_of_its_kind() {
    let json = "{\n  \"kv_namespaces\": [\n    { \"binding\": \"CACHES\" }\n  ],\n  \
                \"r2_buckets\": [{ \"binding\": \"FILES\" }],\n  \"vars\": { \"LIMITS\": 1 }\n}\n";
    let toml = "[[kv_namespaces]]\nbinding = \"CACHES\"\n\n[[r2_buckets]]\nbinding = \"FILES\"\n\n[vars]\nLIMITS = 1\n";
    let needed = [
        kv("CACHE"),
        required("UPLOADS", "r2_buckets", "an R2 bucket"),
        required("LIMIT", VARIABLES, "a number"),
        required("ELSE", VARIABLES, "a number"),
    ];
    in_each_syntax("similar", json, toml, &needed);
}

#[test]
fn a_list_in_brackets_in_toml() {
    let inline = "kv_namespaces = [\n  { binding = \"OTHER\" },\n]\nqueues.producers = []\n";
    let needed = [kv("CACHE"), required("QUEUE", "queues", "a queue")];
    same(
        "bindings/inline.txt",
        &said("wrangler.toml", inline, &needed, ANY),
    );
}

#[test]
fn a_part_of_the_key_is_there() {
    let needed = [
        required("QUEUE", "queues.producers", "a queue"),
        required("PAGES", "assets", "static assets"),
        required("KEY", SECRETS, "text"),
    ];
    let json = "{\n  \"queues\": { \"consumers\": [] },\n  \"assets\": { \"directory\": \"public\" },\n  \
                \"secrets\": { \"required\": [\"OTHER\"] }\n}\n";
    let toml = "[[queues.consumers]]\nqueue = \"q\"\n\n[assets]\ndirectory = \"public\"\n\n\
                [secrets]\nrequired = [\"OTHER\"]\n";
    in_each_syntax("part_of_key", json, toml, &needed);
}

#[test]
fn a_misspelled_key() {
    let json = "{\n  \"kv_namespace\": [{ \"binding\": \"CACHE\" }],\n  \
                \"queues\": { \"producer\": [{ \"binding\": \"QUEUE\", \"queue\": \"q\" }] }\n}\n";
    let toml = "[[kv_namespace]]\nbinding = \"CACHE\"\n\n\
                [[queues.producer]]\nbinding = \"QUEUE\"\nqueue = \"q\"\n";
    let needed = [kv("CACHE"), required("QUEUE", "queues", "a queue")];
    in_each_syntax("misspelled_key", json, toml, &needed);
}

#[test]
fn a_binding_of_another_kind() {
    let json = "{\n  \"r2_buckets\": [{ \"binding\": \"CACHE\" }],\n  \"vars\": {\n    \"LIMIT\": \"many\",\n    \
                \"PAGES\": { \"a\": 1 }\n  },\n  \"ai\": { \"binding\": \"FLAG\" }\n}\n";
    let toml = "[[r2_buckets]]\nbinding = \"CACHE\"\n\n[vars]\nLIMIT = \"many\"\nPAGES = { a = 1 }\n\n\
                [ai]\nbinding = \"FLAG\"\n";
    let needed = [
        kv("CACHE"),
        required("LIMIT", VARIABLES, "a whole number from 0 to 255"),
        required("PAGES", "services", "a service"),
        required("FLAG", VARIABLES, "a boolean"),
        required("LIMIT", SECRETS, "text"),
        required("PAGES", SECRETS, "text"),
    ];
    in_each_syntax("other_kind", json, toml, &needed);
}

const JSON_ENVIRONMENTS: &str = r#"{
  "kv_namespaces": [{ "binding": "CACHE" }],
  "assets": { "directory": "public", "binding": "PAGES" },
  "vars": { "LIMIT": 1 },
  "env": {
    "staging": {
      "kv_namespaces": [{ "binding": "CACHE" }],
      "vars": { "LIMIT": "1" }
    },
    "production": {
      "vars": { "LIMIT": "one" }
    }
  }
}
"#;

const TOML_ENVIRONMENTS: &str = r#"kv_namespaces = [{ binding = "CACHE" }]
assets = { directory = "public", binding = "PAGES" }
vars = { LIMIT = 1 }

[env.staging]
kv_namespaces = [{ binding = "CACHE" }]
vars = { LIMIT = "1" }

[env.production]
vars = { LIMIT = "one" }
"#;

fn of_environments() -> [Required; 3] {
    [
        kv("CACHE"),
        required("PAGES", "assets", "static assets"),
        required("LIMIT", VARIABLES, "a whole number from 0 to 255"),
    ]
}

#[test]
fn a_named_environment_inherits_assets_only() {
    in_each_syntax(
        "environments",
        JSON_ENVIRONMENTS,
        TOML_ENVIRONMENTS,
        &of_environments(),
    );
}

#[test]
fn what_the_top_level_has_is_shown_to_named_environments() {
    let json = "{\n  \"durable_objects\": { \"bindings\": [{ \"name\": \"ROOM\", \"class_name\": \"Room\" }] },\n  \
                \"ratelimits\": [\n    { \"name\": \"LIMITER\", \"namespace_id\": \"7\", \"simple\": { \"limit\": 5, \"period\": 60 } }\n  ],\n  \
                \"ai\": { \"binding\": \"AI\", \"remote\": true },\n  \
                \"d1_databases\": [\n    { \"binding\": \"DB\", \"database_name\": \"shop\", \"database_id\": \"prod\", \"preview_database_id\": \"pre\", \"migrations_dir\": \"a \\\"b\\\"\" }\n  ],\n  \
                \"services\": [\n    { \"binding\": \"BANK\", \"service\": \"bank\", \"props\": { \"key\": \"k\", \"service\": \"s\", \"at\": [2] } }\n  ],\n  \
                \"hyperdrive\": [\n    { \"binding\": \"PG\", \"id\": \"prod\", \"localConnectionString\": \"postgres://me:hush@localhost\" }\n  ],\n  \
                \"workflows\": [\n    { \"binding\": \"ORDERS\", \"name\": \"orders\", \"class_name\": \"Orders\" }\n  ],\n  \
                \"vars\": { \"GREETING\": \"say \\\"hi\\\"\", \"LIMITS\": { \"max items\": [1, 2.5], \"none\": {} } },\n  \
                \"env\": { \"live\": {} }\n}\n";
    let toml = "durable_objects.bindings = [{ name = \"ROOM\", class_name = \"Room\" }]\n\
                ratelimits = [{ name = \"LIMITER\", namespace_id = \"7\", simple = { limit = 5, period = 60 } }]\n\
                ai = { binding = \"AI\", remote = true }\n\
                d1_databases = [{ binding = \"DB\", database_name = \"shop\", database_id = \"prod\", preview_database_id = \"pre\", migrations_dir = 'a \"b\"' }]\n\
                services = [{ binding = \"BANK\", service = \"bank\", props = { key = \"k\", service = \"s\", at = [2] } }]\n\
                hyperdrive = [{ binding = \"PG\", id = \"prod\", localConnectionString = \"postgres://me:hush@localhost\" }]\n\
                workflows = [{ binding = \"ORDERS\", name = \"orders\", class_name = \"Orders\" }]\n\
                [vars]\nGREETING = 'say \"hi\"'\nLIMITS = { 'max items' = [1, 2.5], none = {} }\n\
                [env.live]\n";
    let needed = [
        required("ROOM", "durable_objects", "a Durable Object namespace"),
        required("LIMITER", "ratelimits", "a rate limiter"),
        required("AI", "ai", "Workers AI"),
        required("DB", "d1_databases", "a D1 database"),
        required("BANK", "services", "a service"),
        required("PG", "hyperdrive", "a database"),
        required("ORDERS", "workflows", "a workflow"),
        required("GREETING", VARIABLES, "text"),
        required("LIMITS", VARIABLES, "a JSON value"),
        kv("CACHE"),
    ];
    in_each_syntax("templates", json, toml, &needed);
}

#[test]
fn other_environments_than_the_chosen_one_only_warn() {
    let used = |environment| Use {
        environment: Some(environment),
        ..ANY
    };
    let said = |environment| {
        said(
            "wrangler.json",
            JSON_ENVIRONMENTS,
            &of_environments(),
            used(environment),
        )
    };
    let warnings = "warning: the environment `production` of `wrangler.json` has no binding named `CACHE`, which \
                    `hello::App::cache` needs\n\
                    warning: `LIMIT` is text in the environment `production` of `wrangler.json`, but \
                    `hello::App::limit` is a whole number from 0 to 255\n";
    assert_eq!(said("staging"), warnings);
    assert_eq!(said("unknown"), warnings);
    assert!(said("production").starts_with("error: the environment `production`"));
}

#[test]
fn a_mistake_in_another_environment_than_the_chosen_one_only_warns() {
    let json = "{\n  \"kv_namespaces\": [{ \"binding\": \"CACHE\" }],\n  \
                \"env\": {\n    \"live\": { \"kv_namespaces\": [{ \"binding\": \"CACHE\" }] },\n    \
                \"old\": { \"kv_namespaces\": {} }\n  }\n}\n";
    let said = |environment| {
        let used = Use { environment, ..ANY };
        said("wrangler.json", json, &[kv("CACHE")], used)
    };
    let mistake = "`kv_namespaces` in `wrangler.json` is an object, not a list\n  --> wrangler.json:5\n  \
                   help: write a list, as wrangler's documentation of `kv_namespaces` shows\n";
    assert_eq!(said(Some("live")), format!("warning: {mistake}"));
    assert_eq!(said(Some("old")), format!("error: {mistake}"));
    assert_eq!(said(None), format!("error: {mistake}"));
}

#[test]
fn a_top_level_that_only_holds_what_is_shared_is_not_asked() {
    let json = r#"{ "main": "x", "assets": { "binding": "PAGES" }, "env": { "staging": { "kv_namespaces": [{ "binding": "CACHE" }] } } }"#;
    assert_eq!(said("wrangler.json", json, &[kv("CACHE")], ANY), "");
}

#[test]
fn secrets_of_a_local_run() {
    let needed = [
        required("KEY", SECRETS, "text"),
        required("TOKEN", SECRETS, "text"),
    ];
    let (folder, wrangler) = wrangler("wrangler.json", "{}");
    fs::write(folder.path().join(".dev.vars"), "TOKEN=1\n").unwrap();
    let check = |is_served| {
        let used = Use { is_served, ..ANY };
        said_of(&taking(&needed), &wrangler, used)
    };
    assert!(check(false).is_empty());
    assert_eq!(
        check(true),
        "warning: no value for the secret `KEY`, which `hello::App::key` needs; write `KEY=…` into `.dev.vars`\n"
    );
}

#[test]
fn a_configuration_of_the_wrong_shape() {
    let cases = [
        r#"{ "kv_namespaces": { "binding": "CACHE" } }"#,
        r#"{ "kv_namespaces": ["CACHE"] }"#,
        r#"{ "kv_namespaces": [{ "id": "1" }] }"#,
        r#"{ "kv_namespaces": [{ "binding": 1 }] }"#,
        r#"{ "ai": "AI" }"#,
        r#"{ "ai": { "binding": true } }"#,
        r#"{ "vars": [] }"#,
        r#"{ "secrets": { "required": "KEY" } }"#,
        r#"{ "kv_namespaces": [{ "binding": "A" }, { "binding": "A" }] }"#,
        "{\n  \"kv_namespaces\": [{ \"binding\": \"A\" }],\n  \"vars\": { \"A\": 1 }\n}",
        r#"{ "kv_namespaces": [{ "bindings": "CACHE" }] }"#,
        r#"{ "durable_objects": { "bindings": [{ "binding": "ROOM", "class_name": "Room" }] } }"#,
        r#"{ "workflows": [{ "name": "orders", "class_name": "Orders" }] }"#,
        r#"{ "ai": { "bindings": "AI" } }"#,
    ];
    let said = cases.map(|json| said("wrangler.json", json, &[kv("CACHE")], ANY));
    same("bindings/wrong_shape.txt", &said.concat());
}

#[test]
fn warnings_are_said_beside_mistakes() {
    let json = r#"{ "trigger": { "crons": [] }, "kv_namespace": [], "env": { "live": {} } }"#;
    let used = Use {
        environment: Some("none"),
        is_served: true,
        ..ANY
    };
    let needed = [kv("CACHE"), required("KEY", SECRETS, "text")];
    let said = said("wrangler.json", json, &needed, used);
    let warnings = "warning: the environment `live` of `wrangler.json` has no binding named `CACHE`, which \
                    `hello::App::cache` needs\n\
                    warning: no value for the secret `KEY`, which `hello::App::key` needs; write `KEY=…` into \
                    `.dev.vars`\n\
                    warning: `trigger` in wrangler.json:1 is no key that wrangler knows; did you mean `triggers`?\n";
    let (before, error) = said.split_at(said.find("error: ").unwrap());
    assert_eq!(before, warnings);
    assert!(
        error.contains("note: `kv_namespace` in wrangler.json:1"),
        "{error}"
    );
}

#[test]
fn a_secret_that_a_local_run_has_or_that_a_list_is_about() {
    let json = r#"{ "secrets": { "required": ["KEY"] }, "env": { "staging": {}, "live": { "secrets": { "required": ["KEY"] } } } }"#;
    let (folder, wrangler) = wrangler("wrangler.json", json);
    let said = |environment: Option<&str>| {
        let used = Use {
            environment,
            is_served: true,
            ..ANY
        };
        said_of(
            &taking(&[required("KEY", SECRETS, "text")]),
            &wrangler,
            used,
        )
    };
    let warning = "warning: no value for the secret `KEY`, which `hello::App::key` needs; write `KEY=…` into `.dev.vars`\n";
    assert_eq!(said(Some("staging")), warning);
    assert_eq!(said(Some("live")), "");
    fs::write(folder.path().join(".dev.vars.staging"), "KEY=1").unwrap();
    assert_eq!([Some("staging"), None].map(said), ["", ""]);
}

#[test]
fn all_mistakes_are_said_at_once() {
    let json = "{\n  \"r2_buckets\": [{ \"bindings\": \"FILES\" }, { \"bucket_name\": \"b\" }],\n  \
                \"kv_namespaces\": \"none\",\n  \"vars\": { \"LIMIT\": \"many\" },\n  \
                \"env\": { \"live\": { \"d1_databases\": [{ \"binding\": \"DB\" }, { \"binding\": \"DB\" }] } }\n}\n";
    let toml = "kv_namespaces = \"none\"\n[[r2_buckets]]\nbindings = \"FILES\"\n[[r2_buckets]]\nbucket_name = \"b\"\n\
                [vars]\nLIMIT = \"many\"\n\
                [[env.live.d1_databases]]\nbinding = \"DB\"\n[[env.live.d1_databases]]\nbinding = \"DB\"\n";
    let needed = [
        kv("CACHE"),
        required("FILES", "r2_buckets", "an R2 bucket"),
        required("LIMIT", VARIABLES, "a number"),
        required("DB", "d1_databases", "a D1 database"),
    ];
    in_each_syntax("at_once", json, toml, &needed);
}
