//! Messages through the simulator of the platform.

use std::time::Duration;

use runtime_queues::{Photo, seen};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use worker_sdk::queues::{ContentType, MAX_MESSAGE_LENGTH, Outgoing, Producer};
use worker_sdk::{Bindings, Bytes, Context, Env, Error, Result, now, sleep};

/// The contents that the worker has received, when there are so many.
async fn received(env: &Env, queue: &str, count: usize) -> Result<Vec<Value>> {
    for _ in 0..500 {
        let all = seen(env, &format!("{queue}/")).await?;
        if all.len() >= count {
            let mut contents: Vec<_> = all
                .into_iter()
                .map(|(_, seen)| seen["content"].clone())
                .collect();
            contents.sort_by_key(Value::to_string);
            return Ok(contents);
        }
        sleep(Duration::from_millis(20)).await;
    }
    Err(format!("fewer than {count} messages of `{queue}` came"))?
}

fn photo() -> Photo {
    Photo {
        name: "a photo".to_owned(),
        data: vec![1, 2, 3].into(),
    }
}

#[worker_sdk::test]
async fn each_content_type_arrives(env: Env) -> Result<()> {
    let queue = env.queue("CONTENTS")?;
    queue.send(&photo()).await?;
    queue.send_text("grüße 🦀").await?;
    queue.send_bytes([200, 100]).await?;
    queue.send_message(Outgoing::v8(&photo())).await?;
    let raw = Outgoing::from_raw(JsValue::from_f64(1.5), ContentType::Json);
    queue.send_message(raw).await?;
    let expected = [
        json!("2 bytes, sum 300"),
        json!("grüße 🦀"),
        json!(1.5),
        json!("3 bytes of a photo"),
        json!("3 bytes of a photo"),
    ];
    let mut expected = expected.to_vec();
    expected.sort_by_key(Value::to_string);
    assert_eq!(received(&env, "contents", 5).await?, expected);
    Ok(())
}

