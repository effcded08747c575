//! Deliveries to the crate's own worker.

use std::time::Duration;

use runtime_queues::{Order, seen};
use serde_json::json;
use wasm_bindgen::prelude::*;
use worker_sdk::queues::{Batch, Outgoing};
use worker_sdk::test::{self, Delivered, Fate};
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Result};

const RETRIED: Fate = Fate::Retried { delay: None };

const fn after(seconds: u64) -> Fate {
    let delay = Some(Duration::from_secs(seconds));
    Fate::Retried { delay }
}

async fn obeyed(commands: &[&str]) -> Result<Delivered> {
    let batch = test::queue("commands");
    let batch = commands
        .iter()
        .fold(batch, |batch, command| batch.text(command));
    batch.deliver().await
}

#[worker_sdk::test]
async fn of_single_messages() -> Result<()> {
    let delivered = obeyed(&["ack", "retry", "retry-after 90", "nothing"]).await?;
    assert!(delivered.is_ok(), "{delivered:?}");
    assert_eq!(
        delivered.fates(),
        [Fate::Acked, RETRIED, after(90), Fate::Acked]
    );
    Ok(())
}

#[worker_sdk::test]
async fn the_first_word_counts() -> Result<()> {
    let delivered = obeyed(&["ack-then-retry", "retry-then-ack"]).await?;
    assert_eq!(delivered.fates(), [Fate::Acked, RETRIED]);
    Ok(())
}

#[worker_sdk::test]
async fn of_two_retries_the_last_one_has_the_delay() -> Result<()> {
    let delivered = obeyed(&["retry-then-retry-after 90", "retry-after-then-retry 90"]).await?;
    assert_eq!(delivered.fates(), [after(90), RETRIED]);
    Ok(())
}

