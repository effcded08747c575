//! Answers that were given before.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::prelude::*;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::{Cache, ETag, Nonce, SecureHeaders};
use worker_sdk::router::{Router, get as on_get};
use worker_sdk::test::{self, Clock};
use worker_sdk::{Context, Env, Error, Request, Response, Result};

use crate::common::request;
use crate::with;

/// A stand-in: the simulator has no Access.
#[wasm_bindgen(inline_js = r#"
export const let_in = (context) => ({ access: { aud: "tag" }, waitUntil: (work) => context.waitUntil(work) });
"#)]
extern "C" {
    fn let_in(context: &JsValue) -> JsValue;
}

type Fields = &'static [(&'static str, &'static str)];

/// A cache around a handler that counts its calls and answers with their number.
struct Site {
    router: Router,
    env: Env,
    context: Context,
    calls: Rc<Cell<u32>>,
    /// What the handler answers with, in place of 200; 0 fails.
    status: Rc<Cell<u16>>,
}

impl Site {
    fn new(env: &Env, context: &Context, cache: Cache, fields: Fields) -> Self {
        let (calls, status) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(200)));
        let (seen, answer) = (calls.clone(), status.clone());
        let handler = move |request: Request| {
            seen.set(seen.get() + 1);
            let count = format!("{} {} of {}", request.method(), request.path(), seen.get());
            let status = match answer.get() {
                0 => return Err(Error::new("the handler has failed")),
                status => StatusCode::from_u16(status).unwrap(),
            };
            let mut response = Response::text(count).with_status(status);
            for (name, value) in fields {
                response = response.with_header(*name, *value)?;
            }
            Ok(response)
        };
        let methods = on_get(handler.clone())
            .post(handler.clone())
            .options(handler);
        Self {
            router: Router::new().route("/{*path}", methods).layer(cache),
            env: env.clone(),
            context: context.clone(),
            calls,
            status,
        }
    }

    async fn try_ask(&self, request: Request) -> Result<Response> {
        let answer = self
            .router
            .handle(request, self.env.clone(), self.context.clone());
        let answer = answer.await?;
        // The client takes the body, and the cache with it.
        let (status, headers) = (answer.status(), answer.headers());
        let text = answer.read_text().await?;
        test::settled().await?;
        Ok(Response::new(text)
            .with_status(status)
            .with_headers(headers))
    }

    async fn ask(&self, request: Request) -> (u16, String, String) {
        let answer = self.try_ask(request).await.unwrap();
        let told = answer.headers().get("cache-status").unwrap_or_default();
        let status = answer.status().as_u16();
        (status, answer.read_text().await.unwrap(), told)
    }

    async fn get(&self, path: &str) -> (u16, String, String) {
        self.ask(request(Method::GET, path)).await
    }

    /// Whether the second of two requests gets the answer to the first.
    async fn keeps(&self, first: Request, second: Request) -> bool {
        let calls = self.calls.get();
        self.ask(first).await;
        self.ask(second).await;
        self.calls.get() == calls + 1
    }
}

fn answer(status: u16, text: &str, told: &str) -> (u16, String, String) {
    (status, text.to_owned(), format!("worker; {told}"))
}

async fn advance(clock: &Clock, seconds: u64) {
    clock.advance(Duration::from_secs(seconds)).await.unwrap();
}

const MINUTE: Fields = &[("cache-control", "max-age=60"), ("etag", "\"seven\"")];

