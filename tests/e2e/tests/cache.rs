//! The example that keeps responses in the cache.

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Config, Server, example, stand_in};

const FRESH: Duration = Duration::from_secs(2);

/// An origin that numbers its answers, and the example in front of it.
static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("cache").unwrap();
    let config = Config::new()
        .worker(stand_in("origin", "origin.js"))
        .worker(
            example
                .var("FRESH_SECONDS", FRESH.as_secs())
                .outbound("origin"),
        );
    Server::start(&config).unwrap()
});

/// How the answer came, and the answer.
fn get(path: &str) -> (String, String) {
    let answer = SERVER.client("cache").get(path);
    assert!(
        answer.headers.get("x-fresh-until").is_none(),
        "that is for the worker alone"
    );
    (answer.header("x-cache").to_owned(), answer.text())
}

/// Asks until the answer comes `how`; the copy is stored behind the answer before.
fn wait_for(path: &str, how: &str) -> String {
    let start = Instant::now();
    loop {
        let (found, text) = get(path);
        if found == how {
            return text;
        }
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{path} is still {found}"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_copy_answers_while_it_is_fresh() {
    let (how, first) = get("/page");
    assert_eq!(how, "MISS");
    assert!(first.starts_with("GET /page "), "{first}");
    assert_eq!(wait_for("/page", "HIT"), first);
    assert_eq!(get("/page?other").0, "MISS");
}

#[test]
fn an_old_copy_answers_while_a_new_one_is_fetched() {
    let (_, first) = get("/old");
    wait_for("/old", "HIT");
    thread::sleep(FRESH);
    let (how, stale) = get("/old");
    assert_eq!((how.as_str(), &stale), ("STALE", &first));
    let second = wait_for("/old", "HIT");
    assert_ne!(second, first, "the origin was asked behind the answer");
}

#[test]
fn what_is_not_for_all_is_not_kept() {
    for path in ["/private", "/cookie", "/missing"] {
        let (_, first) = get(path);
        thread::sleep(Duration::from_millis(200));
        let (how, second) = get(path);
        assert_eq!(how, "MISS", "{path}");
        assert_ne!(second, first);
    }
}

#[test]
fn other_methods_go_to_the_origin() {
    let answer = SERVER.client("cache").post("/page", "text/plain", "body");
    assert!(
        answer.text().starts_with("POST /page "),
        "{}",
        answer.text()
    );
    assert!(answer.headers.get("x-cache").is_none());
}
