//! What handlers take from a request.
#![cfg(target_family = "wasm")]

mod common;

use std::cell::Cell;
use std::rc::Rc;

use common::{ask, get, read, request};
use serde::Deserialize;
use worker_sdk::extract::{
    Accept, AcceptLanguage, BasicAuth, BearerToken, BodyLimit, Cookies, Extension, Form, FromRef,
    Header, MatchedPath, Path, Problems, Query, State, TypedHeader, Valid, Validate,
};
use worker_sdk::http::{Cf, File, FormData, Method, SetCookie};
use worker_sdk::router::{Router, get as on_get, post};
use worker_sdk::{
    Body, Context, Env, Error, Headers, HttpError, IntoResponse, Json, Request, Response, spawn,
    test,
};

#[derive(Deserialize, Debug)]
struct Order {
    items: Vec<Item>,
    note: Option<String>,
}

#[derive(Deserialize, Debug)]
struct Item {
    price: f64,
}

#[derive(Deserialize, Debug)]
struct Search {
    q: String,
    #[serde(default)]
    tag: Vec<String>,
    page: Option<u32>,
}

impl Validate for Order {
    fn validate(&self, problems: &mut Problems) {
        problems.check(!self.items.is_empty(), "items", "are none");
        for (index, item) in self.items.iter().enumerate() {
            problems.check(
                item.price >= 0.0,
                &format!("items[{index}].price"),
                "is below 0",
            );
        }
    }
}

/// A `POST` with a body.
fn sent(path: &str, content_type: &str, body: impl Into<Body>) -> Request {
    let url = format!("http://worker.test{path}");
    let request = Request::post(url).body(body);
    match content_type {
        "" => request.build().unwrap().without_type(),
        kind => request.header("content-type", kind).build().unwrap(),
    }
}

trait WithoutType {
    fn without_type(self) -> Self;
}

impl WithoutType for Request {
    fn without_type(self) -> Self {
        let mut headers = self.headers();
        headers.delete("content-type").unwrap();
        self.with_headers(headers).unwrap()
    }
}

async fn answer(router: &Router, request: Request) -> (u16, String) {
    read(ask(router, request).await.unwrap()).await
}

/// The member of a problem document.
fn member(problem: &str, name: &str) -> Option<String> {
    let document: serde_json::Value = serde_json::from_str(problem).unwrap();
    document.get(name)?.as_str().map(ToOwned::to_owned)
}

#[worker_sdk::test]
async fn paths() {
    #[derive(Deserialize)]
    struct Place {
        row: u32,
        seat: char,
    }
    let router = Router::new()
        .route("/one/{id}", on_get(|Path(id): Path<u8>| id.to_string()))
        .route(
            "/two/{a}/{b}",
            on_get(|Path((a, b)): Path<(String, i64)>| format!("{a} {b}")),
        )
        .route(
            "/hall/{row}/{seat}",
            on_get(|Path(p): Path<Place>| format!("{}{}", p.row, p.seat)),
        )
        .route("/optional/{id}", on_get(optional))
        .route("/optional", on_get(optional))
        .route(
            "/result/{id}",
            on_get(|id: Result<Path<u8>, HttpError>| id.is_err().to_string()),
        )
        .route("/few/{a}/{b}", on_get(|Path(_): Path<u8>| "never"))
        .route(
            "/matched/{id}",
            on_get(|MatchedPath(path): MatchedPath| path),
        );
    fn optional(id: Option<Path<u8>>) -> String {
        format!("{:?}", id.map(|Path(id)| id))
    }
    let cases = [
        ("/one/7", 200, "7"),
        ("/two/a%20b/-3", 200, "a b -3"),
        ("/hall/12/C", 200, "12C"),
        ("/optional/7", 200, "Some(7)"),
        ("/optional", 200, "None"),
        ("/result/x", 200, "true"),
        ("/matched/7", 200, "/matched/{id}"),
    ];
    for (path, status, text) in cases {
        assert_eq!(get(&router, path).await, (status, text.into()), "{path}");
    }
    let (status, problem) = get(&router, "/one/256").await;
    assert_eq!(status, 400);
    assert_eq!(
        member(&problem, "detail").unwrap(),
        "id: `256` is not an integer from 0 to 255"
    );
    assert_eq!(member(&problem, "field").unwrap(), "id");
    assert_eq!(get(&router, "/optional/x").await.0, 400);
    // It is the worker that asks for what its path has not.
    let (status, problem) = get(&router, "/few/1/2").await;
    assert_eq!(status, 500);
    assert!(!problem.contains("tuple"), "{problem}");
    assert!(
        test::logs()
            .iter()
            .any(|line| line.text.contains("take a tuple or struct"))
    );
}

