//! An entrypoint whose `fetch` is a router.

use std::time::Duration;

use worker_sdk::fetch::Fetcher;
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, Request, Result, sleep, test};

#[derive(Bindings)]
struct App {
    counter: Fetcher,
}

impl App {
    async fn ask(&self, path: &str) -> Result<String> {
        self.counter.fetch(path).await?.read_text().await
    }
}

#[worker_sdk::test]
async fn a_router_answers_for_its_entrypoint(app: App) -> Result<()> {
    assert_eq!(app.ask("https://counter/greeting/ada").await?, "hello ada");
    let request = Request::post("https://counter/greeting/ada").body("who is there?");
    let answer = app.counter.fetch(request).await?.read_text().await?;
    assert_eq!(answer, "hello ada: who is there?");
    let missing = app.counter.fetch("https://counter/nothing").await?;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[worker_sdk::test]
async fn handlers_take_what_the_constructor_has_not(app: App) -> Result<()> {
    assert_eq!(
        app.ask("https://counter/surroundings").await?,
        "hello clerk"
    );
    Ok(())
}

#[worker_sdk::test]
async fn work_of_a_handler_goes_on_behind_the_answer(app: App) -> Result<()> {
    assert_eq!(app.ask("https://counter/later").await?, "soon");
    sleep(Duration::from_millis(20)).await;
    let logs = test::logs();
    assert!(logs.iter().any(|log| log.text == "behind the counter"));
    Ok(())
}

#[worker_sdk::test]
async fn layers_stand_around_an_entrypoint(app: App) -> Result<()> {
    let request = Request::get("https://counter/greeting/ada").header("user-agent", "robot");
    let refused = app.counter.fetch(request).await?;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let header = refused.headers().get("x-content-type-options");
    assert_eq!(header.as_deref(), Some("nosniff"));
    assert!(refused.read_text().await?.contains("hello robot, no"));
    Ok(())
}

#[worker_sdk::test]
async fn an_error_of_a_handler_is_the_callers(app: App) -> Result<()> {
    let error = app
        .counter
        .fetch("https://counter/err")
        .await
        .unwrap_err()
        .to_string();
    assert!(error.ends_with("Error: out of paper"), "{error}");
    assert_eq!(app.ask("https://counter/greeting/ada").await?, "hello ada");
    Ok(())
}

#[worker_sdk::test]
#[should_panic(expected = "fell over the counter")]
async fn a_panic_of_a_handler_is_that_of_the_call(app: App) {
    app.ask("https://counter/panic").await.unwrap();
}
