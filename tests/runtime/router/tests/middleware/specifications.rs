//! Cases of the Fetch standard for CORS, and headers that would be two.

use std::time::Duration;

use worker_sdk::extract::{BasicAuth, BearerToken};
use worker_sdk::http::{Method, SetCookie, StatusCode};
use worker_sdk::middleware::{
    Cache, Cors, OnError, RequestIds, RequireBasic, RequireBearer, SecureHeaders, TrailingSlash,
    on_error,
};
use worker_sdk::router::{Router, get as on_get};
use worker_sdk::{Error, Headers, HttpError, IntoResponse, Request, Response, Result, fetch, test};

use crate::common::{ask, request};
use crate::{hello, with};

type Fields<'a> = &'a [(&'static str, &'a str)];

async fn allowed(router: &Router, method: Method, fields: Fields<'_>) -> Option<String> {
    let answer = ask(router, with(method, "/", fields)).await.unwrap();
    answer.headers().get("access-control-allow-origin")
}

/// <https://fetch.spec.whatwg.org/#http-cors-protocol>: an origin is compared byte by byte, and given back as it came.
#[worker_sdk::test]
async fn origins() {
    let router = hello().layer(Cors::origins([
        "https://app.test",
        "https://b.test:8443",
        "null",
    ]));
    for (origin, is_allowed) in [
        ("https://app.test", true),
        ("https://b.test:8443", true),
        ("null", true),
        ("https://app.test/", false),
        ("https://APP.test", false),
        ("HTTPS://app.test", false),
        ("http://app.test", false),
        ("https://app.test:443", false),
        ("https://b.test", false),
        ("https://sub.app.test", false),
        ("https://app.test.evil.test", false),
        ("https://evil.test?https://app.test", false),
        ("https://app.test, https://evil.test", false),
        ("https://app.test https://evil.test", false),
        ("*", false),
        ("", false),
    ] {
        let asked = [("origin", origin), ("access-control-request-method", "PUT")];
        for (method, fields) in [
            (Method::GET, &asked[..1]),
            (Method::POST, &asked[..1]),
            (Method::OPTIONS, &asked),
        ] {
            let found = allowed(&router, method, fields).await;
            assert_eq!(found, is_allowed.then(|| origin.to_owned()), "{origin}");
        }
    }
    assert_eq!(allowed(&router, Method::GET, &[]).await, None);
}