#[worker_sdk::test]
async fn several_at_once(env: Env) -> Result<()> {
    let queue = env.queue("CONTENTS")?;
    let sent = queue.send_batch([]).await?;
    assert_eq!(sent.metrics, None, "nothing was asked");
    let numbers = (0..98).map(|number| Outgoing::json(&number));
    let others = [Outgoing::text("last"), Outgoing::bytes([7])];
    let sent = queue.send_batch(numbers.chain(others)).await?;
    assert!(sent.metrics.is_some());
    let contents = received(&env, "contents", 100).await?;
    assert!(contents.contains(&json!("last")) && contents.contains(&json!("1 bytes, sum 7")));
    for number in 0..98 {
        assert!(contents.contains(&json!(number)), "{number}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn behind_the_response(env: Env, context: Context) -> Result<()> {
    let queue = env.queue("CONTENTS")?;
    context.wait_until(queue.send_text("later"));
    context.wait_until(queue.send_batch([Outgoing::text("later still")]));
    let expected = [json!("later still"), json!("later")];
    let mut contents = received(&env, "contents", 2).await?;
    contents.sort_by_key(|content| content.to_string().len());
    contents.reverse();
    assert_eq!(contents, expected);
    Ok(())
}

#[worker_sdk::test]
async fn a_delay_holds_messages_back(env: Env) -> Result<()> {
    let queue = env.queue("CONTENTS")?;
    let start = now();
    let delay = Duration::from_millis(500);
    queue.send(&"alone").delay(delay).await?;
    let own = Outgoing::json(&"own").delay(Duration::ZERO);
    queue
        .send_batch([own, Outgoing::json(&"batch")])
        .delay(delay)
        .await?;
    assert!(received(&env, "contents", 1).await?.contains(&json!("own")));
    received(&env, "contents", 3).await?;
    let took = now() - start;
    assert!(
        took >= Duration::from_millis(950),
        "delays are whole seconds, not {took:?}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_waits_is_counted(env: Env) -> Result<()> {
    let metrics = env.queue("CONTENTS")?.metrics().await?;
    assert_eq!((metrics.backlog_count, metrics.backlog_bytes), (0, 0));
    assert_eq!(metrics.oldest_message, None);
    Ok(())
}

/// The simulator always says zero, so a stand-in says more.
#[wasm_bindgen::prelude::wasm_bindgen(inline_js = "export const full = () => ({
  metrics: async () => ({ backlogCount: 12, backlogBytes: 3400, oldestMessageTimestamp: new Date(5000) }),
});")]
extern "C" {
    fn full() -> JsValue;
}

#[worker_sdk::test]
async fn what_waits_in_a_stand_in_is_counted() -> Result<()> {
    let metrics = Producer::from_raw(full()).metrics().await?;
    assert_eq!((metrics.backlog_count, metrics.backlog_bytes), (12, 3400));
    let oldest = worker_sdk::time::Timestamp::from_millis(5000.0);
    assert_eq!(metrics.oldest_message, Some(oldest));
    Ok(())
}

/// A queue that notes what it is given.
#[wasm_bindgen::prelude::wasm_bindgen(inline_js = "
export const listener = () => {
  const heard = [];
  return { heard, send: async (...all) => { heard.push(all); }, sendBatch: async (...all) => { heard.push(all); } };
};
const shown = (key, value) => (value instanceof Uint8Array ? `bytes ${value}` : value);
export const what_was_heard = (queue) => queue.heard.map((said) => JSON.stringify(said, shown)).join('\\n');
")]
extern "C" {
    fn listener() -> JsValue;
    fn what_was_heard(queue: &JsValue) -> String;
}

#[worker_sdk::test]
async fn what_the_platform_is_given() -> Result<()> {
    let raw = listener();
    let queue = Producer::from_raw(raw.clone());
    queue.send_text("é").delay(Duration::from_millis(1)).await?;
    queue.send(&json!({"a": [1, "ü"], "b": null})).await?;
    let mixed = [
        Outgoing::json(&("first", Bytes::from(vec![7]))),
        Outgoing::text("ä"),
        Outgoing::bytes([1, 2]),
        Outgoing::v8(&photo()),
        Outgoing::from_raw(JsValue::from_str("raw"), ContentType::Json),
        Outgoing::bytes([3]).delay(Duration::ZERO),
        Outgoing::text("last"),
    ];
    let delay = Duration::from_secs(5);
    queue.send_batch(mixed).delay(delay).await?;
    let expected = [
        r#"["é",{"contentType":"text","delaySeconds":1}]"#,
        r#"[{"a":[1,"ü"],"b":null},{"contentType":"json"}]"#,
        concat!(
            r#"[[{"body":["first",[7]],"contentType":"json"},{"body":"ä","contentType":"text"},"#,
            r#"{"body":"bytes 1,2","contentType":"bytes"},"#,
            r#"{"body":{"name":"a photo","data":"bytes 1,2,3"},"contentType":"v8"},"#,
            r#"{"body":"raw","contentType":"json"},{"body":"bytes 3","contentType":"bytes","delaySeconds":0},"#,
            r#"{"body":"last","contentType":"text"}],{"delaySeconds":5}]"#,
        ),
    ];
    assert_eq!(what_was_heard(&raw), expected.join("\n"));
    Ok(())
}

#[worker_sdk::test]
async fn messages_that_are_too_large(env: Env) -> Result<()> {
    let queue = env.queue("CONTENTS")?;
    let long = "x".repeat(MAX_MESSAGE_LENGTH + 1);
    for sending in [queue.send_text(&long), queue.send_bytes(&long)] {
        let error = sending.await.unwrap_err();
        assert!(error.is_too_large() && error.as_raw().is_none(), "{error}");
    }
    // How long JSON is, is found out when the platform has refused it.
    let error = queue.send(&long).await.unwrap_err();
    assert!(error.is_too_large(), "{error}");
    assert_eq!(
        error.to_string(),
        "a message has 128003 bytes, and 128000 are the most of a queue; \
         store its content in R2 or KV, and send the key"
    );
    Ok(())
}

#[worker_sdk::test]
async fn batches_that_are_too_large(env: Env) -> Result<()> {
    let queue = env.queue("CONTENTS")?;
    let many = queue.send_batch((0..101).map(|number| Outgoing::json(&number)));
    let error = many.await.unwrap_err();
    assert!(
        error.is_too_large() && error.to_string().starts_with("101 messages"),
        "{error}"
    );
    let text = "x".repeat(100_000);
    let long = queue.send_batch((0..3).map(|_| Outgoing::text(&text)));
    let error = long.await.unwrap_err();
    assert!(
        error.is_too_large() && error.to_string().starts_with("messages of 300000"),
        "{error}"
    );
    let long = queue.send_batch((0..3).map(|_| Outgoing::json(&text)));
    let error = long.await.unwrap_err();
    assert!(
        error.is_too_large() && error.to_string().starts_with("messages of 300006"),
        "{error}"
    );
    Ok(())
}

/// A queue that refuses everything.
#[wasm_bindgen::prelude::wasm_bindgen(inline_js = "
export const refusing = (message) => {
  const refuse = async () => { throw new Error(message); };
  return { send: refuse, sendBatch: refuse, metrics: refuse };
};
")]
extern "C" {
    fn refusing(message: &str) -> JsValue;
}

/// How a caller has to react.
fn reaction(error: &Error) -> &'static str {
    let all = [
        (error.is_too_large(), "smaller"),
        (error.is_overloaded(), "overloaded"),
        (error.is_rate_limited(), "limited"),
        (error.is_retryable(), "again"),
    ];
    let holds = all.iter().filter(|(holds, _)| *holds);
    holds.map(|(_, name)| *name).next().unwrap_or_default()
}