#[worker_sdk::test]
async fn a_fresh_answer_is_given_again(env: Env, context: Context) -> Result<()> {
    let clock = test::freeze();
    let site = Site::new(&env, &context, Cache::new(), MINUTE);
    assert_eq!(
        site.get("/a").await,
        answer(200, "GET /a of 1", "fwd=miss; stored")
    );
    advance(&clock, 20).await;
    let hit = site.try_ask(request(Method::GET, "/a")).await?;
    let headers = hit.headers();
    assert_eq!(headers.get("cache-control").as_deref(), Some("max-age=60"));
    assert_eq!(headers.get("age").as_deref(), Some("20"));
    assert_eq!(
        headers.get("cache-status").as_deref(),
        Some("worker; hit; ttl=40")
    );
    assert_eq!(headers.get("etag").as_deref(), Some("\"seven\""));
    assert_eq!(
        headers.get("content-type").as_deref(),
        Some("text/plain;charset=UTF-8")
    );
    for inner in ["x-worker-sdk-cache", "cf-cache-status"] {
        assert!(!headers.has(inner), "{inner}");
    }
    assert_eq!(hit.read_text().await?, "GET /a of 1");
    // Another URL is another answer.
    assert_eq!(site.get("/a?b").await.1, "GET /a of 2");
    assert_eq!(site.get("/A").await.1, "GET /A of 3");
    advance(&clock, 40).await;
    assert_eq!(
        site.get("/a").await,
        answer(200, "GET /a of 4", "fwd=stale; stored")
    );
    assert_eq!(
        site.get("/a").await,
        answer(200, "GET /a of 4", "hit; ttl=60")
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_is_not_kept(env: Env, context: Context) {
    let cases: [Fields; 9] = [
        &[],
        &[("cache-control", "private, max-age=60")],
        &[("cache-control", "no-store")],
        &[("cache-control", "max-age=60, no-cache")],
        &[("cache-control", "max-age=60"), ("set-cookie", "a=b")],
        &[("cache-control", "max-age=60"), ("vary", "*")],
        &[("cache-control", "max-age=60"), ("vary", "cookie")],
        &[
            ("cache-control", "max-age=60"),
            ("content-encoding", "gzip"),
        ],
        &[("cache-control", "max-age=0")],
    ];
    for fields in cases {
        let site = Site::new(&env, &context, Cache::new(), fields);
        let get = || request(Method::GET, "/a");
        assert!(!site.keeps(get(), get()).await, "{fields:?}");
        assert_eq!(site.get("/a").await.2, "worker; fwd=miss", "{fields:?}");
    }
    let site = Site::new(&env, &context, Cache::new(), MINUTE);
    site.status.set(500);
    assert_eq!(site.get("/error").await.2, "worker; fwd=miss");
    site.status.set(404);
    assert_eq!(site.get("/none").await.2, "worker; fwd=miss; stored");
    let asked = || with(Method::GET, "/b", &[("cache-control", "no-store")]);
    assert!(!site.keeps(asked(), asked()).await);
    // Others need not make the handler work.
    let again = with(
        Method::GET,
        "/c",
        &[("cache-control", "no-cache"), ("pragma", "no-cache")],
    );
    assert!(site.keeps(request(Method::GET, "/c"), again).await);
    let silent = Site::new(
        &env,
        &context,
        Cache::new().ttl(Duration::from_secs(60)),
        &[],
    );
    assert!(
        silent
            .keeps(request(Method::GET, "/d"), request(Method::GET, "/d"))
            .await
    );
    // Nobody guesses how long a redirect is good that is for now.
    for (status, is_kept) in [(301, true), (302, false), (307, false), (308, true)] {
        silent.status.set(status);
        let get = || request(Method::GET, &format!("/{status}"));
        assert_eq!(silent.keeps(get(), get()).await, is_kept, "{status}");
    }
    site.status.set(302);
    assert_eq!(site.get("/now").await.2, "worker; fwd=miss; stored");
}

#[worker_sdk::test]
async fn answers_for_those_who_say_who_they_are(env: Env, context: Context) {
    let known = |path: &str| with(Method::GET, path, &[("authorization", "Bearer a")]);
    let anyone = |path: &str| request(Method::GET, path);
    let site = Site::new(&env, &context, Cache::new(), MINUTE);
    assert!(!site.keeps(known("/a"), anyone("/a")).await);
    assert!(!site.keeps(anyone("/b"), known("/b")).await);
    let public = Site::new(
        &env,
        &context,
        Cache::new(),
        &[("cache-control", "public, max-age=60")],
    );
    assert!(public.keeps(known("/c"), anyone("/c")).await);
    assert!(public.keeps(anyone("/d"), known("/d")).await);
    // Where Access protects the worker, it knows who asks.
    let protected = Context::from_raw(let_in(context.as_raw()));
    let of = |fields| Site::new(&env, &protected, Cache::new(), fields);
    assert!(!of(MINUTE).keeps(anyone("/e"), anyone("/e")).await);
    let public = of(&[("cache-control", "public, max-age=60")]);
    assert!(public.keeps(anyone("/f"), anyone("/f")).await);
}

#[worker_sdk::test]
async fn other_methods(env: Env, context: Context) {
    let site = Site::new(&env, &context, Cache::new(), MINUTE);
    // Without a copy, nothing is kept of the answer to `HEAD`.
    assert_eq!(
        site.ask(request(Method::HEAD, "/a")).await.2,
        "worker; fwd=miss"
    );
    assert_eq!(site.get("/a").await.2, "worker; fwd=miss; stored");
    let calls = site.calls.get();
    let head = site.try_ask(request(Method::HEAD, "/a")).await.unwrap();
    assert_eq!(site.calls.get(), calls);
    assert!(head.headers().has("etag") && head.read_text().await.unwrap().is_empty());
    let (_, text, told) = site.ask(request(Method::OPTIONS, "/a")).await;
    assert_eq!((text.as_str(), told.as_str()), ("OPTIONS /a of 3", ""));
    let socket = with(Method::GET, "/a", &[("upgrade", "websocket")]);
    assert_eq!(site.ask(socket).await.1, "GET /a of 4");
    assert_eq!(site.get("/a").await.2, "worker; hit; ttl=60");
    // What fails changes nothing.
    site.status.set(409);
    assert_eq!(site.ask(request(Method::POST, "/a")).await.0, 409);
    site.status.set(200);
    assert_eq!(site.get("/a").await.2, "worker; hit; ttl=60");
    assert_eq!(site.ask(request(Method::POST, "/a")).await.2, "");
    assert_eq!(site.get("/a").await.2, "worker; fwd=miss; stored");
}

#[worker_sdk::test]
async fn conditions_and_ranges(env: Env, context: Context) {
    const DATED: Fields = &[
        ("cache-control", "max-age=60"),
        ("etag", "\"seven\""),
        ("last-modified", "Wed, 21 Oct 2015 07:28:00 GMT"),
    ];
    let site = Site::new(&env, &context, Cache::new(), DATED);
    let of = |name, value| with(Method::GET, "/a", &[(name, value)]);
    // The first one finds nothing. What the handler answers is kept, and compared.
    assert_eq!(
        site.ask(of("if-none-match", "\"seven\"")).await,
        answer(304, "", "fwd=miss; stored")
    );
    let text = "GET /a of 1";
    for (name, value, status, expected) in [
        ("if-none-match", "\"seven\"", 304, ""),
        ("if-none-match", "\"six\", W/\"seven\"", 304, ""),
        ("if-none-match", "*", 304, ""),
        ("if-none-match", "\"six\"", 200, text),
        (
            "if-modified-since",
            "Wed, 21 Oct 2015 07:28:00 GMT",
            304,
            "",
        ),
        (
            "if-modified-since",
            "Thu, 22 Oct 2015 07:28:00 GMT",
            304,
            "",
        ),
        (
            "if-modified-since",
            "Tue, 20 Oct 2015 07:28:00 GMT",
            200,
            text,
        ),
        ("if-modified-since", "yesterday", 200, text),
        ("range", "bytes=0-3", 206, "GET "),
        ("range", "bytes=-4", 206, "of 1"),
    ] {
        let (found, body, told) = site.ask(of(name, value)).await;
        assert_eq!(
            (found, body.as_str()),
            (status, expected),
            "{name}: {value}"
        );
        assert_eq!(told, "worker; hit; ttl=60", "{name}: {value}");
    }
    let both = [("range", "bytes=0-3"), ("if-range", "\"six\"")];
    assert_eq!(site.ask(with(Method::GET, "/a", &both)).await.0, 200);
    let both = [
        ("if-none-match", "\"six\""),
        ("if-modified-since", "Thu, 22 Oct 2015 07:28:00 GMT"),
    ];
    assert_eq!(site.ask(with(Method::GET, "/a", &both)).await.0, 200);
    let ranged = site.try_ask(of("range", "bytes=0-3")).await.unwrap();
    assert_eq!(
        ranged.headers().get("content-range").as_deref(),
        Some("bytes 0-3/11")
    );
    assert_eq!(site.calls.get(), 1);
}

/// With browsers that have an older copy, each of them: nothing of what they are answered would be kept.
#[worker_sdk::test]
async fn clients_with_a_copy_do_not_keep_the_cache_empty(env: Env, context: Context) -> Result<()> {
    let clock = test::freeze();
    let calls = Rc::new(Cell::new(0));
    let seen = calls.clone();
    let page = move || {
        seen.set(seen.get() + 1);
        ([("cache-control", "max-age=60")], "hello")
    };
    let router: Router = Router::new()
        .route("/", on_get(page))
        .layer(ETag::new())
        .layer(Cache::new());
    let ask = async |known: &str| {
        let request = with(Method::GET, "/", &[("if-none-match", known)]);
        let answer = router.handle(request, env.clone(), context.clone()).await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers());
        let text = answer.read_text().await?;
        test::settled().await?;
        let told = |name| headers.get(name).unwrap_or_default();
        Ok::<_, Error>((status, text, told("etag"), told("cache-status")))
    };
    let (status, text, etag, _) = ask("\"other\"").await?;
    assert_eq!((status, text.as_str()), (200, "hello"));
    advance(&clock, 61).await;
    for told in ["worker; fwd=stale; stored", "worker; hit; ttl=60"] {
        let expected = (304, String::new(), etag.clone(), told.to_owned());
        assert_eq!(ask(&etag).await?, expected);
    }
    assert_eq!(calls.get(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn what_the_handler_is_asked(env: Env, context: Context) -> Result<()> {
    let asked = |request: Request| {
        let mut seen = String::new();
        for name in [
            "if-match",
            "if-none-match",
            "if-modified-since",
            "range",
            "if-range",
        ] {
            if request.header(name).is_some() {
                seen.push_str(name);
                seen.push(' ');
            }
        }
        ([("cache-control", "max-age=60")], seen)
    };
    let router: Router = Router::new()
        .route("/{*path}", on_get(asked))
        .layer(Cache::new());
    let cases: [(&str, Fields, &str); 4] = [
        (
            "/a",
            &[
                ("if-none-match", "\"a\""),
                ("if-match", "\"b\""),
                ("if-modified-since", "x"),
            ],
            "if-match ",
        ),
        (
            "/b",
            &[
                ("range", "bytes=0-1"),
                ("if-range", "\"a\""),
                ("if-none-match", "\"a\""),
            ],
            "if-none-match range if-range ",
        ),
        (
            "/c",
            &[("if-none-match", "\"a\""), ("cache-control", "no-store")],
            "if-none-match ",
        ),
        ("/d", &[], ""),
    ];
    for (path, fields, expected) in cases {
        let answer = router.handle(
            with(Method::GET, path, fields),
            env.clone(),
            context.clone(),
        );
        assert_eq!(answer.await?.read_text().await?, expected, "{path}");
        test::settled().await?;
    }
    Ok(())
}

/// The nonce in the header is that of this answer, and so is the one in the page.
#[worker_sdk::test]
async fn a_page_with_a_nonce_is_not_kept(env: Env, context: Context) -> Result<()> {
    let _clock = test::freeze();
    let secure = || SecureHeaders::new().content_security_policy("script-src 'nonce-{nonce}'");
    let page = async |nonce: Nonce| ([("cache-control", "public, max-age=60")], nonce.to_string());
    let maybe = async |nonce: Option<Nonce>| {
        (
            [("cache-control", "public, max-age=60")],
            nonce.unwrap().to_string(),
        )
    };
    let routes = || {
        Router::<()>::new()
            .route("/", on_get(page))
            .route("/maybe", on_get(maybe))
            .route(
                "/plain",
                on_get(|| ([("cache-control", "max-age=60")], "hello")),
            )
    };
    let routers = [
        routes().layer(Cache::new().named("inside")).layer(secure()),
        routes()
            .layer(secure())
            .layer(Cache::new().named("outside")),
    ];
    for router in routers {
        for path in ["/", "/maybe"] {
            let mut nonces = Vec::new();
            for _ in 0..2 {
                let asked = request(Method::GET, path);
                let answer = router.handle(asked, env.clone(), context.clone()).await?;
                let policy = answer.headers().get("content-security-policy");
                let nonce = answer.read_text().await?;
                test::settled().await?;
                assert_eq!(policy, Some(format!("script-src 'nonce-{nonce}'")));
                nonces.push(nonce);
            }
            assert_ne!(nonces[0], nonces[1], "{path}");
        }
        for told in ["worker; fwd=miss; stored", "worker; hit; ttl=60"] {
            let asked = request(Method::GET, "/plain");
            let answer = router.handle(asked, env.clone(), context.clone()).await?;
            assert_eq!(answer.headers().get("cache-status").as_deref(), Some(told));
            answer.read_text().await?;
            test::settled().await?;
        }
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_old_answer_is_given_while_a_new_one_is_made(env: Env, context: Context) -> Result<()> {
    let clock = test::freeze();
    let fields: Fields = &[("cache-control", "max-age=60, stale-while-revalidate=30")];
    let site = Site::new(&env, &context, Cache::new(), fields);
    site.get("/a").await;
    advance(&clock, 70).await;
    // Both get the old one, and one of them has a new one made, whatever part it asked for.
    let two = [
        request(Method::GET, "/a"),
        with(Method::GET, "/a", &[("range", "bytes=0-2")]),
    ];
    let [first, second] = two.map(|asked| site.router.handle(asked, env.clone(), context.clone()));
    let (first, second) = (first.await?, second.await?);
    for old in [first, second] {
        assert_eq!(old.headers().get("age").as_deref(), Some("70"));
        assert_eq!(
            old.headers().get("cache-status").as_deref(),
            Some("worker; hit; ttl=-10")
        );
        assert!("GET /a of 1".starts_with(&old.read_text().await?));
    }
    test::settled().await?;
    assert_eq!(site.calls.get(), 2);
    assert_eq!(
        site.get("/a").await,
        answer(200, "GET /a of 2", "hit; ttl=60")
    );
    advance(&clock, 91).await;
    assert_eq!(site.get("/a").await.1, "GET /a of 3", "it was too old");
    // `HEAD` makes no new one.
    advance(&clock, 70).await;
    assert_eq!(
        site.ask(request(Method::HEAD, "/a")).await.2,
        "worker; hit; ttl=-10"
    );
    assert_eq!(site.calls.get(), 3);
    Ok(())
}

#[worker_sdk::test]
async fn an_old_answer_is_given_where_there_is_no_new_one(env: Env, context: Context) {
    let clock = test::freeze();
    let cache = Cache::new().stale_if_error(Duration::from_secs(30));
    let site = Site::new(&env, &context, cache, MINUTE);
    site.get("/a").await;
    advance(&clock, 70).await;
    for failure in [0, 500, 502, 503, 504] {
        site.status.set(failure);
        assert_eq!(
            site.get("/a").await,
            answer(200, "GET /a of 1", "hit; ttl=-10")
        );
    }
    let expected = "an old copy answers, because the handler failed: the handler has failed";
    assert!(test::logs().iter().any(|line| line.text == expected));
    site.status.set(404);
    assert_eq!(site.get("/a").await.0, 404, "that is an answer");
    advance(&clock, 100).await;
    site.status.set(503);
    assert_eq!(site.get("/a").await.0, 503, "it was too old");
    let strict: Fields = &[("cache-control", "max-age=60, must-revalidate")];
    let cache = Cache::new().stale_if_error(Duration::from_secs(30));
    let site = Site::new(&env, &context, cache, strict);
    site.get("/b").await;
    advance(&clock, 70).await;
    site.status.set(503);
    assert_eq!(site.get("/b").await.0, 503, "it must be asked");
}

#[worker_sdk::test]
async fn what_an_answer_is_kept_under(env: Env, context: Context) {
    let fields: Fields = &[("cache-control", "max-age=60"), ("vary", "Accept-Language")];
    let cache = Cache::new().vary(["accept-language"]).named("other");
    let site = Site::new(&env, &context, cache, fields);
    let of = |language: &str| with(Method::GET, "/a", &[("accept-language", language)]);
    assert!(!site.keeps(of("cs"), of("en")).await);
    let calls = site.calls.get();
    assert!(site.ask(of("cs")).await.1.ends_with(" of 1"));
    assert!(site.ask(of("en")).await.1.ends_with(" of 2"));
    // What a client writes does not lead to the answer for others.
    let path = "/a?worker-sdk-vary=cs,";
    assert_eq!(site.get(path).await.2, "worker; fwd=miss; stored");
    assert_eq!(site.calls.get(), calls + 1);

    let cache = Cache::new()
        .key(|request| format!("http://cache.test{}", request.path()))
        .bypass(|request| request.header("x-preview").is_some());
    let site = Site::new(&env, &context, cache, MINUTE);
    let get = |path: &str| request(Method::GET, path);
    assert!(site.keeps(get("/a?utm=1"), get("/a?utm=2")).await);
    let preview = || with(Method::GET, "/a", &[("x-preview", "1")]);
    assert!(!site.keeps(preview(), preview()).await);
    let wrong = Cache::new().key(|_| "no URL".to_owned());
    let site = Site::new(&env, &context, wrong, MINUTE);
    let answer = site
        .router
        .handle(get("/b"), env.clone(), context.clone())
        .await
        .unwrap();
    assert_eq!(answer.read_text().await.unwrap(), "GET /b of 1");
}