/// What a preflight request is answered with, in each part: <https://fetch.spec.whatwg.org/#cors-preflight-fetch>.
#[worker_sdk::test]
async fn preflight_requests() {
    let cors = Cors::origins_where(|origin| origin.ends_with(".app.test"))
        .allow_credentials()
        .allow_headers(["authorization", "x-a"])
        .expose_headers(["x-b"])
        .max_age(Duration::from_secs(60));
    let router = hello().layer(cors);
    let asked = [
        ("origin", "https://a.app.test"),
        ("access-control-request-method", "DELETE"),
        ("access-control-request-headers", "x-c"),
    ];
    let answer = ask(&router, with(Method::OPTIONS, "/none", &asked))
        .await
        .unwrap();
    assert_eq!(
        answer.status(),
        StatusCode::NO_CONTENT,
        "also where there is no route"
    );
    let expected = [
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-headers", "authorization, x-a"),
        (
            "access-control-allow-methods",
            "GET, HEAD, POST, PUT, PATCH, DELETE",
        ),
        ("access-control-allow-origin", "https://a.app.test"),
        ("access-control-max-age", "60"),
        // What a cache would have to know. What may be read is said with what is read.
        ("vary", "origin"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(answer.headers().entries(), expected);
    // With credentials, `*` means the header `*`: it must not be there.
    for (name, value) in &expected {
        assert!(!value.contains('*'), "{name}");
    }
    // These are no preflight requests.
    for (method, fields) in [
        (Method::OPTIONS, &asked[..1]),
        (Method::GET, &asked),
        (Method::POST, &asked),
    ] {
        let answer = ask(&router, with(method, "/", fields)).await.unwrap();
        assert!(!answer.headers().has("access-control-allow-methods"));
        assert_eq!(
            answer
                .headers()
                .get("access-control-expose-headers")
                .as_deref(),
            Some("x-b")
        );
    }
}

/// Each answer says what it depends on, and keeps what a handler has said.
#[worker_sdk::test]
async fn what_depends_on_the_origin() {
    let router = Router::new()
        .route("/", on_get(|| ([("vary", "accept")], "hello")))
        .layer(Cors::origins(["https://app.test"]));
    for fields in [
        &[][..],
        &[("origin", "https://app.test")],
        &[("origin", "https://b.test")],
    ] {
        let answer = ask(&router, with(Method::GET, "/", fields)).await.unwrap();
        assert_eq!(
            answer.headers().get("vary").as_deref(),
            Some("accept, origin")
        );
    }
}

/// What a handler says, or a server behind it, lets nobody read whom the layer does not.
#[worker_sdk::test]
async fn who_may_read_is_said_once() {
    const SAID: [(&str, &str); 4] = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-credentials", "true"),
        ("access-control-expose-headers", "x-a"),
        ("vary", "Origin"),
    ];
    let routes = || {
        Router::new()
            .route("/", on_get(|| (SAID, "hello")))
            .route("/upstream", on_get(|| fetch("https://origin.example/")))
    };
    let origins = || Cors::origins(["https://app.test"]);
    let named = routes().layer(origins());
    let with_credentials = routes().layer(origins().allow_credentials());
    let any = routes().layer(Cors::any());
    // Two of them: the one that is further out decides.
    let two = routes().layer(Cors::any()).layer(origins());
    let (app, evil) = ("https://app.test", "https://evil.test");
    let _origin = test::stub("origin.example", async |_: Request| {
        (SAID, "hello").into_response()
    });
    for (router, origin, allowed, credentials) in [
        (&named, app, Some(app), None),
        (&named, evil, None, None),
        (&with_credentials, app, Some(app), Some("true")),
        (&with_credentials, evil, None, None),
        // Browsers let nobody read with credentials there.
        (&any, evil, Some("*"), Some("true")),
        (&two, app, Some(app), None),
        (&two, evil, None, None),
    ] {
        for path in ["/", "/upstream"] {
            let asked = with(Method::GET, path, &[("origin", origin)]);
            let headers = ask(router, asked).await.unwrap().headers();
            let said = |name: &str| headers.get(name);
            let found = (said(SAID[0].0), said(SAID[1].0));
            let expected = (allowed.map(str::to_owned), credentials.map(str::to_owned));
            assert_eq!(found, expected, "{path} for {origin}");
            assert_eq!(
                said("access-control-expose-headers").as_deref(),
                Some("x-a")
            );
            let vary = said("vary").unwrap().to_ascii_lowercase();
            assert!(vary.contains("origin"), "{vary}");
        }
    }
}

const BREAK: &str = "1\r\nx-injected: 2";

/// What is written where, with a line break in it.
fn written() -> Vec<(&'static str, Result<Response>)> {
    let hello = || Response::text("hello");
    vec![
        ("value", hello().with_header("x-a", BREAK)),
        ("line feed", hello().with_header("x-a", "1\nx-injected: 2")),
        (
            "carriage return",
            hello().with_header("x-a", "1\rx-injected: 2"),
        ),
        ("zero", hello().with_header("x-a", "1\0")),
        ("name", hello().with_header(BREAK.to_owned(), "1")),
        ("redirect", Response::redirect(BREAK, StatusCode::FOUND)),
        (
            "path of a cookie",
            hello().with_cookie(SetCookie::new("a", "1").path(BREAK)),
        ),
        (
            "domain of a cookie",
            hello().with_cookie(SetCookie::new("a", "1").domain(BREAK)),
        ),
        (
            "name of a cookie",
            hello().with_cookie(SetCookie::new(BREAK, "1")),
        ),
        (
            "removed cookie",
            hello().with_cookie(SetCookie::removal(BREAK)),
        ),
    ]
}

#[worker_sdk::test]
fn no_header_of_a_message_is_two() {
    for (what, response) in written() {
        assert!(response.is_err(), "{what}");
    }
    let mut headers = Headers::new();
    assert!(headers.append("x-a", BREAK).is_err() && headers.set("x-a", BREAK).is_err());
    assert!(headers.append(BREAK.to_owned(), "1").is_err());
    assert_eq!(headers.entries(), []);
    for request in [
        Request::get("http://worker.test/")
            .header("x-a", BREAK)
            .build(),
        Request::get("http://worker.test/")
            .header(BREAK.to_owned(), "1")
            .build(),
        Request::post("http://worker.test/")
            .header("content-type", BREAK)
            .body("a")
            .build(),
    ] {
        assert!(request.is_err());
    }
    // The value of a cookie is encoded.
    let cookie = hello_with(SetCookie::new("a", BREAK)).headers();
    assert_eq!(
        cookie.get("set-cookie").as_deref(),
        Some("a=1%0D%0Ax-injected%3A%202; Path=/")
    );
}

fn hello_with(cookie: SetCookie) -> Response {
    Response::text("hello").with_cookie(cookie).unwrap()
}

fn failures() -> OnError {
    on_error(|error: Error| HttpError::bad_request(error.to_string()).with_header("x-a", BREAK))
}

/// No layer writes a second header, whatever it was made with and whatever was asked.
#[worker_sdk::test]
async fn no_header_of_a_layer_is_two() {
    let never_basic = |_: &BasicAuth, (): &()| false;
    let never = |_: &BearerToken, (): &()| false;
    let routers = [
        hello().layer(Cors::origins_where(|_| true).expose_headers([BREAK])),
        hello().layer(Cors::any().allow_headers([BREAK])),
        hello().layer(SecureHeaders::new().set("x-a", BREAK)),
        hello().layer(SecureHeaders::new().content_security_policy(BREAK)),
        hello().layer(RequireBasic::new(BREAK, never_basic)),
        hello().layer(RequireBearer::new(BREAK, never)),
        hello().layer(RequestIds::new()),
        hello().layer(TrailingSlash::trim()),
        hello().layer(Cache::new().vary([BREAK]).key(|_| BREAK.to_owned())),
        Router::new()
            .route("/", on_get(|| Err::<(), _>(Error::new(BREAK))))
            .layer(failures()),
    ];
    for (index, router) in routers.into_iter().enumerate() {
        let router = router.layer(on_error(|_: Error| HttpError::bad_request("refused")));
        for asked in [
            request(Method::GET, "/"),
            request(Method::GET, "/a%0D%0Ax-injected:%202/"),
            with(
                Method::GET,
                "/",
                &[("origin", "https://a.test"), ("authorization", "Bearer a")],
            ),
            with(
                Method::OPTIONS,
                "/",
                &[
                    ("origin", "https://a.test"),
                    ("access-control-request-method", "PUT"),
                ],
            ),
        ] {
            let answer = ask(&router, asked).await.unwrap();
            for (name, value) in answer.headers().entries() {
                let is_one = !value.contains(['\r', '\n']) && name != "x-injected";
                assert!(is_one, "{index}: {name}: {value}");
            }
        }
    }
}
