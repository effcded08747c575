//! The example of Analytics Engine. The simulator keeps no points, so a stand-in with the same interface does.

use std::sync::LazyLock;

use e2e::{Config, Project, Server, build_project, workspace_root};
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = Project::at(build_project("examples/analytics-engine").unwrap());
    let example = example.skip_build();
    let dataset = workspace_root().join("tests/e2e/tests/js/dataset.js");
    let config = Config::new()
        .worker(example.clone().name("simulated"))
        .worker(example.name("example").service("VISITS", "dataset"))
        .worker(Project::script("dataset", dataset));
    Server::start(&config).unwrap()
});

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

    let mut points: Vec<Value> = SERVER.client("dataset").get("/").json();
    for point in &mut points {
        assert_eq!(point["blobs"][2].take(), version);
        point["blobs"][1].take();
    }
    let point = |page: &str, doubles: [u32; 2]| json!({ "indexes": [page], "blobs": ["GET", null, null], "doubles": doubles });
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

#[test]
fn the_simulator_takes_them_too() {
    let answer = SERVER.client("simulated").get("/articles/7");
    assert_eq!((answer.status, answer.text().as_str()), (200, "article 7"));
}
