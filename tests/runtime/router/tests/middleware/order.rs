//! All of them together, in the order of the documentation.

use std::time::Duration;

use worker_sdk::extract::Path;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::jwt::{self, Algorithm, Key, Verifier};
use worker_sdk::middleware::{
    BodyLimit, Cache, CatchPanic, Claims, Compression, Cors, Csrf, ETag, Logger, Next, RateLimit,
    RequestIds, RequireBearer, RequireJwt, SecureHeaders, Timeout, UpstreamLimit, on_error,
};
use worker_sdk::rate_limiting::{Limiter, Quota};
use worker_sdk::router::{Router, get, post};
use worker_sdk::sessions::{Session, Sessions};
use worker_sdk::{Context, Env, Error, HttpError, Request, Response, Result, kv, sleep, test};

use crate::common::request;
use crate::with;

struct Site {
    limiter: Limiter,
    pages: kv::Namespace,
}

fn site(limiter: Limiter) -> Router {
    let pages = test::env().kv("PAGES").unwrap();
    let fresh = [("cache-control", "public, max-age=60")];
    let inner = Router::new()
        .route("/page", get(move || (fresh, "hello ".repeat(1000))))
        .route("/length", post(|text: String| text.len().to_string()))
        .route("/fails", get(|| Err::<(), _>(Error::new("it failed"))))
        .route(
            "/slow",
            get(slow).layer(Timeout::new(Duration::from_millis(20))),
        )
        .layer(UpstreamLimit::new(4))
        .layer(ETag::new())
        .layer(Cache::new())
        .layer(BodyLimit::new(10))
        .route_layer(RequireBearer::new("site", |token: &_, _: &Site| {
            is_ours(token)
        }))
        .layer(Csrf::new());
    inner
        .merge(accounts())
        .layer(RateLimit::binding(Quota::per_minute(2), |site: &Site| {
            &site.limiter
        }))
        .layer(Timeout::new(Duration::from_secs(60)))
        .layer(CatchPanic::new())
        .layer(on_error(|error: Error| HttpError::internal(error)))
        .layer(Compression::new())
        .layer(Cors::any())
        .layer(SecureHeaders::new())
        .layer(Logger::json())
        .layer(RequestIds::new())
        .with_state(Site { limiter, pages })
}

/// A token says who asks, and a session what they have done.
fn accounts() -> Router<Site> {
    let visits = |Claims(name): Claims<Named>, session: Session<u32>| {
        let visits = session.update(|visits| {
            *visits += 1;
            *visits
        });
        visits.map(|visits| format!("{} {visits}", name.sub))
    };
    Router::new()
        .route("/account", get(visits))
        .layer(ETag::new())
        .layer(Cache::new())
        .layer(Sessions::kv(|site: &Site| &site.pages))
        .layer(RequireJwt::new(Verifier::new(key()).audience("site")))
        .layer(Csrf::new())
}

#[derive(serde::Deserialize)]
struct Named {
    sub: String,
}

fn key() -> Key {
    Key::secret(Algorithm::HS256, [3; 32]).unwrap()
}

async fn token(name: &str) -> Result<String> {
    let claims = serde_json::json!({
        "sub": name,
        "aud": "site",
        "exp": jwt::after(Duration::from_secs(60)),
    });
    jwt::sign(&key(), &claims).await
}

/// A cache that keeps what says nothing about caches.
fn keeping(name: &'static str) -> Cache {
    Cache::new().named(name).ttl(Duration::from_secs(60))
}

/// Text, and what the cache says of it, when it has been kept.
async fn told(answer: Response) -> Result<(String, String)> {
    let told = answer.headers().get("cache-status").unwrap_or_default();
    let text = answer.read_text().await?;
    test::settled().await?;
    Ok((text, told))
}

