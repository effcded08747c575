//! Messages through the whole platform: what fails is delivered again, as often as the configuration says.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Client, Config, Panics, Project, Server, build_worker, workspace_root};
use serde::Deserialize;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(20);

fn start(panics: Panics) -> Server {
    build_worker("tests/runtime/queues", panics).unwrap();
    let project = Project::at(workspace_root().join("tests/runtime/queues")).name("queues");
    let project = match panics {
        Panics::Abort => project,
        Panics::Unwind => project.environment("unwind"),
    };
    Server::start(&Config::new().worker(project.skip_build())).unwrap()
}

static ABORT: LazyLock<Server> = LazyLock::new(|| start(Panics::Abort));
static UNWIND: LazyLock<Server> = LazyLock::new(|| start(Panics::Unwind));

#[derive(Clone, Debug, Deserialize)]
struct Seen {
    attempts: u32,
    content: Value,
}

/// What has come, by queue. While an instance is replaced there is no answer.
fn seen<T: for<'de> Deserialize<'de>>(client: &Client) -> Vec<(String, T)> {
    let answer = client.get("/seen");
    match answer.status {
        200 => answer.json(),
        _ => Vec::new(),
    }
}

/// The attempts of the messages with this content, when one of them has come to `queue`.
fn attempts_until(client: &Client, queue: &str, content: &Value) -> BTreeMap<String, Vec<u32>> {
    let start = Instant::now();
    loop {
        let mut attempts = BTreeMap::<_, Vec<u32>>::new();
        for (queue, message) in seen::<Value>(client) {
            let Ok(message) = Seen::deserialize(message) else {
                continue;
            };
            if message.content == *content {
                attempts.entry(queue).or_default().push(message.attempts);
            }
        }
        if attempts.contains_key(queue) {
            return attempts;
        }
        assert!(start.elapsed() < PATIENCE, "{content}: {attempts:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Whatever way a handler fails, its message comes three times and then to the dead-letter queue.
fn failures(server: &Server) {
    let client = server.client("queues");
    for command in ["err", "panic", "panic-late", "throw"] {
        assert_eq!(client.post("/commands", "text/plain", command).status, 200);
        let attempts = attempts_until(&client, "commands-dead", &json!(command));
        let expected = [("commands", vec![1, 2, 3]), ("commands-dead", vec![1])];
        let expected = expected.map(|(queue, attempts)| (queue.to_owned(), attempts));
        assert_eq!(attempts, expected.into(), "{command}");
        assert_eq!(client.get("/").text(), "alive", "{command}");
    }
}

#[test]
fn abort_failures() {
    failures(&ABORT);
}

#[test]
fn unwind_failures() {
    failures(&UNWIND);
}

fn unreadable(server: &Server) {
    let client = server.client("queues");
    let bad = json!({"id": "bad"});
    let orders = json!([{"id": 1}, bad, {"id": 2}]);
    client.post("/orders", "application/json", orders.to_string());
    let attempts = attempts_until(&client, "orders-dead", &bad);
    assert_eq!(attempts, [("orders-dead".to_owned(), vec![1])].into());
    for id in [1, 2] {
        let attempts = attempts_until(&client, "orders", &json!({"id": id}));
        assert_eq!(attempts, [("orders".to_owned(), vec![1])].into(), "{id}");
    }
    let line = server.wait_for_log(
        "of the queue `orders` is retried (attempt 2 failed)",
        PATIENCE,
    );
    let line = line.unwrap();
    assert_eq!(line.level, "error");
    assert!(line.text.contains("cannot read `id`"), "{}", line.text);
}

#[test]
fn abort_unreadable() {
    unreadable(&ABORT);
}

#[test]
fn unwind_unreadable() {
    unreadable(&UNWIND);
}

#[derive(Debug, Deserialize)]
struct Delivery {
    task: usize,
    attempts: u32,
    fate: String,
}

const TASKS: usize = 10_000;
const MAX_ATTEMPTS: u32 = 4;
const SOAK_PATIENCE: Duration = Duration::from_secs(100);

/// What happened to each task, in order of the attempts.
fn histories(client: &Client) -> Vec<Vec<Delivery>> {
    let mut histories: Vec<Vec<Delivery>> = (0..TASKS).map(|_| Vec::new()).collect();
    for (queue, deliveries) in seen::<Vec<Delivery>>(client) {
        for delivery in deliveries {
            assert_eq!(queue == "work-dead", delivery.fate == "dead");
            histories[delivery.task].push(delivery);
        }
    }
    for history in &mut histories {
        history.sort_by_key(|delivery| (delivery.fate == "dead", delivery.attempts));
    }
    histories
}

fn is_over(history: &[Delivery]) -> bool {
    let last = history.last().map(|delivery| delivery.fate.as_str());
    matches!(last, Some("acked" | "dead"))
}

/// A third of the deliveries is retried; of the batches a few fail as a whole, by an error or a panic. Each task is
/// acknowledged once, or in the dead-letter queue after exactly the configured attempts.
#[test]
fn ten_thousand_messages_of_which_many_fail() {
    let server = start(Panics::Abort);
    let client = server.client("queues");
    assert_eq!(
        client.post("/soak", "text/plain", "").text(),
        TASKS.to_string()
    );
    let start = Instant::now();
    let histories = loop {
        thread::sleep(Duration::from_millis(500));
        let histories = histories(&client);
        if histories.iter().all(|history| is_over(history)) {
            break histories;
        }
        let open = histories.iter().filter(|history| !is_over(history)).count();
        assert!(start.elapsed() < SOAK_PATIENCE, "{open} tasks are open");
    };
    let mut fates = BTreeMap::<&str, usize>::new();
    for (task, history) in histories.iter().enumerate() {
        check(task, history);
        for delivery in history {
            *fates.entry(&delivery.fate).or_default() += 1;
        }
    }
    eprintln!("{fates:?} in {:?}", start.elapsed());
    for fate in ["acked", "dead", "retried", "failed", "panicked"] {
        assert!(fates.contains_key(fate), "{fates:?}");
    }
}

fn check(task: usize, history: &[Delivery]) {
    let (dead, deliveries): (Vec<_>, Vec<_>) =
        history.iter().partition(|delivery| delivery.fate == "dead");
    let attempts: Vec<_> = deliveries
        .iter()
        .map(|delivery| delivery.attempts)
        .collect();
    let count = deliveries.len() as u32;
    assert_eq!(
        attempts,
        (1..=count).collect::<Vec<_>>(),
        "{task}: {history:?}"
    );
    let acked = deliveries
        .iter()
        .filter(|delivery| delivery.fate == "acked")
        .count();
    match dead.len() {
        0 => assert_eq!(acked, 1, "{task}: {history:?}"),
        1 => assert_eq!((acked, count), (0, MAX_ATTEMPTS), "{task}: {history:?}"),
        _ => panic!("{task}: {history:?}"),
    }
}
