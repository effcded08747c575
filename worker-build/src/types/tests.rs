//! Generated files, and messages about them.

use super::*;
use crate::config::kinds::{KINDS, Shape};
use crate::diagnostic::render;
use crate::golden::same;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn args(folder: &Path) -> TypesArgs {
    TypesArgs {
        path: folder.to_owned(),
        out: "src/bindings.rs".into(),
        config: None,
        env: None,
        name: "Env".to_owned(),
        check: false,
    }
}

/// What is generated, or why not.
fn generated(files: &[(&str, &str)], environment: Option<&str>) -> String {
    let folder = folder(files);
    let mut args = args(folder.path());
    args.env = environment.map(str::to_owned);
    match run(&args, &Report::to_stdout()) {
        Ok(()) => fs::read_to_string(folder.path().join("src/bindings.rs")).unwrap(),
        Err(error) => render(&error) + "\n",
    }
}

#[test]
fn every_kind() {
    let keys = KINDS.iter().filter(|kind| kind.key.split('.').count() == 1);
    let entries = keys.enumerate().map(|(index, kind)| {
        let name = format!("NAME_{index}");
        let value = match kind.shape {
            Shape::List(field) => format!("[{{ \"{field}\": \"{name}\" }}]"),
            Shape::One => format!("{{ \"binding\": \"{name}\" }}"),
            Shape::Values => format!("{{ \"{name}\": \"text\" }}"),
            Shape::Names => format!("[\"{name}\"]"),
        };
        format!("\"{}\": {value}", kind.key)
    });
    let nested = [
        r#""secrets": { "required": ["SECRET"] }"#,
        r#""durable_objects": { "bindings": [{ "name": "OBJECT", "class_name": "Object" }] }"#,
        r#""queues": { "producers": [{ "binding": "QUEUE", "queue": "q" }] }"#,
        r#""unsafe": { "bindings": [{ "name": "UNSAFE", "type": "t" }] }"#,
        r#""logfwdr": { "bindings": [{ "name": "LOG", "destination": "d" }] }"#,
        r#""new_product": [{ "binding": "NEW" }]"#,
        r#""assets": { "directory": "public" }"#,
    ];
    let entries: Vec<String> = entries
        .filter(|entry| !entry.starts_with("\"assets\""))
        .chain(nested.map(str::to_owned))
        .collect();
    let text = format!("{{ {} }}", entries.join(", "));
    same(
        "types/every_kind.rs",
        &generated(&[("wrangler.json", &text)], None),
    );
}

#[test]
fn every_value() {
    let text = r#"
        [vars]
        TEXT = "a"
        FLAG = true
        WHOLE = 10
        NUMBER = 1.5
        HUGE = 1e300
        LIST = ["a", "b"]
        NUMBERS = [1, 2.5]
        TABLE = { a = 1, b = 2 }
        NESTED = { a = { x = true }, b = { x = false } }
        MIXED = { a = 1, b = "x" }
        EMPTY = []
        type = "keyword"
        "with-dash" = "a"
        camelCase = "a"
        CAMEL_CASE = "a"
    "#;
    same(
        "types/every_value.rs",
        &generated(&[("wrangler.toml", text)], None),
    );
}

const ENVIRONMENTS: &str = r#"{
  "kv_namespaces": [{ "binding": "CACHE" }, { "binding": "SESSIONS" }],
  "assets": { "directory": "public", "binding": "PAGES" },
  "vars": { "LIMIT": 1, "KEY": "for development", "REGION": null, "MIXED": 1, "SAME": "a" },
  "env": {
    "staging": {
      "kv_namespaces": [{ "binding": "CACHE" }],
      "vars": { "LIMIT": 1.5, "REGION": "eu", "MIXED": "x", "SAME": "b" },
      "secrets": { "required": ["KEY"] },
      "r2_buckets": [{ "binding": "FILES", "bucket_name": "files" }]
    }
  }
}
"#;

#[test]
fn a_mistake_in_another_environment_than_the_wanted_one() {
    let json = r#"{ "env": { "live": { "vars": { "A": 1 } }, "old": { "vars": [] } } }"#;
    let files = [("wrangler.json", json)];
    let live = generated(&files, Some("live"));
    assert!(live.contains("pub a: "), "{live}");
    for environment in [Some("old"), None] {
        let refused = generated(&files, environment);
        let mistake = "error: `vars` in `wrangler.json` is a list, not an object\n";
        assert!(refused.starts_with(mistake), "{refused}");
    }
}

