//! Bindings from the macros to the comparison with the configuration, and back with `types`.
#![cfg(unix)]

mod support;

use support::{Fixture, same_as_golden};

const LIB: &str = r#"use worker_sdk::env::Secret;
use worker_sdk::fetch::Fetcher;
use worker_sdk::{Bindings, Env, event};

#[derive(Bindings)]
struct App {
    accounts: Fetcher,
    token: Secret,
    #[binding("greeting-text")]
    greeting: Option<String>,
    #[binding(flatten)]
    limits: Limits,
    #[binding(flatten)]
    env: Env,
}

#[derive(Bindings)]
struct Limits {
    max_items: u32,
}

#[derive(Bindings)]
struct Unused {
    unused: String,
}

#[event(fetch)]
fn main(app: App) -> String {
    drop((app.accounts, app.token, app.env));
    format!("{:?} {}", app.greeting, app.limits.max_items)
}

#[event(scheduled)]
fn tick(limits: Limits) {
    drop(limits);
}

pub fn unused(env: &Env) -> worker_sdk::Result<String> {
    Ok(env.bindings::<Unused>()?.unused)
}
"#;

#[test]
fn what_handlers_take_is_compared_with_the_configuration() {
    let fixture = Fixture::worker("bindings", LIB).file(
        "wrangler.jsonc",
        "{\n  // No services.\n  \"vars\": { \"MAX_ITEM\": 10, \"greeting-text\": 1 }\n}\n",
    );
    let run = fixture.run(&["--dev"]);
    let warning = "warning: `wrangler.jsonc` lacks the compatibility flag";
    assert!(run.stdout.contains(warning), "{}", run.stdout);
    run.fails_with("bindings/build.txt");
    assert!(!fixture.path("build").exists());

    let fits = "{\n  \"main\": \"build/index.js\",\n  \"compatibility_flags\": [\"enable_request_signal\"],\n  \
                \"services\": [{ \"binding\": \"ACCOUNTS\", \"service\": \"accounts\" }],\n  \
                \"vars\": { \"MAX_ITEMS\": 10 },\n  \
                \"env\": { \"staging\": { \"vars\": { \"MAX_ITEMS\": 10 } } }\n}\n";
    fixture.write("wrangler.jsonc", fits);
    // To wrangler, no name is that of the top level.
    for environment in ["other", ""] {
        let mut command = fixture.command(&["--dev"]);
        let command = command
            .env("CLOUDFLARE_ENV", environment)
            .env("WRANGLER_COMMAND", "dev");
        let run = fixture.finish(command).succeeds();
        let warnings: Vec<&str> = run
            .stdout
            .lines()
            .filter(|line| line.starts_with("warning"))
            .collect();
        same_as_golden("bindings/build_warnings.txt", &(warnings.join("\n") + "\n"));
    }
}

/// The handlers that a message suggests.
const EVENTS: &str = r#"#[worker_sdk::event(scheduled)]
async fn tick(event: worker_sdk::ScheduledEvent) -> worker_sdk::Result<()> {
    todo!()
}

#[worker_sdk::event(queue)]
async fn consume(batch: worker_sdk::queues::Batch<String>) -> worker_sdk::Result<()> {
    todo!()
}
"#;

#[test]
fn handlers_are_compared_with_the_events_of_the_configuration() {
    let configuration = "{\n  \"main\": \"build/index.js\",\n  \"compatibility_flags\": [\"enable_request_signal\"],\n  \
                         \"trigger\": { \"crons\": [\"0 * * * *\"] },\n  \
                         \"queues\": { \"producers\": [{ \"binding\": \"ORDERS\", \"queue\": \"orders\" }] }\n}\n";
    let fixture = Fixture::worker("events", EVENTS).file("wrangler.jsonc", configuration);
    let run = fixture.run(&["--dev"]).succeeds();
    let (_, warnings) = run.stdout.split_once("warning: ").unwrap();
    same_as_golden("bindings/build_events.txt", warnings);

    let other = configuration.replace("build/index.js", "src/index.js");
    fixture.write("wrangler.jsonc", &other);
    let run = fixture.run(&["--dev"]).succeeds();
    assert!(!run.stdout.contains("crons"), "{}", run.stdout);
}

