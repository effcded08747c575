//! What stands around handlers: each with a request that passes and one that is refused.
#![cfg(target_family = "wasm")]

#[path = "../common/mod.rs"]
mod common;

mod cache;
mod compression;
mod failures;
mod logger;
mod order;
mod rate_limit;
mod rate_limiting;
mod specifications;
mod upstream_limit;
#[path = "../../../wrangler.rs"]
mod wrangler;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use common::{ask, get, read, request};
use worker_sdk::crypto::timing_safe_equal;
use worker_sdk::extract::{BasicAuth, BearerToken, Extension};
use worker_sdk::http::{Html, Method, StatusCode};
use worker_sdk::middleware::{
    BodyLimit, Cors, Csrf, ETag, Nonce, RequestId, RequestIds, RequireBasic, RequireBearer,
    SecureHeaders, Timeout, TrailingSlash, on_error,
};
use worker_sdk::router::{Router, get as on_get, post};
use worker_sdk::{Body, Error, Headers, HttpError, Request, Response, Result, sleep, test};

/// A request with headers.
fn with(method: Method, path: &str, fields: &[(&'static str, &str)]) -> Request {
    let mut headers = Headers::new();
    for (name, value) in fields {
        headers.set(*name, *value).unwrap();
    }
    request(method, path).with_headers(headers).unwrap()
}

async fn headers_of(router: &Router, request: Request) -> (u16, Headers) {
    let response = ask(router, request).await.unwrap();
    (response.status().as_u16(), response.headers())
}

const APP: &str = "https://app.test";

fn hello() -> Router {
    Router::new().route("/", on_get(|| "hello").post(|| "posted"))
}

#[worker_sdk::test]
async fn cors_lets_an_origin_read() {
    let router = hello().layer(
        Cors::origins([APP])
            .allow_credentials()
            .expose_headers(["x-a", "x-b"]),
    );
    let (status, headers) = headers_of(&router, with(Method::GET, "/", &[("origin", APP)])).await;
    assert_eq!(status, 200);
    assert_eq!(
        headers.get("access-control-allow-origin").as_deref(),
        Some(APP)
    );
    assert_eq!(
        headers.get("access-control-allow-credentials").as_deref(),
        Some("true")
    );
    assert_eq!(
        headers.get("access-control-expose-headers").as_deref(),
        Some("x-a, x-b")
    );
    assert_eq!(headers.get("vary").as_deref(), Some("origin"));
    for other in [
        &[("origin", "https://app.test.evil.test")][..],
        &[("origin", "null")],
        &[],
    ] {
        let (status, headers) = headers_of(&router, with(Method::GET, "/", other)).await;
        assert_eq!(status, 200);
        assert!(!headers.has("access-control-allow-origin"), "{other:?}");
        assert_eq!(headers.get("vary").as_deref(), Some("origin"));
    }
    // Errors can be read too.
    let (status, headers) =
        headers_of(&router, with(Method::GET, "/none", &[("origin", APP)])).await;
    assert_eq!(status, 404);
    assert!(headers.has("access-control-allow-origin"));
}

#[worker_sdk::test]
async fn cors_answers_preflight_requests() {
    let cors = Cors::origins([APP])
        .allow_methods([Method::PUT, Method::POST])
        .max_age(Duration::from_secs(600));
    let router = hello().layer(cors);
    let asked = [
        ("origin", APP),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "x-c"),
    ];
    let (status, headers) = headers_of(&router, with(Method::OPTIONS, "/", &asked)).await;
    assert_eq!(status, 204);
    let expected = [
        ("access-control-allow-headers", "x-c"),
        ("access-control-allow-methods", "PUT, POST"),
        ("access-control-allow-origin", APP),
        ("access-control-max-age", "600"),
        ("vary", "origin, access-control-request-headers"),
    ];
    assert_eq!(
        headers.entries(),
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    let other = [
        ("origin", "https://evil.test"),
        ("access-control-request-method", "PUT"),
    ];
    let (status, headers) = headers_of(&router, with(Method::OPTIONS, "/", &other)).await;
    assert_eq!(status, 204);
    assert_eq!(headers.entries().len(), 1, "vary alone: {headers:?}");
    // Without the question, `OPTIONS` is a method as others are.
    let (_, headers) = headers_of(&router, with(Method::OPTIONS, "/", &[("origin", APP)])).await;
    assert_eq!(
        headers.get("allow").as_deref(),
        Some("GET, HEAD, OPTIONS, POST")
    );
}

/// What the state says is asked at each request.
#[worker_sdk::test]
async fn cors_by_the_state() -> Result<()> {
    type App = Rc<RefCell<Result<Vec<String>, &'static str>>>;
    let app: App = Rc::new(RefCell::new(Ok(vec![APP.to_owned()])));
    let cors = Cors::with(|app: &App| {
        let origins = app.borrow().clone().map_err(Error::new)?;
        Ok(Cors::origins(origins).allow_credentials())
    });
    let router: Router<App> = Router::new().route("/", on_get(|| "hello")).layer(cors);
    let asked = async |method: Method, origin: &'static str| {
        let asked = [("origin", origin), ("access-control-request-method", "PUT")];
        let request = with(method, "/", &asked);
        let answer = router
            .handle_with(request, test::env(), app.clone())
            .await?;
        let headers = answer.headers();
        Ok::<_, Error>((
            answer.status().as_u16(),
            headers.get("access-control-allow-origin"),
            headers.has("access-control-allow-credentials"),
            headers.has("access-control-allow-methods"),
        ))
    };
    const STAGING: &str = "https://staging.app.test";
    let allowed = |origin: &str| Some(origin.to_owned());
    assert_eq!(
        asked(Method::GET, APP).await?,
        (200, allowed(APP), true, false)
    );
    assert_eq!(
        asked(Method::OPTIONS, APP).await?,
        (204, allowed(APP), true, true)
    );
    for (method, status) in [(Method::GET, 200), (Method::OPTIONS, 204)] {
        let refused = (status, None, false, false);
        assert_eq!(asked(method, STAGING).await?, refused);
    }
    *app.borrow_mut() = Ok(vec![STAGING.to_owned()]);
    assert_eq!(
        asked(Method::GET, STAGING).await?,
        (200, allowed(STAGING), true, false)
    );
    assert_eq!(asked(Method::GET, APP).await?.1, None);
    *app.borrow_mut() = Err("no origins today");
    let error = asked(Method::GET, APP).await.unwrap_err();
    assert_eq!(error.to_string(), "no origins today");
    Ok(())
}

#[worker_sdk::test]
async fn cors_for_all() {
    let router = hello().layer(Cors::any().allow_headers(["x-d"]));
    let (_, headers) = headers_of(&router, with(Method::GET, "/", &[])).await;
    assert_eq!(
        headers.get("access-control-allow-origin").as_deref(),
        Some("*")
    );
    assert!(!headers.has("vary"));
    let asked = [
        ("origin", APP),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "x-c"),
    ];
    let (_, headers) = headers_of(&router, with(Method::OPTIONS, "/none", &asked)).await;
    assert_eq!(
        headers.get("access-control-allow-headers").as_deref(),
        Some("x-d")
    );
    let wrong = hello().layer(Cors::any().allow_credentials());
    let error = ask(&wrong, request(Method::GET, "/"))
        .await
        .map(drop)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "browsers refuse credentials where every origin is allowed; name the origins with `Cors::origins`"
    );
}

