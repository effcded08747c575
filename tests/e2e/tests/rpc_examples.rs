//! The examples of service bindings and workflows.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use e2e::{Config, Project, Server, build_project};
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let config =
        ["service-bindings", "workflows"]
            .into_iter()
            .fold(Config::new(), |config, name| {
                let file = build_project(&format!("examples/{name}")).unwrap();
                config.worker(Project::at(file).name(name).skip_build())
            });
    Server::start(&config).unwrap()
});

#[test]
fn a_shop_calls_a_bank_and_errors_keep_their_type() {
    let client = SERVER.client("service-bindings");
    let pay = |query: &str| {
        let answer = client.post(&format!("/pay?{query}"), "text/plain", "");
        (answer.status, answer.text())
    };
    assert_eq!(client.get("/balance?from=ada").text(), "1000");
    assert_eq!(
        pay("from=ada&cents=600"),
        (200, "paid; 400 cents are left".to_owned())
    );
    assert_eq!(
        pay("from=ada&cents=500"),
        (402, "ada has 400 cents; 100 are missing".to_owned())
    );
    assert_eq!(client.get("/balance?from=ada").text(), "400");
}

#[test]
fn an_order_is_tried_again_waits_and_is_approved() {
    let client = SERVER.client("workflows");
    let order = json!({"item": "tea"}).to_string();
    assert_eq!(
        client.post("/orders/7", "application/json", order).status,
        201
    );
    assert_eq!(
        client.post("/orders/7/approve", "text/plain", "").status,
        202
    );
    let done = finished("/orders/7");
    let receipt = json!({"item": "tea", "attempts": 3, "approved_by": "the manager"});
    assert_eq!(
        done,
        json!({"state": "Complete", "receipt": receipt, "error": null})
    );
}

#[test]
fn an_order_of_nothing_fails_at_once() {
    let client = SERVER.client("workflows");
    let order = json!({"item": ""}).to_string();
    assert_eq!(
        client.post("/orders/8", "application/json", order).status,
        201
    );
    let failed = finished("/orders/8");
    assert_eq!(
        (&failed["state"], &failed["receipt"]),
        (&json!("Errored"), &Value::Null)
    );
}

fn finished(path: &str) -> Value {
    let client = SERVER.client("workflows");
    let start = Instant::now();
    loop {
        let status: Value = client.get(path).json();
        let state = status["state"].as_str().unwrap_or_default();
        if ["Complete", "Errored"].contains(&state) || start.elapsed() > Duration::from_secs(20) {
            return status;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
