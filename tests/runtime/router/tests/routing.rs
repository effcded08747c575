//! Which handler answers.
#![cfg(target_family = "wasm")]

mod common;

use common::{ask, get, head, read, request};
use worker_sdk::extract::{Extension, MatchedPath, Path, State};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::Next;
use worker_sdk::router::{Router, any, get as on_get, on, post};
use worker_sdk::{Request, Response, Result};

fn path_of(Path(path): Path<String>) -> String {
    path
}

#[worker_sdk::test]
async fn handlers_of_all_forms() {
    async fn named() -> &'static str {
        "async"
    }
    let router = Router::new()
        .route("/sync", on_get(|| "sync"))
        .route("/async", on_get(named))
        .route(
            "/closure",
            on_get(async |request: Request| request.path().to_owned()),
        )
        .route(
            "/result",
            on_get(async || Err::<(), _>(StatusCode::IM_A_TEAPOT)),
        );
    assert_eq!(get(&router, "/sync").await, (200, "sync".into()));
    assert_eq!(get(&router, "/async").await, (200, "async".into()));
    assert_eq!(get(&router, "/closure").await, (200, "/closure".into()));
    assert_eq!(get(&router, "/result").await, (418, String::new()));
}

/// What Hono and axum do is in the documentation of the module; these are our choices.
#[worker_sdk::test]
async fn paths() {
    let router = Router::new()
        .route("/", on_get(|| "root"))
        .route("/a", on_get(|| "a"))
        .route("/~", on_get(|| "home"))
        .route("/café", on_get(|| "café"))
        .route("/users/{id}", on_get(path_of))
        .route("/users/me", on_get(|| "me"))
        .route("/img-{id}.png", on_get(path_of))
        .route("/files/{*path}", on_get(path_of));
    let cases = [
        ("/", 200, "root"),
        ("", 200, "root"),
        ("/?a=b", 200, "root"),
        ("/a", 200, "a"),
        ("/a?", 200, "a"),
        ("/A", 404, ""),
        ("/a/", 404, ""),
        ("//a", 404, ""),
        ("/%61", 404, ""),
        ("/%7e", 404, ""),
        ("/caf%C3%A9", 200, "café"),
        ("/caf%c3%a9", 200, "café"),
        ("/café", 200, "café"),
        ("/x/../a", 200, "a"),
        ("/x/%2e%2E/a", 200, "a"),
        ("/x\\..\\a", 200, "a"),
        ("/users/7", 200, "7"),
        ("/users/me", 200, "me"),
        ("/users/mee", 200, "mee"),
        ("/users/%41da%2d1", 200, "Ada-1"),
        ("/users/", 404, ""),
        ("/users//", 404, ""),
        ("/users/a%2Fb", 200, "a/b"),
        ("/users/a+b%20c", 200, "a+b c"),
        ("/users/%C3%A9%zz%", 200, "é%zz%"),
        ("/users/a;b=c,d", 200, "a;b=c,d"),
        ("/users/%00", 200, "\0"),
        ("/img-7.png", 200, "7"),
        ("/img-.png", 404, ""),
        ("/img%2d7.png", 404, ""),
        ("/files/a/b//c/", 200, "a/b//c/"),
        ("/files/%2e%2e%2fa", 200, "../a"),
        ("/files/", 404, ""),
        ("/files", 404, ""),
        ("/{id}", 404, ""),
    ];
    for (path, status, text) in cases {
        let (found, body) = get(&router, path).await;
        assert_eq!(found, status, "{path}: {body}");
        assert!(status == 404 || body == text, "{path}: {body}");
    }
    let (status, problem) = get(&router, "/users/%ff").await;
    assert_eq!(status, 400);
    assert!(
        problem.contains("id: this part of the path is not UTF-8"),
        "{problem}"
    );
}

/// What is written out in a route is in the path that middleware sees.
#[worker_sdk::test]
async fn escaped_letters_pass_no_check_of_the_path() {
    async fn closed(request: Request, next: Next) -> Result<Response> {
        match request.path().starts_with("/admin") {
            true => Ok(Response::empty().with_status(StatusCode::FORBIDDEN)),
            false => next.run(request).await,
        }
    }
    let admin = Router::new().route("/users", on_get(|| "secret"));
    let router = Router::new()
        .route("/admin", on_get(|| "secret"))
        .nest("/admin", admin)
        .layer(closed);
    for (path, status) in [
        ("/admin", 403),
        ("/%61dmin", 404),
        ("/admi%6E", 404),
        ("/admin/users", 403),
        ("/%61dmin/users", 404),
        ("/x/%2e%2e/admin", 403),
    ] {
        assert_eq!(get(&router, path).await.0, status, "{path}");
    }
}

