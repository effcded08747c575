//! What fails, and what is said then.

mod support;

use std::net::TcpListener;
use std::path::PathBuf;
use std::{env, fs};

use support::{WORD, add, project, project_in, with_build};
use worker_e2e::{Project, Runtime};

const GREETER: &str = "tests/projects/greeter";

#[track_caller]
fn refusal(projects: impl IntoIterator<Item = Project>) -> String {
    Runtime::start(projects).unwrap_err().to_string()
}

/// What is said about a worker outside of this repository, so that only these npm packages are found.
fn refusal_outside(name: &str, packages: &[&str]) -> (String, PathBuf) {
    let folder = env::temp_dir().join(format!("worker-e2e-{name}-{}", std::process::id()));
    project_in(
        &folder,
        &[
            ("wrangler.json", &with_build("true")),
            ("build/index.js", WORD),
        ],
    );
    for package in packages {
        let file = format!("node_modules/{package}/index.js");
        add(&folder, &file, "module.exports = {};");
    }
    let message = refusal([Project::at(&folder)]);
    fs::remove_dir_all(&folder).unwrap();
    (message, folder)
}

#[test]
fn no_npm_packages() {
    let (message, folder) = refusal_outside("none", &[]);
    let expected = format!(
        "no npm package `wrangler` for `{}`; run `npm install` there, with `wrangler` among the `devDependencies` of \
         its `package.json`",
        folder.display()
    );
    assert_eq!(message, expected);
}

#[test]
fn a_part_of_the_npm_packages() {
    let (message, _) = refusal_outside("part", &["wrangler"]);
    assert_eq!(
        message,
        "could not load the npm package `miniflare` that comes with `wrangler`: Cannot find module 'miniflare'; \
         remove `node_modules` and run `npm install` again"
    );
}

#[test]
fn another_wrangler() {
    let (message, _) = refusal_outside("other", &["wrangler", "miniflare"]);
    assert_eq!(
        message,
        "the installed `wrangler` has no functions that read a configuration; install `wrangler` 4, of 4.86 \
         or later"
    );
}

#[cfg(unix)]
#[test]
fn a_build_that_fails() {
    let command = "echo run >> runs; echo 'error[E0425]: no such name'; exit 3";
    let folder = project(
        "fails",
        &[
            ("wrangler.json", &with_build(command)),
            ("build/index.js", WORD),
        ],
    );
    let expected = format!(
        "the build command `{command}` failed in `{}` (exit code 3)\nerror[E0425]: no such name",
        folder.display()
    );
    for _ in 0..2 {
        assert_eq!(refusal([Project::at(&folder)]), expected);
    }
    assert_eq!(fs::read_to_string(folder.join("runs")).unwrap(), "run\n");
}

#[cfg(unix)]
#[test]
fn a_build_command_that_is_not_installed() {
    let folder = project(
        "missing-command",
        &[("wrangler.json", &with_build("no-such-command"))],
    );
    let message = refusal([Project::at(&folder)]);
    let expected = format!(
        "the build command `no-such-command` failed in `{}` (exit code 127); is it installed and on PATH?\n",
        folder.display()
    );
    assert!(message.starts_with(&expected), "{message}");
}

#[test]
fn a_build_that_writes_nothing() {
    let folder = project("nothing", &[("wrangler.json", &with_build("exit 0"))]);
    assert_eq!(
        refusal([Project::at(&folder)]),
        format!(
            "no file `{}`, which `{}` names as `main`; build the worker first",
            folder.join("build/index.js").display(),
            folder.join("wrangler.json").display()
        )
    );
}

#[test]
fn an_entry_that_is_not_javascript() {
    let config = with_build("exit 0").replace("index.js", "index.ts");
    let folder = project(
        "typescript",
        &[("wrangler.json", &config), ("build/index.ts", WORD)],
    );
    let message = refusal([Project::at(&folder)]);
    assert!(
        message.contains("is not a JavaScript module; name the one that the build writes"),
        "{message}"
    );
}

