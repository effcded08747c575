//! Around routes.

use worker_sdk::extract::Extension;
use worker_sdk::http::Method;
use worker_sdk::middleware::{Cache, VerifyWebhook};
use worker_sdk::router::{Router, get, post};
use worker_sdk::webhooks::{Signer, Verified, Verifier};
use worker_sdk::{Body, Context, Env, Headers, Json, Request, Response, Result, test};

use super::{STANDARD_SECRET, headers};

#[derive(serde::Deserialize)]
struct Event {
    r#type: String,
}

fn app(verifier: Verifier) -> Router {
    Router::new()
        .route(
            "/json",
            post(|hook: Extension<Verified>, Json(event): Json<Event>| {
                format!("{} {}", hook.0.id().unwrap_or("none"), event.r#type)
            }),
        )
        .route(
            "/text",
            post(async |text: String| text.len().to_string()).get(|| "got"),
        )
        .route(
            "/verified",
            post(async |Extension(hook): Extension<Verified>| {
                Ok::<_, worker_sdk::HttpError>(hook.json::<Event>()?.r#type)
            }),
        )
        .route("/request", post(described))
        .layer(VerifyWebhook::new(verifier))
}

async fn described(mut request: Request) -> Result<String> {
    let kind = request.header("content-type").unwrap_or_default();
    let of = (request.method().clone(), request.path().to_owned());
    Ok(format!(
        "{} {} {kind} {}",
        of.0,
        of.1,
        request.text().await?
    ))
}

async fn ask(
    router: &Router,
    method: Method,
    path: &str,
    headers: Headers,
    body: &str,
) -> Response {
    let url = format!("http://worker.test{path}");
    let body = match body {
        "" => Body::empty(),
        body => Body::from(body.to_owned()),
    };
    let request = Request::from_parts(method, &url, headers, body).unwrap();
    router.handle_with(request, test::env(), ()).await.unwrap()
}

async fn answer(router: &Router, path: &str, headers: Headers, body: &str) -> (u16, String) {
    let response = ask(router, Method::POST, path, headers, body).await;
    (
        response.status().as_u16(),
        response.read_text().await.unwrap(),
    )
}

async fn signed(body: &str) -> Headers {
    let signer = Signer::new(STANDARD_SECRET).unwrap();
    let mut headers = signer.sign("msg_1", body).await.unwrap();
    headers.set("content-type", "application/json").unwrap();
    headers
}

const BODY: &str = r#"{"type":"order.paid"}"#;

#[worker_sdk::test]
async fn handlers_read_the_body_as_ever() -> Result<()> {
    let app = app(Verifier::standard(STANDARD_SECRET)?);
    for (path, expected) in [
        ("/json", "msg_1 order.paid"),
        ("/text", "21"),
        ("/verified", "order.paid"),
        (
            "/request",
            r#"POST /request application/json {"type":"order.paid"}"#,
        ),
    ] {
        let found = answer(&app, path, signed(BODY).await, BODY).await;
        assert_eq!(found, (200, expected.to_owned()), "{path}");
    }
    let found = answer(&app, "/text", signed("").await, "").await;
    assert_eq!(found, (200, "0".to_owned()));
    let got = ask(&app, Method::GET, "/text", signed("").await, "").await;
    assert_eq!(got.status().as_u16(), 200);
    Ok(())
}

#[worker_sdk::test]
async fn refusals_are_problem_documents() -> Result<()> {
    let app = app(Verifier::standard(STANDARD_SECRET)?);
    let response = ask(&app, Method::POST, "/json", signed(BODY).await, "{}").await;
    assert_eq!(
        response.headers().get("content-type").as_deref(),
        Some("application/problem+json")
    );
    assert_eq!(response.status().as_u16(), 401);
    let problem: serde_json::Value = response.read_json().await?;
    assert_eq!(
        problem,
        serde_json::json!({
            "title": "Unauthorized", "status": 401,
            "detail": "the signature does not match; the secret is another one, or the body was changed on the way",
        })
    );
    let found = answer(&app, "/json", headers(&[]), BODY).await;
    assert_eq!(found.0, 401);
    assert!(found.1.contains("`webhook-id` is missing"), "{}", found.1);
    Ok(())
}

#[worker_sdk::test]
async fn one_limit_for_the_verifier_and_extractors() -> Result<()> {
    let large = "x".repeat(3 * 1024 * 1024);
    let verifier = Verifier::standard(STANDARD_SECRET)?;
    let found = answer(
        &app(verifier.clone()),
        "/text",
        signed(&large).await,
        &large,
    )
    .await;
    assert_eq!(found.0, 413);
    assert!(found.1.contains("larger than 1048576 bytes"), "{}", found.1);
    let app = app(verifier.body_limit(4 * 1024 * 1024));
    let found = answer(&app, "/text", signed(&large).await, &large).await;
    assert_eq!(found, (200, large.len().to_string()));
    Ok(())
}

/// Whoever asks next has not signed anything.
#[worker_sdk::test]
async fn a_cache_further_out_keeps_no_answer(env: Env, context: Context) -> Result<()> {
    let kept = Verifier::standard(STANDARD_SECRET)?;
    let router = Router::new()
        .route("/", get(|| ([("cache-control", "max-age=60")], "kept")))
        .layer(VerifyWebhook::<()>::new(kept))
        .layer(Cache::new());
    let get = async |headers: Headers| {
        let url = "http://worker.test/";
        let request = Request::from_parts(Method::GET, url, headers, Body::empty()).unwrap();
        let answer = router.handle(request, env.clone(), context.clone()).await;
        test::settled().await.unwrap();
        answer.unwrap().status().as_u16()
    };
    assert_eq!(get(signed("").await).await, 200);
    assert_eq!(get(headers(&[])).await, 401);
    Ok(())
}

struct App {
    secret: &'static str,
}

/// A secret that is not set is a mistake of the worker, and no answer for who asks.
#[worker_sdk::test]
async fn the_state_has_the_secret() -> Result<()> {
    let layer = VerifyWebhook::with(|app: &App| Verifier::standard(app.secret));
    let router = Router::new()
        .route("/", post(|| "done").layer(layer))
        .route("/open", get(|| "open"));
    let request = async || {
        Request::from_parts(Method::POST, "http://worker.test/", signed("a").await, "a").unwrap()
    };
    let state = App {
        secret: STANDARD_SECRET,
    };
    let response = router
        .handle_with(request().await, test::env(), state)
        .await?;
    assert_eq!(response.read_text().await?, "done");
    let state = App { secret: "" };
    let error = router
        .handle_with(request().await, test::env(), state)
        .await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("secret of the webhooks is empty"), "{error}");
    Ok(())
}
