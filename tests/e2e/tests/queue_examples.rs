//! The example that lives on queues.

use std::thread;
use std::time::{Duration, Instant};

use e2e::{Client, Config, Server, example, stand_in};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(20);

fn wait_until(client: &Client, path: &str, is_there: impl Fn(&Value) -> bool) -> Value {
    let start = Instant::now();
    loop {
        let value: Value = client.get(path).json();
        if is_there(&value) {
            return value;
        }
        assert!(start.elapsed() < PATIENCE, "{path}: {value}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn events_are_sent_in_batches_and_bad_ones_buried() {
    let example = example("queues").unwrap();
    let config = Config::new()
        .worker(stand_in("upstream", "upstream.js"))
        .worker(example.outbound("upstream"));
    let server = Server::start(&config).unwrap();
    let client = server.client("queues");
    let event = |user: &str, action: &str| json!({"user": user, "action": action});
    let events: Vec<_> = (0..12)
        .map(|n| event(&format!("user{n}"), "login"))
        .collect();
    let send = |events: Value| {
        client
            .post("/events", "application/json", events.to_string())
            .status
    };
    assert_eq!(client.post("/events", "application/json", "x").status, 400);
    assert_eq!(send(json!(events)), 202);
    assert_eq!(
        send(json!([event("eve", "hack"), event("flaky", "purchase")])),
        202
    );

    let refused = wait_until(&client, "/refused", |refused| *refused != json!({}));
    let refused: Vec<_> = refused.as_object().unwrap().values().collect();
    assert_eq!(refused, [&event("eve", "hack")]);

    let upstream = server.client("upstream");
    let count = |value: &Value| {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|batch| batch.as_array().unwrap().len())
            .sum::<usize>()
    };
    let received = wait_until(&upstream, "/", |received| count(received) >= 13);
    let batches = received.as_array().unwrap();
    assert!(batches.len() <= 4, "{received}");
    let mut users: Vec<_> = batches
        .iter()
        .flat_map(|batch| batch.as_array().unwrap())
        .map(|event| event["user"].as_str().unwrap())
        .collect();
    users.sort_unstable();
    assert_eq!(users.len(), 13);
    users.dedup();
    assert_eq!(users.len(), 13, "each came once: {received}");
    assert!(
        users.contains(&"flaky"),
        "it came when upstream had time again"
    );
    let waited: u64 = upstream.get("/waited").json();
    assert!(waited > 1_900, "again after {waited} ms, not two seconds");
}
