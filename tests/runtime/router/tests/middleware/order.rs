//! All of them together, in the order of the documentation.

use std::time::Duration;

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::{
    BodyLimit, Cache, CatchPanic, Compression, Cors, Csrf, ETag, Logger, RateLimit, RequestIds,
    RequireBearer, SecureHeaders, Timeout, UpstreamLimit, on_error,
};
use worker_sdk::rate_limiting::{Limiter, Quota};
use worker_sdk::router::{Router, get, post};
use worker_sdk::{Context, Env, Error, HttpError, Request, Response, Result, sleep, test};

use crate::common::request;
use crate::with;

fn site(limiter: Limiter) -> Router {
    let fresh = [("cache-control", "public, max-age=60")];
    let inner = Router::new()
        .route("/page", get(move || (fresh, "hello ".repeat(1000))))
        .route("/length", post(|text: String| text.len().to_string()))
        .route("/fails", get(|| Err::<(), _>(Error::new("it failed"))))
        .route("/slow", get(slow).layer(Timeout(Duration::from_millis(20))))
        .layer(UpstreamLimit::new(4))
        .layer(ETag)
        .layer(Cache::new())
        .layer(BodyLimit(10))
        .route_layer(RequireBearer::new("site", |token: &_, _: &Limiter| {
            is_ours(token)
        }))
        .layer(Csrf::new());
    inner
        .layer(RateLimit::binding(Quota::per_minute(2), |limiter| limiter))
        .layer(Timeout(Duration::from_secs(60)))
        .layer(CatchPanic)
        .layer(on_error(|error: Error| HttpError::internal(error)))
        .layer(Compression::new())
        .layer(Cors::any())
        .layer(SecureHeaders::new())
        .layer(RequestIds::new())
        .layer(Logger)
        .with_state(limiter)
}

async fn slow() {
    sleep(Duration::from_secs(60)).await;
}

fn is_ours(token: &worker_sdk::extract::BearerToken) -> bool {
    token.0 == "ours"
}

const OURS: (&str, &str) = ("authorization", "Bearer ours");

#[worker_sdk::test]
async fn each_answer_has_what_the_outer_ones_add(env: Env, context: Context) -> Result<()> {
    // It always allows; the binding of the platform refuses the third.
    let free = Limiter::from_raw(crate::rate_limiting::keeping());
    let router = site(free);
    let ask = async |asked: Request| -> Result<Response> {
        let answer = router.handle(asked, env.clone(), context.clone()).await?;
        let headers = answer.headers();
        for name in [
            "access-control-allow-origin",
            "x-content-type-options",
            "x-request-id",
        ] {
            assert!(headers.has(name), "{name} of {}", answer.status());
        }
        Ok(answer)
    };
    let long = with(Method::POST, "/length", &[OURS, ("content-length", "11")]);
    let foreign = with(
        Method::POST,
        "/length",
        &[OURS, ("sec-fetch-site", "cross-site")],
    );
    for (asked, status) in [
        (request(Method::GET, "/page"), 401),
        (with(Method::GET, "/fails", &[OURS]), 500),
        (with(Method::GET, "/slow", &[OURS]), 504),
        (with(Method::GET, "/none", &[OURS]), 404),
        (foreign, 403),
        (long, 413),
    ] {
        assert_eq!(ask(asked).await?.status().as_u16(), status);
    }
    let page = || with(Method::GET, "/page", &[OURS, ("accept-encoding", "gzip")]);
    let first = ask(page()).await?;
    let etag = first.headers().get("etag").unwrap();
    assert!(etag.starts_with("W/\""), "{etag}");
    assert_eq!(
        first.headers().get("content-encoding").as_deref(),
        Some("gzip")
    );
    assert_eq!(first.read_text().await?.len(), 6000);
    test::settled().await?;
    let known = page().with_header("if-none-match", &etag)?;
    let known = ask(known).await?;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    let told = known.headers().get("cache-status").unwrap();
    assert!(told.starts_with("worker; hit"), "{told}");
    let refused = ask(request(Method::GET, "/page")).await?;
    assert_eq!(
        refused.status(),
        StatusCode::UNAUTHORIZED,
        "also of what is kept"
    );
    Ok(())
}

#[worker_sdk::test]
async fn who_asks_too_often_is_told_so_by_a_readable_answer(
    env: Env,
    context: Context,
) -> Result<()> {
    let router = site(env.rate_limiter("LIMITER")?);
    let mut refused = 0;
    for _ in 0..7 {
        let asked = with(
            Method::GET,
            "/page",
            &[("cf-connecting-ip", "198.51.100.7")],
        );
        let answer = router.handle(asked, env.clone(), context.clone()).await?;
        assert!(answer.headers().has("access-control-allow-origin"));
        refused += u32::from(answer.status() == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!((3..=5).contains(&refused), "{refused}");
    Ok(())
}