#[test]
fn environments_together_and_alone() {
    let files = [("wrangler.json", ENVIRONMENTS)];
    same("types/environments.rs", &generated(&files, None));
    same(
        "types/one_environment.rs",
        &generated(&files, Some("staging")),
    );
}

#[test]
fn secrets_without_a_list() {
    let files = [
        ("wrangler.json", r#"{ "vars": { "A": 1 } }"#),
        (".dev.vars", "KEY=1\nA=2\nTOKEN=3\n"),
    ];
    same("types/secrets.rs", &generated(&files, None));
    let example = [files[0], files[1], (".dev.vars.example", "ONLY=\n")];
    assert!(generated(&example, None).contains("pub only: worker_sdk::env::Secret,\n"));
    assert!(!generated(&example, None).contains("token"));
}

#[test]
fn names_of_dev_vars_that_are_no_secrets_of_the_worker() {
    let key = "KEY=\"-----BEGIN\nq3sPxK1dTm0bQ8fV2g==\n-----END\"\nCLOUDFLARE_API_TOKEN=1\nWRANGLER_LOG=debug\n";
    let written = generated(&[("wrangler.json", "{}"), (".env", key)], None);
    assert!(
        written.contains("pub key: worker_sdk::env::Secret,\n"),
        "{written}"
    );
    assert_eq!(written.matches("env::Secret").count(), 1, "{written}");
}

#[test]
fn a_list_of_one_environment_is_one_of_all() {
    let json =
        r#"{ "env": { "live": { "secrets": { "required": ["API_KEY"] } }, "staging": {} } }"#;
    let files = [
        ("wrangler.json", json),
        (".dev.vars", "API_KEY=1\nDEBUG_TOKEN=2\n"),
    ];
    for environment in [None, Some("live"), Some("staging")] {
        let written = generated(&files, environment);
        assert!(!written.contains("debug_token"), "{written}");
    }
}

#[test]
fn nothing_is_declared() {
    same(
        "types/empty.rs",
        &generated(&[("wrangler.json", "{}")], None),
    );
}

#[test]
fn what_cannot_be_generated() {
    let two_kinds = "{\n  \"kv_namespaces\": [{ \"binding\": \"A\" }],\n  \"env\": {\n    \"staging\": {\n      \
                     \"vars\": { \"A\": 1 }\n    }\n  }\n}";
    let said = [
        generated(&[("wrangler.json", two_kinds)], None),
        generated(&[("wrangler.json", ENVIRONMENTS)], Some("stagin")),
        generated(&[("wrangler.json", "{}")], Some("staging")),
        generated(
            &[("wrangler.toml", "[[kv_namespace]]\nbinding = \"A\"\n")],
            None,
        ),
        generated(
            &[(
                "wrangler.toml",
                "[[env.staging.queue.producers]]\nbinding = \"A\"\n",
            )],
            None,
        ),
        generated(&[("wrangler.jsonc", "{\n  \"vars\": [],\n}")], None),
        generated(&[("wrangler.jsonc", "{\n  \"vars\":\n}")], None),
    ];
    same("types/refused.txt", &said.concat());
}

#[test]
fn a_name_that_is_none() {
    let folder = folder(&[("wrangler.json", "{}")]);
    let args = TypesArgs {
        name: "my env".to_owned(),
        ..args(folder.path())
    };
    let error = run(&args, &Report::to_stdout()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`my env` cannot be the name of a struct\n  help: for example `--name Env`"
    );
}

#[test]
fn a_check_compares_and_writes_nothing() {
    let folder = folder(&[("wrangler.json", r#"{ "vars": { "A": 1, "B": 2 } }"#)]);
    let file = folder.path().join("src/bindings.rs");
    let write = args(folder.path());
    let check = TypesArgs {
        check: true,
        ..args(folder.path())
    };
    let report = Report::to_stdout();
    let mut said = vec![run(&check, &report).unwrap_err().to_string()];
    assert!(!file.exists());
    run(&write, &report).unwrap();
    run(&check, &report).unwrap();
    let written = fs::read_to_string(&file).unwrap();
    fs::write(&file, written.replace("    ", "\t").replace("{\n", "{\n\n")).unwrap();
    run(&check, &report).unwrap();
    fs::write(&file, written.replace("pub b: i64", "pub c: String")).unwrap();
    said.push(run(&check, &report).unwrap_err().to_string());
    run(&write, &report).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    fs::write(&file, "pub struct Env;\n").unwrap();
    said.push(run(&write, &report).unwrap_err().to_string());
    assert_eq!(fs::read_to_string(&file).unwrap(), "pub struct Env;\n");
    same("types/check.txt", &(said.join("\n") + "\n"));
}
