//! What the platform gives can be made, so that logic that takes it is tested on the host; and read and written as text.
#![cfg(all(not(target_family = "wasm"), feature = "json", feature = "router"))]

use serde_json::{Value, json};
use worker_sdk::access::{Group, Identity, Provider};
use worker_sdk::ai::{Completion, Usage};
use worker_sdk::env::Secret;
use worker_sdk::extract::Cookies;
use worker_sdk::queues::Metrics;
use worker_sdk::time::Timestamp;
use worker_sdk::vectorize::{Details, Match, Matches, Stored};
use worker_sdk::version_metadata::Version;
use worker_sdk::workflows::{
    Attempt, Event, Failure, Received, Retry, RollbackContext, Schedule, State, Status,
};
use worker_sdk::{kv, r2, rate_limiting, tail};

const NOON: Timestamp = Timestamp::from_millis(1_795_435_200_500.0);

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn what_bindings_give() {
    for secret in [Secret::new("a"), "a".into(), "a".to_owned().into()] {
        assert_eq!(
            (secret.expose(), &*format!("{secret:?}")),
            ("a", "Secret(..)")
        );
    }
    let version = Version::new("v", NOON);
    assert_eq!((&*version.id, version.tag), ("v", None));
    assert!(!rate_limiting::Outcome::new(false).success);
    let entry = kv::Entry::new(1, Some("beside"));
    assert_eq!((entry.value, entry.metadata), (1, Some("beside")));
    let page: kv::Page = kv::Page::new([kv::Key::new("a")]);
    assert!(page.is_complete());
    assert_eq!(page.keys[0].name, "a");
    let metadata = r2::HttpMetadata::new().cache_expiry(NOON);
    assert_eq!(metadata.cache_expiry, Some(NOON));
}

#[test]
fn what_a_workflow_is_told() {
    let event = Event::new(7, "a");
    assert_eq!((event.payload, &*event.instance_id), (7, "a"));
    assert_eq!(event.timestamp.as_millis(), 0.0);
    assert_eq!(Schedule::new("* * * * *", NOON).scheduled_time, NOON);
    let received = Received::new("approved", 8);
    assert_eq!((&*received.kind, received.payload), ("approved", 8));
    let failure = Failure::named("TypeError", "no");
    let mut second = Attempt::new(2);
    second.count = 3;
    let retry = Retry::new(second, Some(failure.clone()));
    assert_eq!((retry.attempt.number, retry.error), (2, Some(failure)));
    let undo = RollbackContext::new("pay", Some(9));
    assert_eq!(
        (undo.attempt.step, undo.output, undo.attempt.number),
        ("pay".to_owned(), Some(9), 1)
    );
}

#[test]
fn who_calls() {
    let mut ada = Identity::default();
    ada.email = Some("ada@example.com".to_owned());
    ada.groups.push(Group::default());
    ada.provider = Some(Provider::default());
    let shown = format!("{:?}", ada.clone());
    assert!(shown.contains("ada@example.com"), "{shown}");
    let cookies: Cookies = [("a", "1"), ("b", "2")].into_iter().collect();
    assert_eq!(cookies.get("b"), Some("2"));
    let borrowed: Vec<_> = cookies.iter().collect();
    assert_eq!(borrowed, [("a", "1"), ("b", "2")]);
    let pairs: Vec<(String, String)> = cookies.into_iter().collect();
    assert_eq!(pairs[1], ("b".to_owned(), "2".to_owned()));
}

#[test]
fn what_others_did() {
    assert_eq!(tail::Exception::default().name, "");
    assert_eq!(tail::ScriptVersion::default().id, None);
    assert_eq!(tail::LoggedError::default().stack, None);
    assert_eq!(tail::Preview::default().slug, "");
    assert_eq!(Details::default().vector_count, 0);
    assert_eq!(Metrics::default().backlog_count, 0);
}

#[test]
fn words_of_the_platform_come_and_go_as_they_are() {
    for (state, word) in [
        (State::WaitingForPause, "waitingForPause"),
        (State::Other("new".to_owned()), "new"),
    ] {
        assert_eq!(state.to_string(), word);
        assert_eq!(format!("{state:>16}"), format!("{word:>16}"));
        assert_eq!(written(&state), json!(word));
        assert_eq!(State::from(word), state);
        assert_eq!(word.parse(), Ok(state.clone()));
        assert_eq!(serde_json::from_value::<State>(json!(word)).unwrap(), state);
    }
}

#[test]
fn results_are_answers() {
    let mut status = Status::new(State::Complete);
    assert_eq!(written(&status), json!({"status": "complete"}));
    status.output = Some(7);
    status.error = Some(Failure::named("TypeError", "no"));
    let error = json!({"name": "TypeError", "message": "no"});
    assert_eq!(
        written(&status),
        json!({"status": "complete", "error": error, "output": 7})
    );

    let mut found: Match<Value> = Match::new("a", 0.5);
    assert_eq!(written(&found), json!({"id": "a", "score": 0.5}));
    found.values = Some(vec![0.25]);
    found.namespace = Some("n".to_owned());
    found.metadata = Some(json!({"b": 1}));
    let whole =
        json!({"id": "a", "score": 0.5, "values": [0.25], "namespace": "n", "metadata": {"b": 1}});
    assert_eq!(
        written(&Matches::new([found])),
        json!({"count": 1, "matches": [whole]})
    );
    let stored: Stored = Stored::new("a", [0.25]);
    assert_eq!(written(&stored), json!({"id": "a", "values": [0.25]}));

    let mut key = kv::Key::new("a");
    assert_eq!(written(&key), json!({"name": "a"}));
    key.expiration = Some(NOON);
    key.metadata = Some(1);
    let seconds = 1_795_435_200;
    assert_eq!(
        written(&key),
        json!({"name": "a", "expiration": seconds, "metadata": 1})
    );

    let mut metrics = Metrics::default();
    metrics.backlog_bytes = 3;
    metrics.oldest_message = Some(Timestamp::from_millis(5.0));
    assert_eq!(
        written(&metrics),
        json!({"backlogCount": 0, "backlogBytes": 3, "oldestMessageTimestamp": 5})
    );
}

#[test]
fn completions_are_read_as_they_are_written() {
    let mut completion = Completion::default();
    completion.text = "hi".to_owned();
    assert_eq!(written(&completion), json!({"response": "hi"}));
    let mut usage = Usage::default();
    usage.total_tokens = 3;
    completion.usage = Some(usage);
    let read: Completion = serde_json::from_value(written(&completion)).unwrap();
    assert_eq!(read, completion);
}