/// A class for facets is neither bound nor in a migration.
#[test]
fn classes_that_nobody_can_make_objects_of_unless_it_is_for_facets() {
    let lib = "use worker_sdk::durable_objects::{State, facets};\n\
               use worker_sdk::{durable_object, event};\n\n\
               #[event(fetch)]\nfn main() -> &'static str {\n    \"hello\"\n}\n\n\
               struct Attic;\n\n\
               #[durable_object]\nimpl Attic {\n    fn new() -> Self {\n        Self\n    }\n}\n\n\
               struct Room(State);\n\n\
               #[durable_object]\nimpl Room {\n    fn new(state: State) -> Self {\n        Self(state)\n    }\n\n    \
               async fn fetch(&self) -> String {\n        LOOK.to_string()\n    }\n}\n";
    let configuration = "{\n  \"main\": \"build/index.js\",\n  \"compatibility_flags\": [\"enable_request_signal\"],\n  \
                         \"durable_objects\": { \"bindings\": [{ \"name\": \"ROOM\", \"class_name\": \"Room\" }] },\n  \
                         \"migrations\": [{ \"tag\": \"v1\", \"new_sqlite_classes\": [\"Room\"] }]\n}\n";
    let fixture = Fixture::empty("facets").file("wrangler.jsonc", configuration);
    let fixture = fixture.file(
        "Cargo.toml",
        &support::manifest("hello_of_facets", support::SDK),
    );
    let facet = "facets::Class::exported(&self.0, \"Attic\").is_ok()";
    for (look, warns) in [(facet, false), ("self.0.id().name().is_some()", true)] {
        fixture.write("src/lib.rs", &lib.replace("LOOK", look));
        let run = fixture.run(&["--dev"]).succeeds();
        let said = run.stdout.contains("objects of the class `Attic`");
        assert_eq!(said, warns, "{look}\n{}", run.stdout);
    }
}

#[test]
fn a_malformed_configuration_stops_the_build_before_it_begins() {
    let fixture =
        Fixture::bare("malformed", "").file("wrangler.toml", "name = \"hello\"\nmain = build\n");
    let run = fixture.run(&[]);
    assert!(!run.stdout.contains("compiling"), "{}", run.stdout);
    run.fails_with("bindings/malformed.txt");
}

#[test]
fn the_generated_struct_compiles_and_fits() {
    let configuration = include_str!("bindings/wrangler.jsonc");
    let lib = "use worker_sdk::{durable_object, event};\n\nmod bindings;\n\n\
               #[event(fetch)]\nfn main(env: bindings::Env) -> String {\n    format!(\"{env:?}\")\n}\n\n\
               struct Room;\n\n\
               #[durable_object]\nimpl Room {\n    fn new() -> Self {\n        Self\n    }\n}\n";
    let fixture = Fixture::worker("types", lib).file("wrangler.jsonc", configuration);
    let run = fixture.run(&["types"]).succeeds();
    same_as_golden("types/command.stdout", &run.stdout);
    let run = fixture.run(&["types", "--check"]).succeeds();
    same_as_golden("types/check.stdout", &run.stdout);
    let run = fixture.run(&["types", "--out", "-"]).succeeds();
    assert_eq!(run.stdout, fixture.read("src/bindings.rs"));
    fixture.run(&["--dev"]).succeeds();

    fixture.write(
        "wrangler.jsonc",
        &configuration.replace("\"TEXT\"", "\"OTHER\""),
    );
    fixture
        .run(&["types", "--check"])
        .fails_with("types/outdated.txt");
    let run = fixture.run(&["--dev"]);
    assert!(
        run.stderr
            .starts_with("error: `wrangler.jsonc` has no variable named `TEXT`"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_example_is_up_to_date() {
    let fixture = Fixture::empty("example");
    let example = support::repository().join("examples/bindings");
    let path = example.to_str().unwrap();
    let run = fixture
        .run(&["types", "--check", "--path", path])
        .succeeds();
    assert_eq!(run.stdout, "`src/bindings.rs` is up to date\n");
}

#[test]
fn types_without_a_configuration() {
    let fixture = Fixture::bare_outside("no-configuration", "");
    fixture
        .run(&["types"])
        .fails_with("types/no_configuration.txt");
}