#[worker_sdk::test]
async fn secure_headers() {
    let page = async |nonce: Nonce| Html(nonce.to_string());
    let router = Router::new()
        .route("/", on_get(page))
        .route(
            "/framed",
            on_get(|| ([("x-frame-options", "DENY")], "hello")),
        )
        .layer(
            SecureHeaders::new()
                .without("X-DNS-Prefetch-Control")
                .set("referrer-policy", "same-origin")
                .content_security_policy("script-src 'nonce-{nonce}'"),
        );
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let response = ask(&router, request(Method::GET, "/")).await.unwrap();
        let headers = response.headers();
        assert_eq!(
            headers.get("x-content-type-options").as_deref(),
            Some("nosniff")
        );
        assert_eq!(
            headers.get("referrer-policy").as_deref(),
            Some("same-origin")
        );
        assert!(!headers.has("x-dns-prefetch-control"));
        let nonce = read(response).await.1;
        assert_eq!(nonce.len(), 32);
        assert_eq!(
            headers.get("content-security-policy"),
            Some(format!("script-src 'nonce-{nonce}'"))
        );
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
    let (_, headers) = headers_of(&router, request(Method::GET, "/framed")).await;
    assert_eq!(headers.get("x-frame-options").as_deref(), Some("DENY"));
    let bare = Router::new().route("/", on_get(page));
    let error = ask(&bare, request(Method::GET, "/"))
        .await
        .map(drop)
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("there is no nonce; put `SecureHeaders`"),
        "{error}"
    );
}

