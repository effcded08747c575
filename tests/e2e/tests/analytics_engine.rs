//! The example of Analytics Engine. The simulator keeps no points, so a stand-in with the same interface does.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use e2e::{Config, Server, example, is_todays_wrangler, stand_in};
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("analytics-engine").unwrap();
    let config = Config::new()
        .cf(json!({"country": "NL"}))
        .worker(example.name("example").service("VISITS", "dataset"))
        .worker(stand_in("dataset", "dataset.js"));
    Server::start(&config).unwrap()
});

/// The points of the stand-in. It is called as a service is, and nobody waits for that.
fn written(count: usize) -> Vec<Value> {
    let client = SERVER.client("dataset");
    let start = Instant::now();
    loop {
        let points: Vec<Value> = client.get("/").json();
        if points.len() >= count || start.elapsed() > Duration::from_secs(20) {
            return points;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn each_answer_is_a_data_point() {
    let client = SERVER.client("example");
    let pages = ["/", "/articles/7", "/articles/8", "/articles/none"];
    let answers = pages.map(|page| client.get(page));
    let texts = answers.each_ref().map(|answer| answer.text());
    assert_eq!(
        texts,
        ["welcome", "article 7", "article 8", "there is nothing"]
    );
    let version = answers[0].headers["x-version"].to_str().unwrap();
    assert_eq!(version.len(), 36);

    let mut points = written(pages.len());
    // There, a call that nobody waits for ends with its event, so the stand-in does not hear of it.
    if is_todays_wrangler() && points.is_empty() {
        return;
    }
    for point in &mut points {
        assert_eq!(point["blobs"][2].take(), version);
    }
    let point = |page: &str, doubles: [u32; 2]| json!({ "indexes": [page], "blobs": ["GET", "NL", null], "doubles": doubles });
    assert_eq!(
        points,
        [
            point("/", [200, 7]),
            point("/articles/{id}", [200, 9]),
            point("/articles/{id}", [200, 9]),
            point("none", [404, 16])
        ]
    );
}