#[worker_sdk::test]
async fn queries() {
    let router = Router::new()
        .route(
            "/search",
            on_get(|Query(s): Query<Search>| format!("{} {:?} {:?}", s.q, s.tag, s.page)),
        )
        .route(
            "/optional",
            on_get(|s: Option<Query<Search>>| s.is_some().to_string()),
        );
    let cases = [
        ("/search?q=a", "a [] None"),
        ("/search?q=a+b%26&page=2&other=x", "a b& [] Some(2)"),
        ("/search?q=&tag=x&tag=y", " [\"x\", \"y\"] None"),
        ("/optional", "false"),
        ("/optional?", "false"),
        ("/optional?q=a", "true"),
    ];
    for (path, text) in cases {
        assert_eq!(get(&router, path).await, (200, text.into()), "{path}");
    }
    let wrong = [
        ("/search", Some("q"), "missing field `q`"),
        (
            "/search?q=a&page=x",
            Some("page"),
            "page: `x` is not an integer of 32 bits without a sign",
        ),
        ("/optional?page=1", Some("q"), "missing field `q`"),
        (
            "/search?q=a&q=b",
            Some("q"),
            "q: was sent 2 times, but takes one value",
        ),
    ];
    for (path, field, detail) in wrong {
        let (status, problem) = get(&router, path).await;
        assert_eq!(status, 400, "{path}");
        assert_eq!(member(&problem, "detail").unwrap(), detail, "{path}");
        assert_eq!(member(&problem, "field").as_deref(), field, "{path}");
    }
}

#[worker_sdk::test]
async fn json() {
    let router = Router::new()
        .route(
            "/",
            post(|Json(order): Json<Order>| format!("{} {:?}", order.items.len(), order.note)),
        )
        .route(
            "/optional",
            post(|order: Option<Json<Order>>| order.is_some().to_string()),
        )
        .route(
            "/result",
            post(|order: Result<Json<Order>, HttpError>| {
                order.err().map_or(0, |e| e.status().as_u16()).to_string()
            }),
        );
    let right = r#"{"items":[{"price":1.5}],"note":"é"}"#;
    for kind in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/vnd.api+json",
    ] {
        assert_eq!(
            answer(&router, sent("/", kind, right)).await,
            (200, "1 Some(\"é\")".into()),
            "{kind}"
        );
    }
    let marked = format!("\u{feff}{right}");
    assert_eq!(
        answer(&router, sent("/", "application/json", marked)).await,
        (200, "1 Some(\"é\")".into()),
        "as `Request::json`, it skips a byte order mark"
    );
    let cases = [
        (
            "text/plain",
            right,
            415,
            None,
            "the content type of the body is `text/plain`; send `application/json`",
        ),
        (
            "",
            right,
            415,
            None,
            "the body has no content type; send `application/json`",
        ),
        (
            "application/json",
            "{",
            400,
            None,
            "the body is not JSON: EOF while parsing an object at line 1 column 1",
        ),
        (
            "application/json",
            "",
            400,
            None,
            "the body is not JSON: EOF while parsing a value at line 1 column 0",
        ),
        (
            "application/json",
            r#"{"items":[{"price":1},{"price":2},{"price":"x"}]}"#,
            422,
            Some("items[2].price"),
            "items[2].price: invalid type: string \"x\", expected f64",
        ),
        (
            "application/json",
            "{}",
            422,
            Some("items"),
            "missing field `items`",
        ),
        (
            "application/json",
            r#"{"items":[{"price":1},{}]}"#,
            422,
            Some("items[1].price"),
            "items[1]: missing field `price`",
        ),
        (
            "application/json",
            "7",
            422,
            None,
            "invalid type: integer `7`, expected struct Order",
        ),
        (
            "application/json",
            "\u{feff}{\"items\":[{\"price\":true}]}",
            422,
            Some("items[0].price"),
            "items[0].price: invalid type: boolean `true`, expected f64",
        ),
    ];
    for (kind, body, expected, field, detail) in cases {
        let (status, problem) = answer(&router, sent("/", kind, body)).await;
        assert_eq!(status, expected, "{body}: {problem}");
        assert_eq!(member(&problem, "detail").unwrap(), detail);
        assert_eq!(member(&problem, "field").as_deref(), field);
    }
    assert_eq!(
        answer(&router, request(Method::POST, "/optional")).await.1,
        "false"
    );
    assert_eq!(
        answer(&router, sent("/optional", "application/json", right))
            .await
            .1,
        "true"
    );
    assert_eq!(
        answer(&router, sent("/optional", "application/json", "{"))
            .await
            .0,
        400
    );
    assert_eq!(
        answer(&router, sent("/result", "application/json", "{}"))
            .await
            .1,
        "422"
    );
}

