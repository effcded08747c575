//! Tail workers beside workers that they observe.

use std::sync::LazyLock;

use e2e::{Config, Panics, Project, Server, example, is_todays_wrangler};
use serde_json::{Value, json};

use crate::{observed, wait_until, worker};

#[test]
fn the_example_receives_logs_and_exceptions() {
    let config = ["logs", "tail"].iter().fold(Config::new(), |config, name| {
        config.worker(example(name).unwrap())
    });
    let server = Server::start(&config).unwrap();
    let (logs, tail) = (server.client("logs"), server.client("tail"));
    assert_eq!(logs.get("/buy?item=tea&cents=450").text(), "bought tea");
    // One by one: two at a time would each add to what was there before both.
    wait_until(&tail, "/", |report| report["requests"] == 1);
    assert_eq!(logs.get("/buy?item=milk&cents=50").status, 200);
    wait_until(&tail, "/", |report| report["requests"] == 2);
    assert_eq!(logs.get("/buy?item=air&cents=none").status, 500);
    let report = wait_until(&tail, "/", |report| report["requests"] == 3);
    assert_eq!(report["sold_cents"], 500);
    let failure = &report["failures"][0];
    assert_eq!(report["failures"].as_array().unwrap().len(), 1);
    assert_eq!(failure["worker"], "", "local workers have no name");
    assert_eq!(failure["error"], "Error: the price is not a number");
    assert_eq!(failure["logs"], json!(["`none` is no price"]));
    let url = failure["url"].as_str().unwrap();
    assert!(url.ends_with("/buy?item=air&cents=none"), "{url}");
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let observer = worker("observer", Panics::Abort).without("ERRANDS");
    let observed = observed().tail("observer").streaming_tail("observer");
    let config = Config::new()
        .worker(streaming(observed))
        .worker(streaming(observer));
    Server::start(&config).unwrap()
});

fn streaming(project: Project) -> Project {
    let project = project.service("OBSERVER", "observer");
    project.flag("experimental").flag("streaming_tail_worker")
}

/// The item about an event of the observed worker whose first line in the log is this.
fn item(line: &str) -> Value {
    let observer = SERVER.client("observer");
    let is_it = |item: &&Value| item["logs"][0][1] == line;
    let all = wait_until(&observer, "/tail", |all| {
        all.as_array().unwrap().iter().any(|item| is_it(&item))
    });
    all.as_array().unwrap().iter().find(is_it).unwrap().clone()
}