#[test]
fn a_configuration_that_cannot_be_read() {
    let folder = project("unreadable", &[("wrangler.json", "{ \"name\": ")]);
    let message = refusal([Project::at(&folder)]);
    let file = folder.join("wrangler.json");
    assert!(
        message.starts_with(&format!("could not read `{}`: ", file.display())),
        "{message}"
    );
}

#[test]
fn an_environment_that_is_not_there() {
    let message = refusal([Project::at(GREETER).environment("stagign")]);
    assert!(
        message.starts_with("could not read `") && message.contains("stagign"),
        "{message}"
    );
    assert!(message.contains("staging"), "{message}");
}

#[test]
fn migrations_that_are_not_there() {
    let config = r#"{
        "name": "migrations", "main": "index.js",
        "d1_databases": [{ "binding": "DB", "database_name": "db", "database_id": "db" }],
    }"#;
    let files = [("wrangler.jsonc", config), ("index.js", WORD)];
    let folder = project("migrations", &files);
    let file = folder.join("wrangler.jsonc");
    assert_eq!(
        refusal([Project::at(&folder).migrate("DATA")]),
        format!(
            "no database is bound as `DATA`; add it to `d1_databases` in `{}`",
            file.display()
        )
    );
    let schema = folder.join("migrations");
    assert_eq!(
        refusal([Project::at(&folder).migrate("DB")]),
        format!(
            "no folder `{}` with the migrations of `DB`; create it, or name another as `migrations_dir`",
            schema.display()
        )
    );
    fs::create_dir(&schema).unwrap();
    fs::write(schema.join("0001_broken.sql"), "CREATE users").unwrap();
    let message = refusal([Project::at(&folder).migrate("DB")]);
    let expected = "could not apply the migration `0001_broken.sql` to `DB`: D1_ERROR: near \"users\": syntax error";
    assert!(message.starts_with(expected), "{message}");
}

#[test]
fn two_workers_of_one_name() {
    assert_eq!(
        refusal([
            Project::at(GREETER),
            Project::at(GREETER).environment("staging").name("greeter")
        ]),
        "two workers are named `greeter`; rename one with `Project::name`"
    );
}

#[test]
fn two_folders_for_one_storage() {
    let [one, two] =
        ["one", "two"].map(|name| Project::script(name, "tests/projects/peer.js").persist(name));
    let here = env!("CARGO_MANIFEST_DIR");
    assert_eq!(
        refusal([one, two]),
        format!(
            "the workers of one runtime have one storage, not `{here}/one` and `{here}/two`; name one folder with \
             `Project::persist`"
        )
    );
}

#[test]
fn a_service_that_is_not_there() {
    assert_eq!(
        refusal([Project::at(GREETER).service("BANK", "bank")]),
        "the worker `greeter` binds as `BANK` the worker `bank`, which is not started with it; \
         start both with `Runtime::start`, or take another with `Project::service`"
    );
}

#[test]
fn a_name_that_no_worker_has() {
    let runtime = Runtime::start([Project::at(GREETER)]).unwrap();
    let message = runtime.worker("greter").unwrap_err().to_string();
    assert_eq!(message, "no worker named `greter`; there are `greeter`");
}

#[test]
fn nothing_to_start() {
    assert_eq!(refusal([]), "no project to start");
}

#[test]
fn a_port_in_use() {
    let other = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = other.local_addr().unwrap().port();
    assert_eq!(
        refusal([Project::at(GREETER).port(port)]),
        format!(
            "could not listen on `127.0.0.1:{port}`: another program does; end it, or leave `Project::port` \
             out to get a free port"
        )
    );
}

#[test]
fn a_worker_that_throws_while_it_is_loaded() {
    let folder = project(
        "throws",
        &[("index.js", "throw new Error(\"broken on purpose\");")],
    );
    let message = refusal([Project::script("throws", folder.join("index.js"))]);
    assert_eq!(
        message,
        "the workers did not start; the runtime says\n\
         service core:user:throws: Uncaught Error: broken on purpose\n  at index.js:1:7"
    );
}