#[worker_sdk::test]
async fn request_ids() {
    let routes = || Router::new().route("/", on_get(|RequestId(id): RequestId| id));
    let router = routes().layer(RequestIds::new());
    for (sent, kept) in [("abc-1", true), ("a b", false), ("<script>", false)] {
        let response = ask(&router, with(Method::GET, "/", &[("x-request-id", sent)]))
            .await
            .unwrap();
        let id = response.headers().get("x-request-id").unwrap();
        assert_eq!(id == sent, kept, "{id}");
        assert_eq!(read(response).await.1, id);
    }
    let router = routes().layer(RequestIds::new().always_new());
    let (_, headers) =
        headers_of(&router, with(Method::GET, "/", &[("x-request-id", "abc")])).await;
    assert_eq!(headers.get("x-request-id").map(|id| id.len()), Some(36));
}

#[worker_sdk::test]
async fn a_limit_on_time() {
    let router = Router::new()
        .route(
            "/slow",
            on_get(async || sleep(Duration::from_secs(5)).await),
        )
        .route("/fast", on_get(async || "fast"))
        .layer(Timeout::new(Duration::from_millis(20)));
    assert_eq!(get(&router, "/fast").await, (200, "fast".into()));
    assert_eq!(get(&router, "/slow").await.0, 504);
}

#[worker_sdk::test]
async fn cors_of_the_second_half_of_a_path() {
    let whole = on_get(|| "list").post(|| "created").layer(Cors::any());
    let routers: [Router; 3] = [
        Router::new().route("/", whole),
        Router::new()
            .route("/", on_get(|| "list"))
            .route("/", post(|| "created").layer(Cors::any())),
        Router::new()
            .route("/", post(|| "created").layer(Cors::any()))
            .route("/", on_get(|| "list")),
    ];
    let asked = [("origin", APP), ("access-control-request-method", "POST")];
    for router in routers {
        let (status, headers) = headers_of(&router, with(Method::OPTIONS, "/", &asked)).await;
        assert_eq!(status, 204);
        assert_eq!(
            headers.get("access-control-allow-origin").as_deref(),
            Some("*")
        );
    }
}

#[worker_sdk::test]
async fn a_limit_on_bodies() {
    // The handler reads nothing: what the client says is enough.
    let router = Router::new()
        .route("/", post(async |_: Body| "taken"))
        .layer(BodyLimit::new(10));
    let sent = |length: usize| {
        let url = "http://worker.test/";
        let length = length.to_string();
        Request::post(url)
            .header("content-length", length)
            .body("x")
            .build()
            .unwrap()
    };
    assert_eq!(headers_of(&router, sent(10)).await.0, 200);
    assert_eq!(headers_of(&router, sent(11)).await.0, 413);
}

#[worker_sdk::test]
async fn basic_auth() {
    fn is_right(who: &BasicAuth, password: &&'static str) -> bool {
        who.username == "Aladdin" && timing_safe_equal(&who.password, password)
    }
    let router_of = |password: &'static str| {
        let name = on_get(|Extension(who): Extension<BasicAuth>| who.username);
        Router::new()
            .route("/", name)
            .layer(RequireBasic::new("the \"cave\"\r\n", is_right))
            .with_state(password)
    };
    let router = router_of("open sesame");
    let right = [("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")];
    let response = ask(&router, with(Method::GET, "/", &right)).await.unwrap();
    assert_eq!(read(response).await, (200, "Aladdin".into()));
    let wrong = [
        &[][..],
        &[("authorization", "Basic QWxhZGRpbjpvcGVu")],
        &[("authorization", "Bearer abc")],
    ];
    for fields in wrong {
        let (status, headers) = headers_of(&router, with(Method::GET, "/", fields)).await;
        assert_eq!(status, 401, "{fields:?}");
        let challenge = headers.get("www-authenticate");
        assert_eq!(
            challenge.as_deref(),
            Some(r#"Basic realm="the \"cave\"??", charset="UTF-8""#)
        );
    }
    // A secret that was set to nothing lets nobody in.
    let router = router_of("");
    let empty = [("authorization", "Basic QWxhZGRpbjo=")];
    let (status, _) = headers_of(&router, with(Method::GET, "/", &empty)).await;
    assert_eq!(status, 401);
}