#[worker_sdk::test]
async fn values_are_checked() {
    let router = Router::new().route(
        "/",
        post(|Valid(Json(order)): Valid<Json<Order>>| order.items.len().to_string()),
    );
    let kind = "application/json";
    assert_eq!(
        answer(&router, sent("/", kind, r#"{"items":[{"price":1}]}"#)).await,
        (200, "1".into())
    );
    let (status, problem) = answer(
        &router,
        sent("/", kind, r#"{"items":[{"price":-1},{"price":-2}]}"#),
    )
    .await;
    assert_eq!(status, 422);
    assert_eq!(
        problem,
        r#"{"title":"Unprocessable Entity","status":422,"detail":"items[0].price is below 0; items[1].price is below 0","problems":[{"field":"items[0].price","problem":"is below 0"},{"field":"items[1].price","problem":"is below 0"}]}"#
    );
    assert_eq!(answer(&router, sent("/", kind, "{}")).await.0, 422);
    assert_eq!(answer(&router, sent("/", "text/plain", "{}")).await.0, 415);
}

#[worker_sdk::test]
async fn forms() {
    let router = Router::new()
        .route(
            "/",
            post(|Form(s): Form<Search>| format!("{} {:?} {:?}", s.q, s.tag, s.page)),
        )
        .route(
            "/optional",
            post(|s: Option<Form<Search>>| s.is_some().to_string()),
        )
        .route(
            "/files",
            post(async |form: FormData| {
                let file = form.file("file").unwrap();
                format!("{} {}", file.name(), file.size())
            }),
        );
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(
        answer(&router, sent("/", kind, "q=a+b&tag=x&tag=y")).await,
        (200, "a b [\"x\", \"y\"] None".into())
    );
    let mut form = FormData::new();
    form.append("q", "é & ü");
    form.append("file", File::new(b"abc", "a.txt", "text/plain"));
    let multipart = |path: &str| {
        let mut copy = FormData::new();
        for (name, value) in form.entries() {
            copy.append(&name, value);
        }
        Request::post(format!("http://worker.test{path}"))
            .body(copy)
            .build()
            .unwrap()
    };
    assert_eq!(
        answer(&router, multipart("/")).await,
        (200, "é & ü [] None".into())
    );
    assert_eq!(
        answer(&router, multipart("/files")).await,
        (200, "a.txt 3".into())
    );
    let (status, problem) = answer(&router, sent("/", kind, "q=a&page=-1")).await;
    assert_eq!(
        (status, member(&problem, "field").as_deref()),
        (422, Some("page"))
    );
    assert_eq!(
        answer(&router, sent("/", "application/json", "{}")).await.0,
        415
    );
    assert_eq!(
        answer(
            &router,
            sent("/", "multipart/form-data; boundary=x", "no form")
        )
        .await
        .0,
        400
    );
    assert_eq!(
        answer(&router, sent("/", kind, vec![b'q', b'=', 0xff]))
            .await
            .0,
        400
    );
    assert_eq!(
        answer(&router, request(Method::POST, "/optional")).await.1,
        "false"
    );
}

#[worker_sdk::test]
async fn bodies_have_a_limit() {
    let router = Router::new()
        .route("/text", post(|text: String| text.len().to_string()))
        .route("/bytes", post(|bytes: Vec<u8>| bytes.len().to_string()))
        .route(
            "/json",
            post(|Json(text): Json<String>| text.len().to_string()),
        )
        .layer(BodyLimit::new(100))
        .route("/default", post(|bytes: Vec<u8>| bytes.len().to_string()));
    for path in ["/text", "/bytes"] {
        assert_eq!(
            answer(&router, sent(path, "text/plain", "x".repeat(100))).await,
            (200, "100".into())
        );
        assert_eq!(
            answer(&router, sent(path, "text/plain", "x".repeat(101)))
                .await
                .0,
            413,
            "{path}"
        );
    }
    let json = format!("\"{}\"", "x".repeat(99));
    assert_eq!(
        answer(&router, sent("/json", "application/json", json))
            .await
            .0,
        413
    );
    let mebibytes = |count: usize| sent("/default", "", vec![0; count * 1024 * 1024]);
    assert_eq!(answer(&router, mebibytes(2)).await, (200, "2097152".into()));
    let (status, problem) = answer(&router, mebibytes(3)).await;
    assert_eq!(status, 413);
    assert_eq!(
        member(&problem, "detail").unwrap(),
        "the body is larger than 2097152 bytes"
    );
    let forms = Router::new()
        .route("/form", post(|_: Form<Search>| "taken"))
        .route("/files", post(|_: FormData| "taken"))
        .layer(BodyLimit::new(100));
    let multipart = |length: usize| {
        let begin = "--x\r\ncontent-disposition: form-data; name=\"q\"\r\n\r\n";
        let end = "\r\n--x--\r\n";
        let text = "q".repeat(length - begin.len() - end.len());
        format!("{begin}{text}{end}")
    };
    let kind = "multipart/form-data; boundary=x";
    for path in ["/form", "/files"] {
        for (length, status) in [(100, 200), (101, 413)] {
            let form = sent(path, kind, multipart(length));
            assert_eq!(form.header("content-length"), None);
            assert_eq!(answer(&forms, form).await.0, status, "{path} {length}");
        }
    }
}

/// A hundred chunks that are said to be ten bytes, and how many of them were taken.
fn lie(path: &str, kind: &str) -> (Request, Rc<Cell<u32>>) {
    let (mut sender, body) = Body::channel();
    let taken = Rc::new(Cell::new(0));
    let count = taken.clone();
    spawn(async move {
        while count.get() < 100 {
            sender.send(vec![0; 65_536]).await?;
            count.set(count.get() + 1);
        }
        sender.close();
        Ok::<_, Error>(())
    });
    let request = sent(path, kind, body).with_header("content-length", "10");
    (request.unwrap(), taken)
}

/// As a service binding passes it on, or who decompresses a body and keeps its headers.
#[worker_sdk::test]
async fn a_length_that_is_not_true_gets_no_more_than_the_limit() {
    let router = Router::new()
        .route("/bytes", post(|_: Vec<u8>| "taken"))
        .route("/text", post(|_: String| "taken"))
        .route("/json", post(|_: Json<String>| "taken"))
        .route("/form", post(|_: Form<Search>| "taken"))
        .route("/files", post(|_: FormData| "taken"))
        .layer(BodyLimit::new(100));
    let urlencoded = "application/x-www-form-urlencoded";
    let multipart = "multipart/form-data; boundary=x";
    for (path, kind) in [
        ("/bytes", ""),
        ("/text", "text/plain"),
        ("/json", "application/json"),
        ("/form", urlencoded),
        ("/form", multipart),
        ("/files", urlencoded),
        ("/files", multipart),
    ] {
        let (request, taken) = lie(path, kind);
        assert_eq!(answer(&router, request).await.0, 413, "{path} {kind}");
        assert!(taken.get() < 10, "{path} {kind}: {} chunks", taken.get());
    }
    for (path, kind, body) in [
        ("/json", "application/json", "\"and within the limit\""),
        ("/form", urlencoded, "q=and+within+the+limit"),
        (
            "/files",
            multipart,
            "--x\r\ncontent-disposition: form-data; name=\"q\"\r\n\r\n\r\n--x--\r\n",
        ),
    ] {
        let request = sent(path, kind, body).with_header("content-length", "1");
        let (status, text) = answer(&router, request.unwrap()).await;
        assert_eq!((status, &*text), (200, "taken"), "{path} {kind}");
    }
}

#[worker_sdk::test]
async fn text_is_utf8() {
    let router = Router::new().route("/", post(|text: String| text));
    assert_eq!(answer(&router, sent("/", "", "é")).await, (200, "é".into()));
    assert_eq!(answer(&router, sent("/", "", vec![0xff])).await.0, 400);
}

#[worker_sdk::test]
async fn headers_and_cookies() {
    struct Version(u32);
    impl Header for Version {
        const NAME: &'static str = "x-version";
        fn decode(value: &str) -> Option<Self> {
            value.parse().ok().map(Self)
        }
    }
    let router = Router::new()
        .route(
            "/version",
            on_get(|TypedHeader(Version(v)): TypedHeader<Version>| v.to_string()),
        )
        .route(
            "/optional",
            on_get(|v: Option<TypedHeader<Version>>| v.is_some().to_string()),
        )
        .route(
            "/headers",
            on_get(|headers: Headers| headers.get("x-version").unwrap_or_default()),
        )
        .route(
            "/token",
            on_get(|TypedHeader(BearerToken(token)): TypedHeader<BearerToken>| token),
        )
        .route(
            "/basic",
            on_get(|TypedHeader(who): TypedHeader<BasicAuth>| who.username),
        )
        .route(
            "/cookies",
            on_get(async |cookies: Cookies| {
                assert_eq!(format!("{cookies:?}"), r#"{"other", "name"}"#);
                let name = cookies.get("name").unwrap_or("nobody").to_owned();
                (
                    SetCookie::new("seen", "a b"),
                    Some(SetCookie::new("two", "")),
                    name,
                )
            }),
        );
    let with = |path: &str, name: &'static str, value: &str| {
        request(Method::GET, path).with_header(name, value).unwrap()
    };
    assert_eq!(
        answer(&router, with("/version", "x-version", "7")).await,
        (200, "7".into())
    );
    assert_eq!(
        answer(&router, with("/headers", "x-version", "7")).await,
        (200, "7".into())
    );
    let (status, problem) = get(&router, "/version").await;
    assert_eq!(
        (status, member(&problem, "field").as_deref()),
        (400, Some("x-version"))
    );
    assert_eq!(
        answer(&router, with("/version", "x-version", "x")).await.0,
        400
    );
    assert_eq!(get(&router, "/optional").await.1, "false");
    assert_eq!(
        answer(&router, with("/optional", "x-version", "x")).await.0,
        400
    );
    assert_eq!(
        answer(&router, with("/token", "authorization", "Bearer abc"))
            .await
            .1,
        "abc"
    );
    assert_eq!(
        answer(&router, with("/basic", "authorization", "Basic YTpi"))
            .await
            .1,
        "a"
    );
    let response = ask(
        &router,
        with("/cookies", "cookie", "other=1; name=J%C3%B6rg"),
    )
    .await
    .unwrap();
    assert_eq!(
        response.headers().get_set_cookie(),
        ["seen=a%20b; Path=/", "two=; Path=/"]
    );
    assert_eq!(read(response).await.1, "Jörg");
}

#[worker_sdk::test]
async fn what_belongs_to_the_platform(env: Env, context: Context) {
    let router: Router = Router::new()
        .route("/env", on_get(|env: Env| env.var("GREETING").unwrap()))
        .route(
            "/method",
            on_get(|method: Method, cf: Cf| format!("{method} {:?}", cf.country())),
        )
        .route(
            "/context",
            on_get(|context: Option<Context>| context.is_some().to_string()),
        )
        .route("/needs-context", on_get(|_: Context| "never"))
        .route(
            "/extension",
            on_get(|extension: Option<Extension<u8>>| extension.is_some().to_string()),
        )
        .route("/needs-extension", on_get(|_: Extension<u8>| "never"))
        .route(
            "/http",
            post(|request: http::Request<Body>| request.uri().path().to_owned()),
        );
    assert_eq!(get(&router, "/env").await.1, "hello");
    assert_eq!(get(&router, "/method").await.1, "GET None");
    assert_eq!(get(&router, "/context").await.1, "false");
    assert_eq!(get(&router, "/extension").await.1, "false");
    let response = router
        .handle(request(Method::GET, "/context"), env, context)
        .await
        .unwrap();
    assert_eq!(read(response).await.1, "true");
    let failure = async |path| {
        let response = ask(&router, request(Method::GET, path)).await;
        response.map(drop).unwrap_err().to_string()
    };
    assert_eq!(
        failure("/needs-context").await,
        "there is no context inside of a Durable Object; use `worker_sdk::spawn`"
    );
    assert_eq!(
        failure("/needs-extension").await,
        "nothing has left a `u8` for this handler; put the middleware that does around its route"
    );
}

#[worker_sdk::test]
async fn parts_of_the_state() {
    #[derive(Clone)]
    struct App {
        title: String,
    }
    struct Title(String);
    impl FromRef<App> for Title {
        fn from_ref(app: &App) -> Self {
            Self(app.title.clone())
        }
    }
    let app = App {
        title: "shop".into(),
    };
    let router = Router::new()
        .route(
            "/",
            on_get(|State(title): State<Title>, State(app): State<App>| {
                format!("{} {}", title.0, app.title)
            }),
        )
        .with_state(app);
    assert_eq!(get(&router, "/").await.1, "shop shop");
}

#[worker_sdk::test]
async fn a_body_is_handed_on_unread() {
    async fn echo(body: Body) -> impl IntoResponse {
        Response::new(body)
    }
    let router = Router::new().route("/", post(echo));
    let large = "x".repeat(3 * 1024 * 1024);
    let (status, text) = answer(&router, sent("/", "", large.clone())).await;
    assert_eq!((status, text.len()), (200, large.len()));
}

#[worker_sdk::test]
async fn what_the_client_would_rather_have() {
    let choose = |language: AcceptLanguage, accept: Accept| {
        let language = language.best(&["en", "de"]).unwrap_or("none");
        let kind = accept.best(&["application/json", "text/html"]);
        format!("{language} {}", kind.unwrap_or("none"))
    };
    let router = Router::new().route("/", on_get(choose));
    let cases: [(&[(&'static str, &str)], &str); 3] = [
        (&[], "en application/json"),
        (
            &[("accept-language", "fr, de-CH;q=0.8"), ("accept", "text/*")],
            "de text/html",
        ),
        (
            &[("accept-language", "fr"), ("accept", "image/png")],
            "none none",
        ),
    ];
    for (fields, expected) in cases {
        let mut headers = Headers::new();
        for (name, value) in fields {
            headers.set(*name, *value).unwrap();
        }
        let request = request(Method::GET, "/").with_headers(headers).unwrap();
        assert_eq!(answer(&router, request).await, (200, expected.into()));
    }
}
