//! The example of AI Search and Flagship. There are no simulators, so stand-ins with the same interfaces answer.

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Answer, Client, Config, Server, example, stand_in};
use serde_json::{Value, json};

const PROMPT: &str = "Answer in a few sentences, from the documentation alone.";

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("assistant").unwrap().name("example");
    let config = Config::new()
        .worker(example.service("DOCS", "docs").service("FLAGS", "flags"))
        .worker(stand_in("docs", "docs.js"))
        .worker(stand_in("flags", "flags.js"));
    Server::start(&config).unwrap()
});

fn client() -> Client {
    SERVER.client("example")
}

fn reader(name: &str) -> Client {
    client().header("cookie", format!("reader={name}"))
}

fn from(country: &str) -> Client {
    client().header("MF-CF-Blob", json!({"country": country}).to_string())
}

fn shows_sources(page: &Answer) -> bool {
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.header("cache-control"), "private, no-store");
    page.text().contains("<h2>Sources</h2><ul></ul>")
}

/// The data of the events, but that of the last one, and the words as one text.
fn answered(client: &Client, question: &str) -> (Option<String>, String) {
    let answer = client.get(&format!("/answer?q={question}"));
    assert_eq!(answer.header("content-type"), "text/event-stream");
    let text = answer.text();
    let mut events: Vec<&str> = text.split_terminator("\n\n").collect();
    assert_eq!(events.pop(), Some("event: end\ndata: "), "{text}");
    let sources = events
        .first()
        .and_then(|first| first.strip_prefix("event: sources\ndata: "));
    let words = &events[usize::from(sources.is_some())..];
    let words = words
        .iter()
        .map(|event| event.strip_prefix("data: ").unwrap_or(event));
    (sources.map(str::to_owned), words.collect())
}

#[test]
fn passages_are_found() {
    let found: Value = client().get("/search?q=purge%20the%20cache").json();
    assert_eq!(
        found,
        json!([
            {"document": "caching.md", "score": 1.0, "text": "Purge the cache to drop answers at once."},
            {"document": "caching.md", "score": 2.0 / 3.0, "text": "The cache keeps answers for an hour."},
        ])
    );
    let most: Vec<Value> = client().get("/search?q=limit").json();
    assert_eq!(most.len(), 5);
    assert_eq!(client().get("/search?q=tea").json::<Value>(), json!([]));
}

#[test]
fn an_answer_comes_word_by_word_as_the_flag_says() {
    let question = "what%20do%20queues%20deliver";
    let text = "Queues deliver messages at least once.";
    let cases = [
        (client(), None, PROMPT),
        (from("NL"), Some("[\"queues.md\"]"), "Say where it stands."),
        (from("AT"), None, PROMPT),
        (reader("tester"), None, "Be short."),
    ];
    for (client, sources, prompt) in cases {
        let sources = sources.map(str::to_owned);
        assert_eq!(
            answered(&client, question),
            (sources, format!("[{prompt}] {text}"))
        );
    }
    let (sources, _) = answered(&from("NL"), "cache");
    assert_eq!(
        sources.as_deref(),
        Some("[\"caching.md\"]"),
        "each document once"
    );
}

#[test]
fn the_page_differs_by_flag() {
    assert!(shows_sources(&from("NL").get("/")));
    assert!(!shows_sources(&from("AT").get("/")));
    assert!(!shows_sources(&reader("tester").get("/")));
}

#[test]
fn without_the_flag_there_is_an_answer_all_the_same() {
    let warnings = [
        ("unlucky", "no evaluation today"),
        (
            "lost",
            "the flag `assistant` has its fallback: FLAG_NOT_FOUND: no such flag",
        ),
        ("patient", "500"),
    ];
    for (name, warning) in warnings {
        let begin = Instant::now();
        assert!(!shows_sources(&reader(name).get("/")));
        assert!(begin.elapsed() < Duration::from_secs(4), "{name}");
        // The stand-in's own exceptions are logged, too.
        let is_logged = || {
            let mut logs = SERVER.logs().into_iter();
            logs.any(|line| line.level == "warn" && line.text.contains(warning))
        };
        while !is_logged() {
            assert!(begin.elapsed() < Duration::from_secs(20), "{name}");
            thread::sleep(Duration::from_millis(20));
        }
    }
    let (_, answer) = answered(&reader("unlucky"), "cache");
    assert!(
        answer.starts_with(&format!("[{PROMPT}] The cache")),
        "{answer}"
    );
}

#[test]
fn what_goes_wrong_is_said() {
    for path in ["/search?q=", "/answer?q=", "/answer"] {
        assert_eq!(client().get(path).status, 400, "{path}");
    }
    for path in ["/search?q=nothing", "/answer?q=nothing"] {
        let missing = client().get(path);
        assert_eq!(missing.status, 503, "{}", missing.text());
        let problem: Value = missing.json();
        assert_eq!(
            problem["detail"],
            "there is no index of the documentation yet"
        );
    }
    let answer = client().get("/answer?q=tea").text();
    let end = "event: failure\ndata: The answer broke off.\n\nevent: end\ndata: \n\n";
    assert!(answer.ends_with(end), "{answer}");
}