#[worker_sdk::test]
async fn methods() {
    let router = Router::new()
        .route("/item", on_get(|| "get").put(|| "put").delete(|| "delete"))
        .route("/item", post(|| "post"))
        .route("/head", on_get(|| "get").head(|| StatusCode::NO_CONTENT))
        .route("/own", on_get(|| "get").options(|| "own"))
        .route(
            "/any",
            any(|method: Method| method.to_string()).get(|| "get"),
        )
        .route("/post", post(|| "post"));
    let cases = [
        (Method::GET, "/item", 200, None),
        (Method::POST, "/item", 200, None),
        (Method::HEAD, "/item", 200, None),
        (
            Method::PATCH,
            "/item",
            405,
            Some("DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        ),
        (
            Method::OPTIONS,
            "/item",
            204,
            Some("DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        ),
        (Method::HEAD, "/head", 204, None),
        (Method::OPTIONS, "/own", 200, None),
        (Method::HEAD, "/post", 405, Some("OPTIONS, POST")),
        (Method::GET, "/post", 405, Some("OPTIONS, POST")),
        (Method::OPTIONS, "/any", 200, None),
        (Method::GET, "/none", 404, None),
        (Method::OPTIONS, "/none", 404, None),
    ];
    for (method, path, status, allow) in cases {
        let (found, headers) = head(&router, method.clone(), path).await;
        assert_eq!(found, status, "{method} {path}");
        assert_eq!(headers.get("allow").as_deref(), allow, "{method} {path}");
    }
    let response = ask(&router, request(Method::DELETE, "/any")).await.unwrap();
    assert_eq!(read(response).await, (200, "DELETE".into()));
    let refused = ask(&router, request(Method::PATCH, "/item")).await.unwrap();
    assert_eq!(
        read(refused).await.1,
        r#"{"title":"Method Not Allowed","status":405,"detail":"this path has only the methods DELETE, GET, HEAD, OPTIONS, POST, PUT"}"#
    );
}

#[worker_sdk::test]
async fn a_method_of_another_name() {
    // No `Request` of the platform has this method, so the router is asked for one that it has.
    let purge = Method::from_bytes(b"PURGE").unwrap();
    let router = Router::new().route("/", on(purge, || "purged"));
    let (status, headers) = head(&router, Method::GET, "/").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(headers.get("allow").as_deref(), Some("OPTIONS, PURGE"));
}

#[worker_sdk::test]
async fn nested_and_merged() {
    async fn mark(request: Request, next: Next) -> Result<Response> {
        next.run(request).await?.with_header("x-layer", "api")
    }
    let users = Router::new()
        .route("/", on_get(|| "users"))
        .route(
            "/{id}",
            on_get(|Path((team, id)): Path<(String, u32)>| format!("{id} of {team}")),
        )
        .fallback(|| (StatusCode::NOT_FOUND, "no user"));
    let api = Router::new()
        .route("/", on_get(|| "api"))
        .route("/status", on_get(|| "fine"))
        .nest("/teams/{team}/users", users)
        .layer(mark);
    let router = Router::new()
        .nest("/api", api)
        .merge(Router::new().route("/about", on_get(|path: MatchedPath| path.0)))
        .fallback(|| (StatusCode::NOT_FOUND, "nothing"));
    let cases = [
        ("/api", 200, "api"),
        ("/api/", 404, "nothing"),
        ("/api/status", 200, "fine"),
        ("/api/teams/red/users", 200, "users"),
        ("/api/teams/red/users/7", 200, "7 of red"),
        ("/api/teams/red/users/7/x", 404, "no user"),
        ("/api/teams/red/userss", 404, "nothing"),
        ("/api/none", 404, "nothing"),
        ("/about", 200, "/about"),
        ("/", 404, "nothing"),
    ];
    for (path, status, text) in cases {
        assert_eq!(get(&router, path).await, (status, text.into()), "{path}");
    }
    let layered = ["/api", "/api/teams/red/users/7", "/api/teams/red/users/7/x"];
    for path in [
        "/api",
        "/api/teams/red/users/7",
        "/api/teams/red/users/7/x",
        "/api/none",
        "/about",
    ] {
        let (_, headers) = head(&router, Method::GET, path).await;
        assert_eq!(headers.has("x-layer"), layered.contains(&path), "{path}");
    }
}

/// Where the fallback of the wrong router answers, the layers around the right one are not asked.
#[worker_sdk::test]
async fn the_nearest_fallback_answers() {
    let orders = [
        ["/admin", "/{organization}"],
        ["/a/b", "/{something}"],
        ["/{team}/long", "/a-long-name"],
        ["/a/{x}", "/{longer}/b"],
        ["/v{n}", "/{organization}"],
        ["/{n}.git", "/release-{n}"],
        ["/release-{number}", "/{organization}"],
    ];
    let paths = [
        "/admin/none",
        "/a/b/none",
        "/a-long-name/long/x",
        "/a/b",
        "/v2/none",
        "/release-1.git/x",
        "/release-7/none",
    ];
    for ([near, far], path) in orders.into_iter().zip(paths) {
        let inner = |text: &'static str| Router::<()>::new().fallback(move || text);
        for [first, second] in [[near, far], [far, near]] {
            let router = Router::new()
                .nest(first, inner(first))
                .nest(second, inner(second))
                .fallback(|| "outer");
            assert_eq!(get(&router, path).await.1, near, "{path}");
        }
    }
}

#[worker_sdk::test]
async fn a_fallback_answers_below_its_whole_prefix() {
    let router = Router::new()
        .nest("/v{n}", Router::new().fallback(|| "version"))
        .nest("/{name}.git", Router::new().fallback(|| "repository"))
        .fallback(|| "outer");
    let cases = [
        ("/v2/none", "version"),
        ("/v2", "version"),
        ("/a.git/none", "repository"),
        ("/v/none", "outer"),
        ("/w2/none", "outer"),
        ("/.git/none", "outer"),
        ("/a.gits", "outer"),
    ];
    for (path, expected) in cases {
        assert_eq!(get(&router, path).await.1, expected, "{path}");
    }
}

#[worker_sdk::test]
async fn layers_stand_around_what_is_there_by_then() {
    async fn outer(request: Request, mut next: Next) -> Result<String> {
        next.insert(vec!["outer"]);
        let inner = next.run(request).await?;
        Ok(format!("outer({})", inner.read_text().await?))
    }
    async fn inner(
        Extension(seen): Extension<Vec<&'static str>>,
        request: Request,
        next: Next,
    ) -> Result<String> {
        let inner = next.run(request).await?;
        Ok(format!(
            "inner after {}({})",
            seen.join(","),
            inner.read_text().await?
        ))
    }
    async fn own(request: Request, next: Next) -> Result<String> {
        Ok(format!(
            "own({})",
            next.run(request).await?.read_text().await?
        ))
    }
    let router = Router::new()
        .route("/both", on_get(|| "both").layer(own))
        .fallback(|| "fallback")
        .layer(inner)
        .route("/one", on_get(|| "one"))
        .layer(outer)
        .route("/none", on_get(|| "none"));
    assert_eq!(
        get(&router, "/both").await.1,
        "outer(inner after outer(own(both)))"
    );
    assert_eq!(get(&router, "/one").await.1, "outer(one)");
    assert_eq!(get(&router, "/none").await.1, "none");
    assert_eq!(
        get(&router, "/x").await.1,
        "outer(inner after outer(fallback))"
    );
    // What the router answers by itself is inside of the layers too.
    let options = ask(&router, request(Method::OPTIONS, "/one"))
        .await
        .unwrap();
    assert_eq!(read(options).await.1, "outer()");
}

#[worker_sdk::test]
async fn a_route_layer_leaves_the_fallback_alone() {
    async fn refuse(_: Request, _: Next) -> StatusCode {
        StatusCode::UNAUTHORIZED
    }
    let router = Router::new()
        .route("/", on_get(|| "hello"))
        .route_layer(refuse);
    assert_eq!(get(&router, "/").await.0, 401);
    assert_eq!(get(&router, "/none").await.0, 404);
}

#[worker_sdk::test]
async fn state_of_several_types() {
    async fn number(State(number): State<u32>, request: Request, next: Next) -> Result<Response> {
        next.run(request)
            .await?
            .with_header("x-number", number.to_string())
    }
    let inner: Router<&'static str> = Router::new()
        .route(
            "/number",
            on_get(|State(number): State<u32>| number.to_string()),
        )
        .layer(number)
        .with_state(7)
        .route("/text", on_get(|State(text): State<&'static str>| text));
    let router = Router::new().nest("/inner", inner).with_state("text");
    assert_eq!(get(&router, "/inner/number").await.1, "7");
    assert_eq!(get(&router, "/inner/text").await.1, "text");
    let (_, headers) = head(&router, Method::GET, "/inner/number").await;
    assert_eq!(headers.get("x-number").as_deref(), Some("7"));
}

#[worker_sdk::test]
async fn a_router_with_mistakes_answers_nothing() {
    let router = Router::new()
        .route("/", on_get(|| "a"))
        .route("/", on_get(|| "b"));
    let error = ask(&router, request(Method::GET, "/"))
        .await
        .map(drop)
        .unwrap_err();
    assert!(
        error.to_string().contains("GET has two handlers"),
        "{error}"
    );
}
