//! Structs of bindings as parameters, of tests and of the worker's handlers.
#![cfg(target_family = "wasm")]

use worker_sdk::env::Secret;
use worker_sdk::{Bindings, Context, Env, Json, Result, test};

#[derive(Bindings)]
struct App {
    text: String,
    token: Secret,
    r#type: String,
    #[binding("with-dash")]
    other: Option<String>,
    list: Json<Vec<String>>,
    missing: Option<u8>,
    #[binding(flatten)]
    limits: Limits,
    #[binding(flatten)]
    env: Env,
}

#[derive(Bindings)]
struct Limits {
    byte: u8,
}

#[worker_sdk::test]
async fn in_place_of_the_environment(app: App, limits: Limits, env: Env, _: Context) -> Result<()> {
    assert_eq!(app.text, "text");
    assert_eq!(app.token.expose(), "a secret");
    assert_eq!(app.r#type, "a keyword");
    assert_eq!(app.other.as_deref(), Some("dashed"));
    assert_eq!(app.list.0, ["a", "b"]);
    assert_eq!(app.missing, None);
    assert_eq!(app.limits.byte, limits.byte);
    assert_eq!(app.env.names(), env.names());
    assert_eq!(Limits::from_env(&env)?.byte, 255);
    Ok(())
}

#[worker_sdk::test]
async fn of_a_handler() -> Result<()> {
    let response = test::fetch("/").await?;
    assert_eq!(response.read_text().await?, "text 255 true");
    let response = test::fetch("/page.txt").await?;
    assert_eq!(response.read_text().await?, "a page\n");
    Ok(())
}

#[worker_sdk::test]
async fn of_a_handler_that_lacks_one() -> Result<()> {
    let outcome = test::scheduled("* * * * *").await?;
    let error = outcome.error().map(|error| error.to_string());
    let expected = "no binding named `MISSING` in this environment; add it to `services` in the configuration file";
    assert!(
        error
            .as_deref()
            .is_some_and(|error| error.contains(expected)),
        "{error:?}"
    );
    Ok(())
}