async fn members(_: Session<String>, request: Request, next: Next) -> Result<Response> {
    next.run(request).await
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
async fn a_token_and_a_session_stand_further_in(env: Env, context: Context) -> Result<()> {
    let router = site(Limiter::from_raw(crate::rate_limiting::keeping()));
    let ask = async |fields: &[(&'static str, &str)]| -> Result<Response> {
        let asked = with(Method::GET, "/account", fields);
        let answer = router.handle(asked, env.clone(), context.clone()).await?;
        assert!(answer.headers().has("access-control-allow-origin"));
        assert!(answer.headers().has("x-request-id"));
        Ok(answer)
    };
    let refused = ask(&[OURS]).await?;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let headers = refused.headers();
    assert!(headers.has("www-authenticate") && !headers.has("set-cookie"));
    let token = format!("Bearer {}", token("ada").await?);
    let first = ask(&[("authorization", &token)]).await?;
    let cookie = first.headers().get("set-cookie").unwrap();
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(first.read_text().await?, "ada 1");
    let second = ask(&[("authorization", &token), ("cookie", cookie)]).await?;
    assert_eq!(second.read_text().await?, "ada 2", "neither is kept");
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

/// The pages say nothing about caches, and who asks is in no header that a cache knows.
#[worker_sdk::test]
async fn what_a_session_has_made_is_for_nobody_else(env: Env, context: Context) -> Result<()> {
    let _clock = test::freeze();
    let sign_in = |Path(name): Path<String>, session: Session<String>| session.set(&name);
    let public = [("cache-control", "public")];
    let routes = || {
        Router::new()
            .route("/sign-in/{name}", post(sign_in))
            .route("/me", get(|session: Session<String>| session.get()))
            .route(
                "/public",
                get(move |session: Session<String>| (public, session.get())),
            )
            .route("/about", get(|| "about"))
    };
    let sessions = || Sessions::kv(|pages: &kv::Namespace| pages);
    let (miss, stored, hit) = ("fwd=miss", "fwd=miss; stored", "hit; ttl=60");
    for (router, about) in [
        (
            routes().layer(keeping("inside")).layer(sessions()),
            [stored, hit],
        ),
        (
            routes().layer(sessions()).layer(keeping("outside")),
            [stored, hit],
        ),
        (
            routes()
                .layer(keeping("taken further out"))
                .layer(members)
                .layer(sessions()),
            [miss, miss],
        ),
    ] {
        let router: Router = router.with_state(env.kv("PAGES")?);
        let mut cookies = Vec::new();
        for name in ["ada", "eve"] {
            let asked = request(Method::POST, &format!("/sign-in/{name}"));
            let answer = router.handle(asked, env.clone(), context.clone()).await?;
            let cookie = answer.headers().get("set-cookie").unwrap();
            cookies.push(cookie.split(';').next().unwrap().to_owned());
        }
        cookies.push("nobody=1".to_owned());
        let [ada, eve, nobody] = [0, 1, 2].map(|index| cookies[index].as_str());
        for (cookie, path, text, expected) in [
            (ada, "/me", "ada", miss),
            (eve, "/me", "eve", miss),
            (nobody, "/me", "", miss),
            (ada, "/me", "ada", miss),
            (ada, "/public", "ada", stored),
            (eve, "/public", "ada", hit),
            (ada, "/about", "about", about[0]),
            (eve, "/about", "about", about[1]),
        ] {
            let asked = with(Method::GET, path, &[("cookie", cookie)]);
            let answer = router.handle(asked, env.clone(), context.clone()).await?;
            let expected = (text.to_owned(), format!("worker; {expected}"));
            assert_eq!(told(answer).await?, expected, "{path} of {cookie}");
        }
    }
    Ok(())
}

/// As above, where a token says who asks.
#[worker_sdk::test]
async fn what_a_token_has_made_is_for_nobody_else(env: Env, context: Context) -> Result<()> {
    let _clock = test::freeze();
    let me = |user: Option<Claims<Named>>| user.map_or("nobody".to_owned(), |user| user.0.sub);
    let tokens = || RequireJwt::new(Verifier::new(key()).audience("site")).optional();
    let route = || Router::<()>::new().route("/me", get(me));
    let inside = |name, tokens| route().layer(keeping(name)).layer(tokens);
    let outside = route()
        .layer(tokens().cookie("token"))
        .layer(keeping("outside"));
    let find = tokens().find(|request| request.cookie("found"));
    let (ada, eve) = (token("ada").await?, token("eve").await?);
    let asked: [(&str, &str, &str); 5] = [
        (&ada, "ada", "fwd=miss"),
        (&eve, "eve", "fwd=miss"),
        ("", "nobody", "fwd=miss; stored"),
        (&ada, "ada", "fwd=miss"),
        ("", "nobody", "hit; ttl=60"),
    ];
    for (router, asked) in [
        (inside("cookie", tokens().cookie("token")), &asked[..]),
        (inside("header", tokens().header("x-token")), &asked),
        (inside("found", find), &asked),
        // A hit decides nothing there.
        (outside, &asked[..3]),
    ] {
        for (token, text, expected) in asked {
            let cookie = format!("token={token}; found={token}");
            let fields = [("cookie", &*cookie), ("x-token", token)];
            let fields = if token.is_empty() { &[][..] } else { &fields };
            let asked = with(Method::GET, "/me", fields);
            let answer = router.handle(asked, env.clone(), context.clone()).await?;
            let expected = ((*text).to_owned(), format!("worker; {expected}"));
            assert_eq!(told(answer).await?, expected);
        }
    }
    Ok(())
}