#[worker_sdk::test]
async fn bearer_auth() {
    let router = Router::new()
        .route("/", on_get(|| "hello"))
        .route_layer(RequireBearer::new(
            "api",
            |token: &BearerToken, known: &&str| timing_safe_equal(&token.0, known),
        ))
        .with_state("s3cr3t");
    let cases = [
        (&[("authorization", "Bearer s3cr3t")][..], 200, None),
        (&[], 401, Some("Bearer realm=\"api\"")),
        (
            &[("authorization", "Bearer s3cr3T")],
            401,
            Some("Bearer realm=\"api\", error=\"invalid_token\""),
        ),
        (
            &[("authorization", "Basic YTpi")],
            401,
            Some("Bearer realm=\"api\""),
        ),
        (&[("authorization", "")], 401, Some("Bearer realm=\"api\"")),
        (
            &[("authorization", "bearer")],
            400,
            Some("Bearer realm=\"api\", error=\"invalid_request\""),
        ),
        (
            &[("authorization", "Bearer ")],
            400,
            Some("Bearer realm=\"api\", error=\"invalid_request\""),
        ),
        (
            &[("authorization", "Bearer \u{a0}s3cr3t")],
            400,
            Some("Bearer realm=\"api\", error=\"invalid_request\""),
        ),
    ];
    for (fields, expected, challenge) in cases {
        let (status, headers) = headers_of(&router, with(Method::GET, "/", fields)).await;
        assert_eq!(status, expected, "{fields:?}");
        assert_eq!(headers.get("www-authenticate").as_deref(), challenge);
    }
    assert_eq!(get(&router, "/none").await.0, 404);
}

#[worker_sdk::test]
async fn etags() {
    let router = Router::new()
        .route(
            "/",
            on_get(|| ([("cache-control", "max-age=60")], "hello")).post(|| "hello"),
        )
        .route("/own", on_get(|| ([("etag", "W/\"7\"")], "seven")))
        .route("/error", on_get(|| (StatusCode::BAD_GATEWAY, "hello")))
        .route(
            "/stream",
            on_get(|| Body::from_raw(Response::text("hello").into_raw().unwrap())),
        )
        .layer(ETag::new());
    let response = ask(&router, request(Method::GET, "/")).await.unwrap();
    let headers = response.headers();
    let etag = headers.get("etag").unwrap();
    assert_eq!(
        etag, "\"2cf24dba5fb0a30e26e83b2ac5b9e29e\"",
        "SHA-256 of the body"
    );
    assert_eq!(
        headers.get("content-type").as_deref(),
        Some("text/plain;charset=UTF-8")
    );
    assert_eq!(read(response).await, (200, "hello".into()));
    let weak = format!("W/{etag}");
    let list = format!("\"other\", {etag}");
    for known in [&*etag, &*weak, &*list, "*"] {
        let response = ask(&router, with(Method::GET, "/", &[("if-none-match", known)]))
            .await
            .unwrap();
        let headers = response.headers();
        assert_eq!(headers.get("cache-control").as_deref(), Some("max-age=60"));
        assert!(headers.has("etag") && !headers.has("content-type"));
        assert_eq!(read(response).await, (304, String::new()), "{known}");
    }
    let own = with(Method::HEAD, "/own", &[("if-none-match", "\"7\"")]);
    assert_eq!(headers_of(&router, own).await.0, 304);
    let other = with(Method::GET, "/", &[("if-none-match", "\"other\"")]);
    assert_eq!(headers_of(&router, other).await.0, 200);
    for (method, path) in [
        (Method::POST, "/"),
        (Method::GET, "/error"),
        (Method::GET, "/stream"),
    ] {
        let (_, headers) = headers_of(&router, with(method, path, &[("if-none-match", "*")])).await;
        assert!(!headers.has("etag"), "{path}");
    }
}