#[worker_sdk::test]
async fn of_the_batch() -> Result<()> {
    let delivered = obeyed(&["retry", "ack-all"]).await?;
    assert_eq!(delivered.fates(), [RETRIED, Fate::Acked]);
    let delivered = obeyed(&["ack", "retry-all"]).await?;
    assert_eq!(delivered.fates(), [Fate::Acked, RETRIED]);
    let delivered = obeyed(&["ack", "retry-all-after 100000"]).await?;
    assert_eq!(
        delivered.fates(),
        [Fate::Acked, after(86_400)],
        "cut to a day"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_was_said_of_the_batch_is_not_undone() -> Result<()> {
    for (commands, fates) in [
        (["ack-all", "retry"], [Fate::Acked, Fate::Acked]),
        (["ack-all", "retry-all"], [Fate::Acked, Fate::Acked]),
        (["retry-all", "ack"], [RETRIED, RETRIED]),
        (["retry-all", "ack-all"], [RETRIED, RETRIED]),
    ] {
        assert_eq!(obeyed(&commands).await?.fates(), fates, "{commands:?}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn single_messages_have_delays_of_their_own() -> Result<()> {
    for (commands, fates) in [
        (["retry", "retry-all-after 90"], [after(90), after(90)]),
        (
            ["retry-after 30", "retry-all-after 90"],
            [after(30), after(90)],
        ),
        (
            ["retry-all-after 90", "retry-after 30"],
            [after(90), after(30)],
        ),
        (["retry-all-after 90", "retry-all"], [after(90), after(90)]),
    ] {
        assert_eq!(obeyed(&commands).await?.fates(), fates, "{commands:?}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn handlers_that_fail() -> Result<()> {
    for (command, message) in [
        ("err", "the handler failed"),
        ("panic", "the handler fell over"),
        ("panic-late", "the handler fell over late"),
        ("throw", "thrown by JavaScript"),
    ] {
        let delivered = obeyed(&["ack", command]).await?;
        assert_eq!(delivered.outcome(), "exception", "{command}");
        assert_eq!(delivered.fates(), [Fate::Acked, RETRIED], "{command}");
        let error = delivered.error().unwrap().to_string();
        assert!(error.contains(message), "{command}: {error}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn what_cannot_be_read_fails_alone(env: Env) -> Result<()> {
    let batch = test::queue("orders")
        .message(&Order { id: 1 })
        .message(&json!({"id": "two"}))
        .id("bad")
        .attempts(3)
        .text("three")
        .message(&Order { id: 4 });
    // Awaited as `test::scheduled` is.
    let delivered = batch.await?;
    assert!(delivered.is_ok(), "{delivered:?}");
    assert_eq!(
        delivered.fates(),
        [Fate::Acked, RETRIED, RETRIED, Fate::Acked]
    );
    let contents: Vec<_> = seen(&env, "orders/")
        .await?
        .into_iter()
        .map(|(_, seen)| seen["content"].clone())
        .collect();
    assert_eq!(contents, [json!({"id": 1}), json!({"id": 4})]);
    let errors: Vec<_> = test::logs()
        .into_iter()
        .filter(|log| log.level == "error")
        .map(|log| log.text)
        .collect();
    assert_eq!(
        errors[0],
        "the message `bad` of the queue `orders` is retried (attempt 3 failed), because it cannot be read: \
         cannot read `id` of the content of a message: expected u32, found the text \"two\""
    );
    assert_eq!(errors.len(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn what_a_message_is_known_by(env: Env) -> Result<()> {
    let batch = test::queue("anything")
        .message(&1)
        .id("first")
        .attempts(7)
        .bytes([1]);
    assert!(batch.deliver().await?.is_ok());
    let all: Vec<_> = seen(&env, "anything/")
        .await?
        .into_iter()
        .map(|(_, seen)| seen)
        .collect();
    assert_eq!(
        all,
        [
            json!({"id": "first", "attempts": 7, "content": 1}),
            json!({"id": "message-2", "attempts": 1, "content": "1 bytes, sum 1"})
        ]
    );
    Ok(())
}

/// A batch without a worker.
#[wasm_bindgen(inline_js = "export const batch = () => ({
  queue: 'q',
  metadata: { metrics: { backlogCount: 3, backlogBytes: 70, oldestMessageTimestamp: new Date(5000) } },
  messages: [
    { id: 'a', timestamp: new Date(1500), attempts: 2, body: 'text', ack() {}, retry() {} },
    { id: 'b', timestamp: new Date(1500), body: new Uint8Array([1, 2]).buffer, ack() {}, retry() {} },
  ],
});")]
extern "C" {
    fn batch() -> JsValue;
}

#[worker_sdk::test]
fn a_batch_is_read_as_what_is_asked_for() -> Result<()> {
    let batch: Batch = Batch::from_raw(batch());
    assert_eq!(
        (batch.queue(), batch.len(), batch.is_empty()),
        ("q", 2, false)
    );
    let metrics = batch.metrics().unwrap();
    assert_eq!((metrics.backlog_count, metrics.backlog_bytes), (3, 70));
    assert_eq!(metrics.oldest_message, Some(Timestamp::from_millis(5000.0)));
    let messages: Vec<_> = batch.messages().collect();
    assert_eq!(messages[0].id(), "a");
    assert_eq!(messages[0].timestamp(), Timestamp::from_millis(1500.0));
    assert_eq!((messages[0].attempts(), messages[1].attempts()), (2, 1));
    assert_eq!(messages[0].body().text()?, "text");
    assert_eq!(messages[0].raw_body().parse::<String>()?, "text");
    assert_eq!(messages[1].body().bytes()?, [1, 2]);
    let error = messages[0].body().bytes().unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "the content of a message is not bytes; ask for what its producer sends"
    );
    assert!(messages[1].body().text().unwrap_err().is_malformed());
    let texts = batch.typed::<String>();
    let read: Vec<_> = (&texts)
        .into_iter()
        .map(|message| message.into_body())
        .collect();
    assert_eq!(read, ["text", "\u{1}\u{2}"]);
    let bytes: Vec<_> = texts
        .typed::<Vec<u8>>()
        .into_iter()
        .map(|message| message.into_body())
        .collect();
    assert_eq!(bytes, [vec![1, 2]]);
    Ok(())
}

/// Batches whose messages note what was said of them.
#[wasm_bindgen(inline_js = "
const batch = (bodies) => {
  const said = [];
  const messages = bodies.map((body, k) => ({
    id: String(k), timestamp: new Date(k), attempts: 1, body,
    ack: () => said.push(`ack ${k}`), retry: () => said.push(`retry ${k}`),
  }));
  return { queue: 'q', messages, said };
};
const circle = { text: 'lost', data: new Uint8Array(9) };
circle.self = circle;
export const odd_batch = () => batch([{ id: 1, text: 'é' }, circle, { id: 2 }, { get id() { throw new Error('thrown') } }, { id: 3, text: 'ü', data: new Uint8Array([1, 2]) }]);
export const large_batch = () => batch(Array.from({ length: 100 }, (_, id) => ({ id, text: String.fromCharCode(97 + id % 26).repeat(20000) })));
export const small_batch = () => {
  const small = batch([{ id: 0 }, { id: 1 }, { id: 2 }]);
  small.ackAll = () => small.said.push('ack all');
  small.retryAll = () => small.said.push('retry all');
  return small;
};
export const what_was_said = (batch) => batch.said.join();
")]
extern "C" {
    fn odd_batch() -> JsValue;
    fn large_batch() -> JsValue;
    fn small_batch() -> JsValue;
    fn what_was_said(batch: &JsValue) -> String;
}

#[derive(serde::Deserialize)]
struct Part {
    id: u32,
    #[serde(default)]
    text: String,
    #[serde(default)]
    data: worker_sdk::Bytes,
}

#[worker_sdk::test]
fn what_javascript_cannot_write_fails_alone() {
    let raw = odd_batch();
    let mut read = Vec::new();
    for message in Batch::<Part>::from_raw(raw.clone()) {
        let Part { id, text, data } = message.body();
        read.push(format!("{}: {id} {text} {}", message.id(), data.0.len()));
        message.ack();
    }
    assert_eq!(read, ["0: 1 é 0", "2: 2  0", "4: 3 ü 2"]);
    assert_eq!(what_was_said(&raw), "ack 0,retry 1,ack 2,retry 3,ack 4");
    let errors: Vec<_> = test::logs().into_iter().map(|log| log.text).collect();
    assert!(
        errors[0].starts_with("the message `1` of the queue `q` is retried")
            && errors[0].contains("more than 128 levels"),
        "{errors:?}"
    );
    assert!(errors[1].contains("thrown"), "{errors:?}");
}

#[worker_sdk::test]
fn a_batch_whose_messages_are_done_is_done() {
    let raw = small_batch();
    for message in Batch::<Part>::from_raw(raw.clone()) {
        message.ack();
        assert_eq!(what_was_said(&raw), "");
    }
    assert_eq!(what_was_said(&raw), "ack all");
    let batch = Batch::<Part>::from_raw(small_batch());
    batch.messages().for_each(|message| message.ack());
    assert_eq!(what_was_said(batch.as_raw()), "ack all");
    batch.ack_all();
    assert_eq!(what_was_said(batch.as_raw()), "ack all,ack all");
}

#[worker_sdk::test]
async fn acks_are_told_in_time() {
    let raw = small_batch();
    let batch = Batch::<Part>::from_raw(raw.clone());
    let messages: Vec<_> = batch.messages().collect();
    messages[1].ack();
    worker_sdk::sleep(Duration::from_millis(1)).await;
    assert_eq!(
        what_was_said(&raw),
        "ack 1",
        "told while the handler waited"
    );
    messages[0].ack();
    messages[0].ack();
    messages[2].retry();
    assert_eq!(what_was_said(&raw), "ack 1,ack 0,retry 2");
    messages[2].ack();
    drop(messages);
    assert_eq!(what_was_said(&raw), "ack 1,ack 0,retry 2");
    drop(batch);
    assert_eq!(what_was_said(&raw), "ack 1,ack 0,retry 2,ack 2");

    let raw = small_batch();
    let batch = Batch::<Part>::from_raw(raw.clone());
    batch.messages().take(1).for_each(|message| message.ack());
    batch.retry_all();
    batch.messages().for_each(|message| message.ack());
    drop(batch);
    assert_eq!(what_was_said(&raw), "ack 0,retry all,ack 1,ack 2");
}

#[worker_sdk::test]
fn large_contents_come_in_parts() {
    let mut next = 0;
    for message in Batch::<Part>::from_raw(large_batch()) {
        let Part { id, text, .. } = message.body();
        assert_eq!((*id, text.len()), (next, 20_000));
        let letter = char::from(b'a' + (id % 26) as u8);
        assert!(text.chars().all(|other| other == letter), "{id}");
        assert_eq!(message.as_raw(), message.as_raw());
        assert_eq!(message.timestamp(), Timestamp::from_millis(f64::from(next)));
        next += 1;
    }
    assert_eq!(next, 100);
}

/// Reads the first of several fields, and leaves the others where they are.
struct First(u32);

impl<'de> serde::Deserialize<'de> for First {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = First;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("fields")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<First, A::Error> {
                let entry: Option<(String, u32)> = map.next_entry()?;
                Ok(First(entry.map(|(_, first)| first).unwrap_or_default()))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[worker_sdk::test]
fn a_content_that_is_half_read_is_refused_alone() {
    let first = |message: worker_sdk::queues::Message<First>| message.body().0;
    let read: Vec<_> = Batch::<First>::from_raw(odd_batch())
        .into_iter()
        .map(first)
        .collect();
    assert_eq!(read, [2], "the one that has a single field");
    let errors: Vec<_> = test::logs().into_iter().map(|log| log.text).collect();
    let left = "the message `0` of the queue `q` is retried";
    assert!(
        errors[0].starts_with(left) && errors[0].contains("a map"),
        "{errors:?}"
    );
    let read = Batch::<First>::from_raw(large_batch()).into_iter();
    assert_eq!(read.count(), 0);
}

#[worker_sdk::test]
async fn contents_of_the_kit_are_those_of_the_platform(env: Env) -> Result<()> {
    let bytes = worker_sdk::Bytes::from(vec![1, 2]);
    let batch = test::queue("kinds")
        .outgoing(Outgoing::json(&bytes))
        .outgoing(Outgoing::v8(&bytes))
        .message(&None::<u8>);
    let delivered = batch.deliver().await?;
    assert!(delivered.is_ok(), "{delivered:?}");
    let all: Vec<_> = seen(&env, "kinds/")
        .await?
        .into_iter()
        .map(|(_, seen)| seen["content"].clone())
        .collect();
    assert_eq!(all, [json!([1, 2]), json!("2 bytes, sum 3"), json!(null)]);
    Ok(())
}
