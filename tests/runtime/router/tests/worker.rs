//! A worker that is a router.
#![cfg(target_family = "wasm")]

use std::time::Duration;

use worker_sdk::http::StatusCode;
use worker_sdk::{Env, Request, Response, Result, sleep, test};

// The worker under test.
use runtime_router as _;

#[worker_sdk::test]
async fn state_is_made_of_the_environment_once() -> Result<()> {
    for _ in 0..3 {
        assert_eq!(test::fetch("/").await?.read_text().await?, "hello");
    }
    assert_eq!(test::fetch("/made").await?.read_text().await?, "1");
    Ok(())
}

#[worker_sdk::test]
async fn a_struct_of_bindings_is_a_parameter() -> Result<()> {
    assert_eq!(test::fetch("/words").await?.read_text().await?, "hello");
    Ok(())
}

#[worker_sdk::test]
async fn handlers_use_bindings() -> Result<()> {
    let put = test::fetch(Request::put("/pages/a/b%20c").body("text")).await?;
    assert_eq!(put.status(), StatusCode::OK);
    assert_eq!(
        test::fetch("/pages/a/b%20c").await?.read_text().await?,
        "text"
    );
    let missing = test::fetch("/pages/other").await?;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        missing.headers().get("content-type").as_deref(),
        Some("application/problem+json")
    );
    assert_eq!(
        missing.read_text().await?,
        r#"{"title":"Not Found","status":404,"detail":"there is no page `other`"}"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn work_goes_on_behind_the_answer() -> Result<()> {
    assert_eq!(test::fetch("/behind").await?.read_text().await?, "soon");
    test::settled().await?;
    assert_eq!(
        test::fetch("/pages/behind").await?.read_text().await?,
        "written"
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_error_that_is_no_answer_rejects_the_event() {
    let error = test::fetch("/fails").await.map(drop).unwrap_err();
    assert!(
        error.to_string().contains("the handler has failed"),
        "{error}"
    );
}

#[worker_sdk::test]
async fn routes_hand_requests_on() -> Result<()> {
    let _origin = test::stub("origin.example", async |request: Request| {
        Response::text(format!("origin of {}", request.path())).with_header("x-from", "origin")
    });
    for (path, status, expected) in [
        ("now", 200, "origin of /now"),
        ("me", 200, "origin of /me"),
        ("cached", 200, "from the cache"),
        ("nobody", 401, "who are you?"),
        ("behind/layer", 200, "origin of /layer"),
    ] {
        let response = test::fetch(format!("/upstream/{path}").as_str()).await?;
        assert_eq!(response.status().as_u16(), status, "{path}");
        let marked = response.headers().get("x-marked").is_some();
        assert_eq!(marked, path == "behind/layer", "{path}");
        let text = response.read_text().await?;
        assert!(text.contains(expected), "{path}: {text}");
    }
    let error = test::fetch("/upstream/async").await.unwrap_err();
    let error = error.to_string();
    assert!(error.contains("`no URL` is not an absolute URL"), "{error}");
    Ok(())
}

/// What an object is asked for under one URL is not what another one answers there.
#[worker_sdk::test]
async fn objects_share_no_answers_in_the_cache(env: Env) -> Result<()> {
    let ask = async |object: &str, path: &str| {
        let stub = env.durable_object("CACHED")?.get_by_name(object);
        let answer = stub.fetch(format!("https://object.example{path}")).await?;
        answer.read_text().await
    };
    let [ada, bob] = [ask("ada", "/").await?, ask("bob", "/").await?];
    assert_ne!(ada, bob);
    sleep(Duration::from_millis(100)).await;
    let again = ask("ada", "/").await?;
    assert!(
        ada.ends_with(" 1") && again.ends_with(" 2"),
        "{ada} {again}"
    );
    // Who says what it is kept under has it kept.
    let first = ask("ada", "/keyed").await?;
    sleep(Duration::from_millis(100)).await;
    assert_eq!(ask("ada", "/keyed").await?, first);
    Ok(())
}