/// From the compatibility date 2026-03-12 on the platform gives codes. The simulator refuses nothing.
#[worker_sdk::test]
async fn the_code_of_a_refusal_says_what_to_do() {
    let cases = [
        ("Queue does not exist (10104)", Some(10_104), ""),
        ("Client disconnected (10201)", Some(10_201), "again"),
        (
            "Message size out of bounds (10204)",
            Some(10_204),
            "smaller",
        ),
        ("Batch size out of bounds (10205)", Some(10_205), "smaller"),
        ("Batch count out of bounds (10206)", Some(10_206), "smaller"),
        ("Queue is overloaded (10250)", Some(10_250), "overloaded"),
        (
            "Queue storage limit exceeded (10251)",
            Some(10_251),
            "overloaded",
        ),
        ("Queue disabled (10252)", Some(10_252), ""),
        ("Free tier limit exceeded (10253)", Some(10_253), "limited"),
        ("Unknown Internal Error (15000)", Some(15_000), ""),
        ("put: of another product (10058)", None, ""),
        ("Queue send failed: Payload Too Large", None, "smaller"),
        ("Queue send failed: Too Many Requests", None, "limited"),
    ];
    for (message, code, expected) in cases {
        let queue = Producer::from_raw(refusing(message));
        let errors = [
            queue
                .send_message(Outgoing::v8(&photo()))
                .await
                .unwrap_err(),
            queue.send_batch([Outgoing::v8(&1)]).await.unwrap_err(),
            queue.metrics().await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.queues_code(), code, "{message}");
            assert_eq!(reaction(&error), expected, "{message}");
            assert!(error.to_string().ends_with(message), "{error}");
        }
    }
}

#[worker_sdk::test]
async fn messages_that_cannot_be_made(env: Env) -> Result<()> {
    let queue = env.queue("CONTENTS")?;
    let error = queue.send(&[u64::MAX]).await.unwrap_err();
    assert!(error.to_string().contains("not exact"), "{error}");
    let error = queue
        .send(&1)
        .delay(Duration::from_secs(86_401))
        .await
        .unwrap_err();
    assert!(
        error.to_string().starts_with("a `delay` of 86401s"),
        "{error}"
    );
    Ok(())
}

/// A test that waits for messages would not learn why they do not come.
#[worker_sdk::test]
async fn a_consumer_that_fails_is_heard_of(env: Env) -> Result<()> {
    env.queue("COMMANDS")?.send_text("err").await?;
    let expected = "the `queue` handler failed for `commands`: the handler failed";
    for _ in 0..500 {
        if worker_sdk::test::logs()
            .iter()
            .any(|log| log.text == expected)
        {
            return Ok(());
        }
        sleep(Duration::from_millis(20)).await;
    }
    Err(format!("{:?}", worker_sdk::test::logs()))?
}

/// The kit says the same of a batch that it delivers; here the runtime delivers. A minute would not be over.
#[worker_sdk::test]
async fn a_retry_at_once_takes_the_place_of_one_with_a_delay(env: Env) -> Result<()> {
    let command = "retry-after-then-retry 60";
    env.queue("COMMANDS")?.send_text(command).await?;
    assert_eq!(received(&env, "commands", 3).await?, [command; 3]);
    Ok(())
}

#[derive(Bindings)]
struct App {
    contents: Producer,
    missing: Option<Producer>,
}

#[worker_sdk::test]
async fn a_queue_is_a_binding(app: App, env: Env) -> Result<()> {
    app.contents.send(&1).await?;
    Producer::from_raw(app.contents.into_raw()).send(&2).await?;
    assert_eq!(received(&env, "contents", 2).await?, [json!(1), json!(2)]);
    assert!(app.missing.is_none());
    let error = env.queue("NONE").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `NONE` in this environment; add it to `queues.producers` in the configuration file"
    );
    let error = env.queue("TEXT").unwrap_err();
    assert!(
        error.is_malformed() && error.to_string().contains("not a queue"),
        "{error}"
    );
    Ok(())
}
