//! The example of pipelines. The simulator keeps no records and calls no transformation, so a stand-in does both.

use std::sync::LazyLock;
use std::time::Duration;

use e2e::{Config, Project, Server, example, workspace_root};
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("pipelines").unwrap();
    let pipeline = workspace_root().join("tests/e2e/tests/js/pipeline");
    let config = Config::new()
        .cf(json!({"country": "NL"}))
        .worker(example.name("example").service("VISITS", "pipeline"))
        .worker(Project::at(pipeline));
    Server::start(&config).unwrap()
});

fn report(agent: &str, pages: &Value) -> u16 {
    let client = SERVER.client("example").header("user-agent", agent);
    let client = client.header("cf-connecting-ip", "203.0.113.7");
    let answer = client.post("/visits", "application/json", pages.to_string());
    answer.status
}

#[test]
fn visits_are_stored_without_robots_and_without_names() {
    let pages = json!([{"page": "/prices?for=ada@example.com"}, {"page": "/ž"}]);
    assert_eq!(report("Firefox", &pages), 202);
    assert_eq!(report("GoodBot/1.0", &json!([{"page": "/robots"}])), 202);
    assert_eq!(report("Firefox", &json!([])), 202);
    assert_eq!(report("Firefox", &json!({"page": "/"})), 422);

    let batch: Value = SERVER.client("pipeline").get("/").json();
    let (taken, stored) = (&batch["taken"], &batch["stored"]);
    assert_eq!(taken.as_array().map(Vec::len), Some(3), "{batch}");
    assert_eq!(taken[0]["address"], "203.0.113.7");
    assert_eq!(taken[2]["agent"], "GoodBot/1.0");
    let visit = |at: usize, page| json!({"page": page, "at": taken[at]["at"], "country": "NL"});
    assert_eq!(stored, &json!([visit(0, "/prices"), visit(1, "/ž")]));
    let at = taken[0]["at"].as_str().unwrap();
    assert!(at.starts_with("20") && at.ends_with('Z'), "{at}");
    let told = "2 of 3 visits pass `visits`";
    SERVER.wait_for_log(told, Duration::from_secs(20)).unwrap();

    let batch: Value = SERVER.client("pipeline").get("/").json();
    assert_eq!(batch, json!({"taken": [], "stored": []}));
}
