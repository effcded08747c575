//! Spans of the platform, by objects that stand in for them. `tests/e2e` has real ones.

use std::cell::Cell;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::join;
use futures_util::stream::{FuturesUnordered, StreamExt};
use wasm_bindgen::prelude::*;
use worker_sdk::spans::{Span, Status, Value};
use worker_sdk::{Error, Result, sleep};

#[wasm_bindgen(inline_js = r#"
const methods = ["setAttribute", "setAttributes", "updateName", "setStatus", "recordException", "end"];
export function recorder() {
  const told = [];
  const record = (method) => [method, (...values) => void told.push([method, ...values])];
  const spanContext = () => ({ traceId: "trace", spanId: "span", traceFlags: 1 });
  return { told, isTraced: true, spanContext, ...Object.fromEntries(methods.map(record)) };
}
export const told_to = (span) => JSON.stringify(span.told);
export const thrower = () => new Proxy({}, { get: () => { throw null } });
// All that spans had at first.
export const old_span = () => ({ told: [], isTraced: true, setAttribute(...values) { this.told.push(values) } });
"#)]
extern "C" {
    fn recorder() -> JsValue;
    fn told_to(span: &JsValue) -> String;
    fn thrower() -> JsValue;
    fn old_span() -> JsValue;
}

/// Calls everything.
fn tell(span: &Span) {
    span.set_attribute("flag", true)
        .set_attribute(String::from("number"), -1.5)
        .set_attribute("exact", 1_u64 << 53)
        .set_attribute("large", (1_u64 << 53) + 1)
        .set_attribute("text", "é\0🔑")
        .set_attributes([("a", Value::from(1)), ("b", String::from("c").into())])
        .update_name("another name")
        .set_status(Status::Unset)
        .set_status(Status::Ok)
        .set_status(Status::Error("no luck".to_owned()))
        .record_exception(&Error::from_raw("thrown".into()));
}

#[worker_sdk::test]
fn what_a_span_is_told() {
    let raw = recorder();
    let span = Span::from_raw(raw.clone());
    assert!(span.is_traced());
    assert_eq!(span.as_raw(), &raw);
    tell(&span);
    let expected = concat!(
        r#"[["setAttribute","flag",true],["setAttribute","number",-1.5],"#,
        r#"["setAttribute","exact",9007199254740992],["setAttribute","large","9007199254740993"],"#,
        r#"["setAttribute","text","é\u0000🔑"],["setAttribute","a",1],["setAttribute","b","c"],"#,
        r#"["updateName","another name"],["setStatus",{"code":"unset"}],["setStatus",{"code":"ok"}],"#,
        r#"["setStatus",{"code":"error","message":"no luck"}],["recordException","thrown"]"#,
    );
    assert_eq!(told_to(&raw), format!("{expected}]"));
    let context = span.context().unwrap();
    assert_eq!(context.traceparent(), "00-trace-span-01");
    // It is somebody else's.
    drop(span);
    assert_eq!(told_to(&raw), format!("{expected}]"));
    Span::from_raw(raw.clone()).end();
    assert_eq!(told_to(&raw), format!("{expected},[\"end\"]]"));
}

#[worker_sdk::test]
async fn what_a_runtime_does_not_have() {
    let raw = old_span();
    for raw in [raw.clone(), thrower(), JsValue::UNDEFINED, JsValue::NULL] {
        let span = Span::from_raw(raw);
        tell(&span);
        assert_eq!(span.context(), None);
        assert_eq!(span.in_scope(|| 1), 1);
        assert_eq!(span.run(async { 2 }).await, 2);
        span.end();
    }
    let expected = concat!(
        r#"[["flag",true],["number",-1.5],["exact",9007199254740992],["large","9007199254740993"],"#,
        r#"["text","é\u0000🔑"],["a",1],["b","c"]]"#,
    );
    assert_eq!(told_to(&raw), expected);
}

/// Whichever runtime this is: nobody traces a test.
#[worker_sdk::test]
async fn where_nobody_traces() {
    let span = Span::start("a name");
    tell(&span);
    assert!(!span.is_traced());
    if let Some(active) = Span::active() {
        tell(&active);
    }
    let inner = async {
        sleep(Duration::from_millis(1)).await;
        Span::start("another").in_scope(|| 3)
    };
    assert_eq!(span.run(inner).await, 3);
    span.end();
}

/// Wakes its task itself, over and over.
async fn spin(done: &Cell<bool>) {
    poll_fn(|context| {
        if done.get() {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[worker_sdk::test]
async fn futures_that_wake_in_each_way() -> Result<()> {
    let span = Span::from_raw(recorder());
    let done = Cell::new(false);
    // The event loop runs although the other one never waits.
    let waits = async {
        sleep(Duration::from_millis(5)).await;
        done.set(true);
    };
    span.run(join(spin(&done), waits)).await;
    // A set of futures has wakers of its own, on both sides.
    let pause = |ms| sleep(Duration::from_millis(ms));
    let set = || FuturesUnordered::from_iter([3, 1, 2].map(pause)).count();
    let sets: FuturesUnordered<_> = [span.run(set()), span.run(set())].into_iter().collect();
    assert_eq!(sets.collect::<Vec<_>>().await, [3, 3]);
    // Woken by another task, by which time nothing else is pending in this one.
    let task = worker_sdk::spawn(async {
        sleep(Duration::from_millis(1)).await;
        4
    });
    assert_eq!(span.run(task).await.map_err(Error::new)?, 4);
    // Given up while it waits.
    let slow = span.run(sleep(Duration::from_secs(60)));
    let limited = worker_sdk::timeout(Duration::from_millis(1), slow).await;
    assert!(limited.is_err());
    sleep(Duration::from_millis(1)).await;
    Ok(())
}
