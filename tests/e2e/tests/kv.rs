//! The examples that live on Workers KV.

use std::sync::LazyLock;

use e2e::{Config, Server, example, stand_in};
use http::{Request, StatusCode};
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let config = ["kv", "feature-flags"]
        .into_iter()
        .fold(Config::new(), |config, name| {
            config.worker(example(name).unwrap())
        });
    let waiting = example("feature-flags").unwrap().name("waiting-flags");
    let config = config
        .worker(stand_in("namespace", "namespace.js"))
        .worker(waiting.service("SETTINGS", "namespace"));
    Server::start(&config).unwrap()
});

fn status(worker: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let client = SERVER.client(worker);
    let request = Request::builder().method(method).uri(client.url(path));
    let answer = match body {
        "" => client.send(request, ()),
        body => client.send(request, body),
    };
    let allow = answer
        .headers
        .get("allow")
        .map(|value| value.to_str().unwrap().to_owned());
    (answer.status, allow.unwrap_or_else(|| answer.text()))
}

#[test]
fn users_are_created_listed_read_and_removed() {
    let client = SERVER.client("kv");
    let create = |name: &str| {
        let user = json!({"name": name, "email": format!("{name}@example.com")});
        let answer = client.post("/api/users", "application/json", user.to_string());
        assert_eq!(answer.status, StatusCode::CREATED.as_u16());
        answer.json::<Value>()
    };
    let (ada, bob) = (create("Ada"), create("Bob"));
    assert_eq!(
        (&ada["name"], &ada["email"]),
        (&json!("Ada"), &json!("Ada@example.com"))
    );
    assert!(ada["created_at"].as_str().unwrap().ends_with('Z'));

    let id = ada["id"].as_str().unwrap();
    assert_eq!(client.get(&format!("/api/users/{id}")).json::<Value>(), ada);

    let users = client.get("/api/users").json::<Vec<Value>>();
    for user in [&ada, &bob] {
        assert!(
            users.contains(&json!({"id": user["id"], "name": user["name"]})),
            "{users:?}"
        );
    }

    assert_eq!(
        status("kv", "DELETE", &format!("/api/users/{id}"), "").0,
        204
    );
    assert_eq!(client.get(&format!("/api/users/{id}")).status, 404);
}

#[test]
fn users_are_listed_page_by_page() {
    let client = SERVER.client("kv");
    for number in 0..60 {
        let user = json!({"name": "many", "email": format!("many{number}@example.com")});
        client.post("/api/users", "application/json", user.to_string());
    }
    let (mut path, mut found, mut pages) = ("/api/users".to_owned(), 0, 0);
    loop {
        let page = client.get(&path);
        let users = page.json::<Vec<Value>>();
        found += users.iter().filter(|user| user["name"] == "many").count();
        pages += 1;
        let Some(cursor) = page.headers.get("x-next-cursor") else {
            break;
        };
        path = format!("/api/users?cursor={}", cursor.to_str().unwrap());
    }
    assert_eq!(found, 60);
    assert!(pages > 1, "a page has 50 users");
}

#[test]
fn users_that_are_refused() {
    let create = |body| status("kv", "POST", "/api/users", body);
    assert_eq!(create(r#"{"name": " ", "email": "a@b"}"#).0, 400);
    assert_eq!(create(r#"{"name": "Ada", "email": "nowhere"}"#).0, 400);
    let (code, reason) = create(r#"{"name": "Ada"}"#);
    assert_eq!(code, 400);
    assert!(reason.contains("missing field `email`"), "{reason}");
    assert_eq!(create("no JSON").0, 400);
    let allow = |method, path| status("kv", method, path, "");
    assert_eq!(allow("PUT", "/api/users"), (405, "GET, POST".into()));
    assert_eq!(allow("PATCH", "/api/users/1"), (405, "GET, DELETE".into()));
    assert_eq!(allow("GET", "/elsewhere").0, 404);
}

#[test]
fn flags_are_off_unless_switched_on() {
    let client = SERVER.client("feature-flags");
    let flags = || {
        client
            .get("/flags?name=dark-mode&name=beta")
            .json::<Value>()
    };
    assert_eq!(flags(), json!({"beta": false, "dark-mode": false}));
    assert_eq!(
        status("feature-flags", "PUT", "/flags/dark-mode", "true").0,
        204
    );
    assert_eq!(flags(), json!({"beta": false, "dark-mode": true}));
    assert_eq!(
        status("feature-flags", "PUT", "/flags/dark-mode", "false").0,
        204
    );
    assert_eq!(flags(), json!({"beta": false, "dark-mode": false}));
    assert_eq!(client.get("/flags").json::<Value>(), json!({}));
    assert_eq!(
        status("feature-flags", "PUT", "/flags/beta", "maybe").0,
        400
    );
}

#[test]
fn settings_are_read_at_the_same_time() {
    let client = SERVER.client("feature-flags");
    for name in ["a", "b", "c", "d"] {
        let path = format!("/config/{name}");
        assert_eq!(
            status("feature-flags", "PUT", &path, r#"{"limit": 3}"#).0,
            204
        );
    }
    let answer = client.get("/config?name=a&name=b&name=c&name=d&name=none");
    let setting = json!({"limit": 3});
    assert_eq!(
        answer.json::<Value>(),
        json!({"a": setting, "b": setting, "c": setting, "d": setting, "none": null})
    );

    let waiting = SERVER.client("waiting-flags");
    let answer: Value = waiting.get("/config?name=a&name=b&name=c").json();
    assert_eq!(
        answer,
        json!({"a": "config:a", "b": "config:b", "c": "config:c"})
    );
    assert_eq!(SERVER.client("namespace").get("/").text(), "3");
}
