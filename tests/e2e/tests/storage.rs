//! The examples in which several stores work together.

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use e2e::{Answer, Config, Server, example};
use http::Request;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(30);

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let names = ["cached-users", "rendered-pages", "layers"];
    let config = names.into_iter().fold(Config::new(), |config, name| {
        config.worker(example(name).unwrap())
    });
    Server::start(&config).unwrap()
});

fn put(worker: &str, path: &str, body: &str) -> u16 {
    let client = SERVER.client(worker);
    client.send(Request::put(client.url(path)), body).status
}

/// Asks until a header is this; what was missing is stored behind the answer before.
fn wait_for(worker: &str, path: &str, header: &str, value: &str) -> Answer {
    let start = Instant::now();
    loop {
        let answer = SERVER.client(worker).get(path);
        if answer.header(header) == value {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "{path}: {}", answer.text());
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_list_of_users_comes_from_kv_until_one_is_added() {
    let client = SERVER.client("cached-users");
    let create = |name: &str| {
        let user = json!({"name": name, "email": format!("{name}@example.com")});
        client.post("/api/users", "application/json", user.to_string())
    };
    let list = || client.get("/api/users");
    let ada = create("ada");
    assert_eq!(ada.status, 201);
    let ada = ada.json::<Value>();
    assert_eq!(
        (&ada["name"], &ada["email"]),
        (&json!("ada"), &json!("ada@example.com"))
    );

    let missed = list();
    assert_eq!(missed.header("x-cache"), "MISS");
    let hit = wait_for("cached-users", "/api/users", "x-cache", "HIT");
    assert_eq!(hit.header("content-type"), "application/json");
    assert_eq!(hit.json::<Value>(), json!([ada]));
    assert_eq!(missed.json::<Value>(), json!([ada]));

    let bob = create("bob").json::<Value>();
    let fresh = list();
    assert_eq!(
        fresh.header("x-cache"),
        "MISS",
        "the write dropped the list"
    );
    assert_eq!(fresh.json::<Value>(), json!([bob, ada]));

    assert_eq!(
        client
            .get(&format!("/api/users/{}", bob["id"]))
            .json::<Value>(),
        bob
    );
    assert_eq!(client.get("/api/users/100").status, 404);
    assert_eq!(create("ada").status, 409);
    assert_eq!(
        client.post("/api/users", "application/json", "{}").status,
        400
    );
}

#[test]
fn a_page_is_rendered_once() {
    let page = json!({"title": "Tom & <Jerry>", "body": "{{title}} \"1 < 2\""}).to_string();
    let client = SERVER.client("rendered-pages");
    assert_eq!(put("rendered-pages", "/home", &page), 204);
    assert_eq!(client.get("/home").status, 404, "there is no template");
    let template = "<title>{{title}}</title>{{body}}{{title}}";
    assert_eq!(put("rendered-pages", "/template", template), 204);

    let html = "<title>Tom &amp; &lt;Jerry></title>&#123;&#123;title}} &quot;1 &lt; 2&quot;Tom &amp; &lt;Jerry>";
    let first = client.get("/home");
    assert_eq!(
        (first.header("x-cache"), first.text().as_str()),
        ("MISS", html)
    );
    assert_eq!(first.header("content-type"), "text/html;charset=UTF-8");
    let second = wait_for("rendered-pages", "/home", "x-cache", "HIT");
    assert_eq!(second.text(), html);

    assert_eq!(
        put("rendered-pages", "/home", r#"{"title": "new", "body": ""}"#),
        204
    );
    assert_eq!(client.get("/home").text(), "<title>new</title>new");
    assert_eq!(client.get("/nowhere").status, 404);
    assert_eq!(put("rendered-pages", "/home", "{}"), 400);
}

#[test]
fn data_comes_from_the_nearest_layer() {
    let client = SERVER.client("layers");
    assert_eq!(client.post("/api/data", "text/plain", "apple").status, 201);
    let products = json!([{"id": 1, "name": "apple"}]);
    let first = client.get("/api/data");
    assert_eq!(
        (first.header("x-source"), first.json::<Value>()),
        ("d1", products.clone())
    );
    let cached = wait_for("layers", "/api/data", "x-source", "cache");
    assert_eq!(cached.json::<Value>(), products);
    // The cache does not know another URL, KV does; and it does not ask the database.
    client.post("/api/data", "text/plain", "pear");
    let stored = wait_for("layers", "/api/data?other", "x-source", "kv");
    assert_eq!(stored.json::<Value>(), products);
    let expires = client.get("/api/keys").json::<Value>()["products"]
        .as_u64()
        .unwrap();
    let left = expires - UNIX_EPOCH.elapsed().unwrap().as_secs();
    assert!(
        (200..=300).contains(&left),
        "KV keeps it for 300 s, not {left}"
    );

    let start = Instant::now();
    let answers = loop {
        let answers: Value = client.get("/api/answers").json();
        // They are counted behind the answers.
        if ["cache", "d1", "kv"]
            .iter()
            .all(|layer| answers[layer].is_u64())
        {
            break answers;
        }
        assert!(start.elapsed() < PATIENCE, "{answers}");
        thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(answers.as_object().unwrap().len(), 3, "{answers}");
    assert_eq!(client.get("/").status, 404);

    let import = client.post("/api/import", "text/plain", "plum\nfig");
    assert_eq!(import.status, 202);
    let products = exported(4);
    let names: Vec<_> = products.iter().map(|product| &product["name"]).collect();
    assert_eq!(names, ["apple", "pear", "plum", "fig"]);
}

/// What the nightly run exports, when there are so many products.
fn exported(count: usize) -> Vec<Value> {
    let start = Instant::now();
    loop {
        let export = SERVER.scheduled("layers", "0 3 * * *", 1_767_225_600_000);
        assert_eq!(export.status, 200);
        let client = SERVER.client("layers");
        let products: Vec<Value> = client.get("/exports/2026-01-01.json").json();
        if products.len() >= count {
            return products;
        }
        assert!(start.elapsed() < PATIENCE, "{products:?}");
        thread::sleep(Duration::from_millis(100));
    }
}
