mod random;
mod reference;

use std::rc::Rc;

use http::Method;

use super::{Router, get, on, post};
use crate::middleware::Next;

fn mistakes(router: Router) -> String {
    router.check().unwrap_err().to_string()
}

/// Messages name the places in this file; their lines do not matter.
fn without_lines(text: &str) -> String {
    let places = text.split("tests/mod.rs:");
    let mut parts = places.map(|part| part.trim_start_matches(|char: char| char.is_ascii_digit()));
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "tests/mod.rs" + part)
}

#[test]
fn mistakes_name_both_routes() {
    let conflict = Router::new()
        .route("/users/{id}", get(|| "a"))
        .route("/users/{name}", post(|| "b"));
    let twice = Router::new()
        .route("/a", get(|| "a"))
        .nest("/", Router::new().route("/a", get(|| "b")));
    let in_one = Router::new().route("/a", get(|| "a").get(|| "b"));
    let rest = Router::new()
        .route("/files/{id}", get(|| "a"))
        .route("/files/{*rest}", get(|| "b"));
    let older = Router::new().nest("/api", Router::new().route("/users/:id", get(|| "a")));
    let purge = || on(Method::from_bytes(b"PURGE").unwrap(), || "a");
    let several = Router::new()
        .route("a", get(|| "a"))
        .route("/b", purge())
        .merge(Router::new().route("/b", purge()));
    let cases = [
        (
            conflict,
            "the router cannot be used: the route `/users/{name}` (worker-sdk/src/router/tests/mod.rs) has paths in common \
             with `/users/{id}` (worker-sdk/src/router/tests/mod.rs); use one name for a parameter that both have, or tell \
             them apart by something written out",
        ),
        (
            twice,
            "the router cannot be used: GET has two handlers, for `/a` (worker-sdk/src/router/tests/mod.rs) and for `/a` \
             (worker-sdk/src/router/tests/mod.rs); remove one of them",
        ),
        (
            in_one,
            "the router cannot be used: GET has two handlers, for `/a` (worker-sdk/src/router/tests/mod.rs) and for `/a` \
             (worker-sdk/src/router/tests/mod.rs); remove one of them",
        ),
        (
            rest,
            "the router cannot be used: the route `/files/{*rest}` (worker-sdk/src/router/tests/mod.rs) has paths in common \
             with `/files/{id}` (worker-sdk/src/router/tests/mod.rs); use one name for a parameter that both have, or tell \
             them apart by something written out",
        ),
        (
            older,
            "the router cannot be used: the route `/api/users/:id` (worker-sdk/src/router/tests/mod.rs) has parameters of an \
             older form; write `/api/users/{id}`",
        ),
        (
            several,
            "the router cannot be used: the route `a` (worker-sdk/src/router/tests/mod.rs) does not begin with `/`; add it\n\
             PURGE has two handlers, for `/b` (worker-sdk/src/router/tests/mod.rs) and for `/b` \
             (worker-sdk/src/router/tests/mod.rs); remove one of them",
        ),
    ];
    for (router, expected) in cases {
        assert_eq!(without_lines(&mistakes(router)), expected);
    }
}

#[test]
fn routes_that_are_no_mistake() {
    let router: Router = Router::new()
        .route("/users/{id}", get(|| "a"))
        .route("/users/{id}", post(|| "b"))
        .route("/users/me", get(|| "c"))
        .route("/users/{id}/posts", get(|| "d"))
        .route("/users/img-{id}", get(|| "e"))
        .route("/{*rest}", get(|| "f"))
        .nest("/none", Router::new());
    router.check().unwrap();
    assert_eq!(
        format!("{router:?}").split_once(", ").unwrap().0,
        r#"{"/users/{id}": "GET"#
    );
}

#[test]
fn a_router_that_was_checked_can_change() {
    let checked = || {
        let router: Router = Router::new().route("/a", get(|| "a"));
        router.check().unwrap();
        router
    };
    let b = || get(|| "b");
    let next = async |request, next: Next| next.run(request).await;
    let routers = [
        checked().route("/b", b()),
        checked().nest("/b", Router::new().route("/", b())),
        checked().merge(Router::new().route("/b", b())),
        Router::new().route("/b", b()).merge(checked()),
        checked().with_state(()).route("/b", b()),
        checked().layer(next).route("/b", b()),
    ];
    for router in routers {
        let routes = &router.routes;
        for path in ["/a", "/b"] {
            let (_, params) = routes.find(path, "GET").unwrap();
            let route = params.route.as_ref().map(|route| route.path.as_str());
            assert_eq!(route, Some(path));
        }
    }
    let found = |router: &Router| {
        let routes = &router.routes;
        ["/a", "/other"].map(|path| routes.find(path, "GET").unwrap().0)
    };
    let before = checked();
    let [a, other] = found(&before);
    let [layered, automatic] = found(&before.layer(next));
    assert!(!Rc::ptr_eq(&a, &layered) && !Rc::ptr_eq(&other, &automatic));
    let before = checked().fallback(|| "none");
    let [a, other] = found(&before);
    let [layered, fallback] = found(&before.route_layer(next));
    assert!(!Rc::ptr_eq(&a, &layered) && Rc::ptr_eq(&other, &fallback));
    let twice = checked().route("/a", b());
    assert!(mistakes(twice).contains("GET has two handlers"));
}

#[test]
fn a_way_that_leads_nowhere_is_given_up() {
    let routes = [
        "/{name}.git/info",
        "/{name}/{page}",
        "/a{rest}.git/x",
        "/a/b/c",
    ];
    let add = |router: Router, route: &&str| router.route(route, get(|| "here"));
    let router = routes.iter().fold(Router::new(), add);
    let routes = &router.routes;
    let found = |path| {
        let (_, params) = routes.find(path, "GET").unwrap();
        let values: Vec<_> = params.iter().map(|(_, value)| value.to_owned()).collect();
        let route = params.route.as_ref().map(|route| route.path.clone());
        (route.unwrap_or_default(), values.join(" "))
    };
    let cases = [
        ("/a.git/info", "/{name}.git/info", "a"),
        ("/ab.git/info", "/{name}.git/info", "ab"),
        ("/ab.git/x", "/a{rest}.git/x", "b"),
        ("/a.git/other", "/{name}/{page}", "a.git other"),
        ("/a/b", "/{name}/{page}", "a b"),
        ("/a/b/c", "/a/b/c", ""),
        ("/a/b/d", "", ""),
    ];
    for (path, route, values) in cases {
        assert_eq!(found(path), (route.to_owned(), values.to_owned()), "{path}");
    }
}