#[worker_sdk::test]
async fn requests_of_other_sites() {
    let router = hello().layer(Csrf::new().trust(APP));
    let own = "http://worker.test";
    let cases: [(&[(&'static str, &str)], u16); 9] = [
        (&[], 200),
        (&[("sec-fetch-site", "same-origin"), ("origin", own)], 200),
        (&[("sec-fetch-site", "none")], 200),
        (&[("origin", own)], 200),
        (&[("sec-fetch-site", "cross-site"), ("origin", APP)], 200),
        (
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://evil.test"),
            ],
            403,
        ),
        (
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", "http://evil.worker.test"),
            ],
            403,
        ),
        (&[("origin", "http://worker.test:8080")], 403),
        (&[("origin", "null")], 403),
    ];
    for (fields, expected) in cases {
        let (status, _) = headers_of(&router, with(Method::POST, "/", fields)).await;
        assert_eq!(status, expected, "{fields:?}");
        let (status, _) = headers_of(&router, with(Method::GET, "/", fields)).await;
        assert_eq!(status, 200, "reading changes nothing");
    }
}

/// Browsers let any site open one, with the cookies of its user.
#[worker_sdk::test]
async fn sockets_of_other_sites() {
    let router = hello().layer(Csrf::new().trust(APP));
    for (origin, expected) in [
        ("http://worker.test", 200),
        (APP, 200),
        ("https://evil.test", 403),
        ("null", 403),
    ] {
        let fields = [("upgrade", "WebSocket"), ("origin", origin)];
        let (status, _) = headers_of(&router, with(Method::GET, "/", &fields)).await;
        assert_eq!(status, expected, "{origin}");
    }
    let not_a_browser = with(Method::GET, "/", &[("upgrade", "websocket")]);
    assert_eq!(headers_of(&router, not_a_browser).await.0, 200);
}

#[worker_sdk::test]
async fn slashes_at_the_end() {
    let router = Router::new()
        .route("/a", on_get(|| "a").post(|| "posted"))
        .route("/b/", on_get(|| "b"))
        .layer(TrailingSlash::trim());
    let location = async |router: &Router, path: &str| {
        let (status, headers) = headers_of(router, request(Method::GET, path)).await;
        (status, headers.get("location"))
    };
    let to = |path: &str| (301, Some(format!("http://worker.test{path}")));
    assert_eq!(location(&router, "/a/?b=c").await, to("/a?b=c"));
    assert_eq!(location(&router, "//evil.test/").await, to("//evil.test"));
    assert_eq!(location(&router, "/a").await, (200, None));
    assert_eq!(location(&router, "/b/").await, (200, None));
    assert_eq!(location(&router, "/none").await, (404, None));
    assert_eq!(
        headers_of(&router, request(Method::POST, "/a/")).await.0,
        404
    );
    let router = Router::new()
        .route("/a/", on_get(|| "a"))
        .layer(TrailingSlash::append());
    assert_eq!(location(&router, "/a").await, to("/a/"));
    assert_eq!(location(&router, "/a.png").await, (404, None));
}

#[worker_sdk::test]
async fn failures_become_answers() {
    async fn fails() -> Result<String> {
        Err("the password is 1234")?
    }
    async fn also_fails() -> Result<String, HttpError> {
        Ok(fails().await?)
    }
    let router = Router::new()
        .route("/", on_get(fails))
        .route("/http", on_get(also_fails))
        .layer(on_error(|error: Error| HttpError::internal(error)))
        .layer(Cors::any());
    for path in ["/", "/http"] {
        let response = ask(&router, request(Method::GET, path)).await.unwrap();
        assert!(response.headers().has("access-control-allow-origin"));
        let (status, problem) = read(response).await;
        assert_eq!(status, 500);
        assert_eq!(
            problem,
            r#"{"title":"Internal Server Error","status":500,"detail":"the server could not answer; the cause is in its log"}"#
        );
    }
    let logged = test::logs()
        .into_iter()
        .filter(|line| line.text.contains("the password is 1234"));
    assert_eq!(logged.count(), 2);
}

#[worker_sdk::test]
async fn no_header_has_a_line_break() {
    let router = Router::new()
        .route("/part", on_get(|| ([("x-a", "1\r\nx-b: 2")], "hello")))
        .route(
            "/error",
            on_get(|| HttpError::bad_request("a\r\nb").with_header("x-a", "1\r\nx-b: 2")),
        )
        .route(
            "/redirect",
            on_get(|| Response::redirect("/\r\nx-b: 2", StatusCode::SEE_OTHER)),
        );
    for path in ["/part", "/redirect"] {
        let error = ask(&router, request(Method::GET, path))
            .await
            .map(drop)
            .unwrap_err();
        assert!(error.to_string().contains("has a line break"), "{error}");
    }
    let (status, headers) = headers_of(&router, request(Method::GET, "/error")).await;
    assert_eq!(
        (status, headers.has("x-a"), headers.has("x-b")),
        (400, false, false)
    );
}
