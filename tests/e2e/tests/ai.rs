//! The example of Workers AI, with a stand-in for the models.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use e2e::{Client, Config, Server, example, stand_in};
use http::Request;

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("ask").unwrap();
    let config = Config::new()
        .worker(example.name("example").service("AI", "models"))
        .worker(stand_in("models", "ai.js"));
    Server::start(&config).unwrap()
});

fn client() -> Client {
    SERVER.client("example")
}

#[test]
fn an_answer_at_once() {
    let answer = client().get("/answer?q=why%20so%3F");
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (200, "You asked: why so?")
    );
    for path in ["/answer?q=busy", "/words?q=busy"] {
        let busy = client().get(path);
        assert_eq!(
            (busy.status, busy.text().as_str()),
            (429, "the models are busy; ask again later")
        );
    }
    assert_eq!(client().get("/answer").status, 400);
    assert_eq!(client().get("/nothing?q=x").status, 404);
    assert!(client().get("/").text().contains("EventSource"));
}

#[test]
fn an_answer_word_by_word() {
    let client = client();
    let request =
        Request::get(client.url("/words?q=why%20so")).header("accept", "text/event-stream");
    let answer = client.send(request, ());
    assert_eq!(answer.header("content-type"), "text/event-stream");
    assert_eq!(
        answer.text(),
        "data: You\n\ndata:  asked:\n\ndata:  why\n\ndata:  so\n\nevent: end\ndata: \n\n"
    );
}

/// The model is done two seconds after the last word.
#[test]
fn words_come_before_the_model_is_done() {
    let worker = SERVER.worker("example");
    let request = Request::get("/words?q=slowly");
    let mut events = worker.open(request, "").unwrap();
    for word in ["You", " asked:", " slowly"] {
        assert_eq!(events.event().unwrap().unwrap().data, word);
    }
    let start = Instant::now();
    assert_eq!(events.event().unwrap().unwrap().event, "end");
    assert!(start.elapsed() > Duration::from_secs(1));
}