#[test]
fn a_request_that_is_answered() {
    SERVER.client("observed").get("/there");
    let item = item(r#"asked for /there {"deep":[1,null]}"#);
    assert_eq!(item["outcome"], "ok");
    assert_eq!(item["script"], Value::Null, "local workers have no name");
    assert_eq!(item["event"]["method"], "GET");
    assert_eq!(item["event"]["status"], 203);
    assert!(item["event"]["url"].as_str().unwrap().ends_with("/there"));
    assert!(item["event"]["headers"].as_u64().unwrap() > 0);
    assert_eq!(item["model"], "stateless");
    assert_eq!(
        (&item["truncated"], &item["exceptions"]),
        (&json!(false), &json!([]))
    );
    // The whole item, with all its parts, is JSON too.
    let whole = &item["whole"];
    assert_eq!(whole["outcome"], "ok", "{whole:#}");
    assert_eq!(whole["event"]["response"]["status"], 203);
    assert_eq!(
        whole["logs"][0]["message"],
        json!(["asked for", "/there", {"deep": [1, null]}])
    );
}

#[test]
fn a_request_that_fails() {
    assert_eq!(SERVER.client("observed").get("/throw").status, 500);
    let item = item(r#"asked for /throw {"deep":[1,null]}"#);
    assert_eq!(item["outcome"], "exception");
    assert_eq!(item["exceptions"], json!([["TypeError", "no such page"]]));
    assert_eq!(item["whole"]["exceptions"][0]["name"], "TypeError");
}

#[test]
fn a_cron_trigger() {
    assert_eq!(
        SERVER
            .scheduled("observed", "*/7 * * * *", 1_700_000_000_000)
            .status,
        200
    );
    let item = item("due */7 * * * *");
    assert_eq!(item["logs"][0][0], "debug");
    assert_eq!(
        item["event"],
        r#"Scheduled { scheduled_time: Some(Timestamp(1700000000000.0)), cron: "*/7 * * * *" }"#
    );
}

/// What was told of the request to this path, without its attributes.
fn stream(path: &str) -> Vec<Value> {
    let line = format!("asked for {path} ");
    let is_it = |stream: &&Value| {
        let line_of = |told: &Value| told[1][1].as_str().map(str::to_owned);
        let mut lines = stream.as_array().into_iter().flatten().filter_map(line_of);
        lines.any(|told| told.starts_with(&line))
    };
    let all = wait_until(&SERVER.client("observer"), "/stream", |all| {
        all.as_array().unwrap().iter().any(|stream| is_it(&stream))
    });
    let stream = all.as_array().unwrap().iter().find(is_it).unwrap();
    stream.as_array().unwrap().clone()
}

#[test]
fn events_are_told_in_their_order() {
    assert_eq!(SERVER.client("observed").get("/spans").status, 203);
    let stream = stream("/spans");
    for (number, told) in stream.iter().enumerate() {
        assert_eq!(told[0], number, "{stream:?}");
    }
    let told: Vec<&Value> = stream.iter().map(|told| &told[1]).collect();
    let (onset, rest) = told.split_first().unwrap();
    assert_eq!(
        (&onset["trace"], &onset["model"]),
        (&json!(32), &json!("stateless"))
    );
    assert_eq!(onset["entrypoint"], Value::Null);
    let event = &onset["event"];
    assert_eq!(event["method"], "GET");
    assert!(
        event["url"].as_str().unwrap().ends_with("/spans"),
        "{event}"
    );
    assert!(event["headers"].as_u64().unwrap() > 0, "{event}");
    let method = json!(["http.request.method", "GET"]);
    let [line, open, attributes, close, returned, outcome] = rest else {
        panic!("{rest:?}");
    };
    assert_eq!(
        *line,
        &json!(["log", r#"asked for /spans {"deep":[1,null]}"#, []])
    );
    assert_eq!(
        (*open, *close),
        (&json!({"open": "fetch"}), &json!({"close": "ok"}))
    );
    assert!(
        attributes.as_array().unwrap().contains(&method),
        "{attributes}"
    );
    assert_eq!(
        (*returned, *outcome),
        (&json!({"returned": 203}), &json!({"outcome": "ok"}))
    );
}

#[test]
fn a_connection_is_told_as_one() {
    assert_eq!(SERVER.client("observed").get("/connect").status, 203);
    assert_eq!(stream("/connection")[0][1]["event"], "Connect");
    let item = item("asked for /connection {}");
    assert_eq!(item["event"], "Other(JsValue(ConnectEventInfo))");
}

#[test]
fn a_failure_is_told_while_it_happens() {
    assert_eq!(SERVER.client("observed").get("/throw?now").status, 500);
    let stream = stream("/throw");
    let last: Vec<&Value> = stream.iter().rev().take(2).map(|told| &told[1]).collect();
    let expected = [
        json!({"outcome": "exception"}),
        json!({"exception": ["TypeError", "no such page", null]}),
    ];
    assert_eq!(last, expected.iter().collect::<Vec<_>>());
}

/// What was told of the request to this path, of events of this kind.
fn told(path: &str, kind: &str) -> Vec<Value> {
    let told = stream(path).into_iter().map(|told| told[1].clone());
    told.filter(|event| !event[kind].is_null()).collect()
}

#[test]
fn what_a_span_is_told_after_it_has_begun() {
    assert_eq!(SERVER.client("observed").get("/told").status, 203);
    let updates = told("/told", "update");
    let exceptions = told("/told", "exception");
    if !is_todays_wrangler() {
        assert_eq!((updates, exceptions), (Vec::new(), Vec::new()));
        return;
    }
    assert_eq!(told("/told", "open"), [json!({"open": "first name"})]);
    let expected = [
        r#"Name("second name")"#,
        r#"Status(Error("no luck"))"#,
        "Status(Ok)",
    ];
    assert_eq!(updates, expected.map(|update| json!({"update": update})));
    let expected = [
        json!({"exception": ["RangeError", "too far", "E_FAR"]}),
        json!({"exception": ["", "odd", "7"]}),
    ];
    assert_eq!(exceptions, expected);
}

#[test]
fn an_error_that_is_logged() {
    assert_eq!(SERVER.client("observed").get("/failing").status, 203);
    let line = r#"failing: TypeError: no such page {"why":1}"#;
    let errors = match is_todays_wrangler() {
        true => json!([[1, "TypeError", "no such page", true]]),
        false => json!([]),
    };
    let failing = json!(["error", line, errors]);
    let stream = stream("/failing");
    assert!(stream.iter().any(|told| told[1] == failing), "{stream:?}");
    let item = item(r#"asked for /failing {"deep":[1,null]}"#);
    assert_eq!(item["logs"][1], failing);
}

#[test]
fn a_line_that_is_too_long() {
    assert_eq!(SERVER.client("observed").get("/long").status, 203);
    let item = item(r#"asked for /long {"deep":[1,null]}"#);
    assert_eq!(item["truncated"], true);
    // From there on, the older runtime tells nothing of the request.
    if !is_todays_wrangler() {
        return;
    }
    let stream = stream("/long");
    let cut = json!(["log", 256 * 1024, r#"["xx"#]);
    assert!(stream.iter().any(|told| told[1] == cut), "{stream:?}");
}

#[test]
fn an_object_is_told_with_its_id() {
    let answer = SERVER.client("observed").get("/object");
    assert_eq!(answer.status, 203);
    // The older runtime does not tell it.
    let id = json!(is_todays_wrangler().then(|| answer.text()));
    let item = item("asked for /room {}");
    assert_eq!(item["whole"]["durableObjectId"], id);
    let object = &stream("/room")[0][1];
    assert_eq!(object["object"], id);
    assert_eq!(
        (&object["model"], &object["entrypoint"]),
        (&json!("durableObject"), &json!("Room"))
    );
    let stream = stream("/object");
    let caller = &stream[0][1];
    let nothing = &Value::Null;
    assert_eq!(
        [&caller["object"], &caller["preview"], &caller["flags"]],
        [nothing; 3]
    );
    // A big integer of JavaScript. The older runtime has no such span.
    let status = json!(["http.response.status_code", "203"]);
    let has_status = |told: &Value| told[1].as_array().is_some_and(|all| all.contains(&status));
    let has_status = stream.iter().any(has_status);
    assert_eq!(has_status, is_todays_wrangler(), "{stream:?}");
}

#[test]
fn a_request_is_watched_while_it_runs() {
    assert_eq!(SERVER.client("observed").get("/live").status, 203);
}

#[test]
fn a_handler_of_a_stream_that_fails_does_not_disturb_the_next() {
    let client = SERVER.client("observed");
    assert_eq!(client.get("/unwatched").status, 203);
    assert_eq!(client.get("/watched").status, 203);
    stream("/watched");
    let all = SERVER.client("observer").get("/stream").text();
    assert!(!all.contains("/unwatched"), "{all}");
}
