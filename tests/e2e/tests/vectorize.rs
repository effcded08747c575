//! The example of Vectorize. There is no simulator, so a stand-in with the same interface does, which compares vectors in
//! memory.

use std::sync::LazyLock;

use e2e::{Client, Config, Server, example, stand_in};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("semantic-search").unwrap();
    let config = Config::new()
        .worker(example.name("example").service("DOCUMENTS", "index"))
        .worker(stand_in("index", "vectorize.js"));
    Server::start(&config).unwrap()
});

fn learn(client: &Client, documents: &Value) -> e2e::Answer {
    client.post("/documents", "application/json", documents.to_string())
}

/// The ids of what is found, the nearest first.
fn ids(client: &Client, path: &str) -> Vec<String> {
    let found: Vec<Value> = client.get(path).json();
    let id = |one: &Value| one["id"].as_str().unwrap().to_owned();
    found.iter().map(id).collect()
}

#[test]
fn documents_are_found_by_their_words() {
    let client = SERVER.client("example");
    let answer = learn(
        &client,
        &json!([
            { "id": "fox", "language": "en", "text": "The quick brown fox jumps over the lazy dog" },
            { "id": "dog", "language": "en", "text": "A lazy dog sleeps", "shelf": "animals" },
            { "id": "liška", "language": "cs", "text": "Rychlá hnědá liška a brown dog", "shelf": "animals" },
            { "id": "tax", "language": "en", "text": "Income is declared once in a year" },
        ]),
    );
    assert_eq!(answer.status, 202);
    let mutation: String = answer.json();
    let details: Value = SERVER.client("index").get("/").json();
    assert_eq!(details["vectorCount"], 4);
    assert_eq!(details["processedUpToMutation"], mutation);

    let found: Vec<Value> = client.get("/search?q=lazy%20dog").json();
    assert_eq!(found.len(), 3);
    assert_eq!(found[0]["id"], "dog");
    assert_eq!(found[0]["text"], "A lazy dog sleeps");
    // Two of the four words, of two that were asked for.
    let score = found[0]["score"].as_f64().unwrap();
    assert!((score - 2.0 / (2_f64 * 4.0).sqrt()).abs() < 1e-6, "{score}");

    assert_eq!(ids(&client, "/search?q=income")[0], "tax");
    assert_eq!(ids(&client, "/search?q=brown%20dog&language=cs"), ["liška"]);
    assert_eq!(ids(&client, "/search?q=dog&language=fr"), [""; 0]);
    let mut shelf = ids(&client, "/search?q=dog&shelf=animals");
    shelf.sort();
    assert_eq!(shelf, ["dog", "liška"]);
    let alike = ids(&client, "/documents/dog/similar");
    assert_eq!((alike.len(), alike[0].as_str()), (3, "dog"));

    let forget = Request::delete(client.url("/documents/fox"));
    assert_eq!(client.send(forget, ()).status, 202);
    assert!(!ids(&client, "/search?q=quick%20fox").contains(&"fox".to_owned()));
    let again = json!([{ "id": "tax", "language": "en", "text": "quick fox" }]);
    assert_eq!(learn(&client, &again).status, 202);
    assert_eq!(ids(&client, "/search?q=quick%20fox")[0], "tax");
}

#[test]
fn what_has_no_words_is_refused() {
    let client = SERVER.client("example");
    let answer = client.get("/search?q=%3F");
    assert_eq!(answer.status, 400);
    let problem: Value = answer.json();
    assert_eq!(problem["detail"], "there are no words in the text");
    let answer = learn(
        &client,
        &json!([{ "id": "a", "language": "en", "text": "…" }]),
    );
    assert_eq!(answer.status, 400);
}

#[test]
fn what_the_index_refuses_fails_the_request() {
    let client = SERVER.client("example");
    assert_eq!(client.get("/documents/unknown/similar").status, 500);
    let text = "word ".repeat(2_100);
    let answer = learn(
        &client,
        &json!([{ "id": "long", "language": "en", "text": text }]),
    );
    assert_eq!(answer.status, 500);
}
