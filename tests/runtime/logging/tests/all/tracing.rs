//! The crate `tracing`.

use std::error::Error as StdError;
use std::fmt;
use std::num::ParseIntError;
use std::time::Duration;

use ::tracing::level_filters::LevelFilter;
use ::tracing::{Instrument, Level, Span, debug, error, event, info, info_span, span, trace, warn};
use futures_util::future::join;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::integrations::tracing::Console;
use worker_sdk::{Error, sleep};

use super::{line, lines};

#[wasm_bindgen(inline_js = r#"
const { error } = console;
let last;
console.error = (...values) => error.apply(console, (last = values));
export const last_cause = () => String(last[1].cause);
export const new_type_error = () => new TypeError("thrown", { cause: new Error("the cause") });
"#)]
extern "C" {
    fn new_type_error() -> JsValue;
    fn last_cause() -> String;
}

#[worker_sdk::test]
fn levels() {
    info!("nobody listens");
    Console::new().max_level(LevelFilter::TRACE).init();
    error!("a");
    warn!("b");
    info!("c");
    debug!("d");
    trace!("e");
    let found: Vec<_> = lines()
        .into_iter()
        .map(|(method, line, _)| (method, line["level"].clone(), line["message"].clone()))
        .collect();
    let expected = [
        ("error", "error", "a"),
        ("warn", "warn", "b"),
        ("info", "info", "c"),
        ("debug", "debug", "d"),
        ("debug", "trace", "e"),
    ];
    let expected =
        expected.map(|(method, level, text)| (method.to_owned(), json!(level), json!(text)));
    assert_eq!(found, expected);
}

#[worker_sdk::test]
fn fields() {
    Console::new().init();
    let text = "\"é\u{1}";
    info!(
        text,
        flag = true,
        number = -7,
        large = u64::MAX,
        float = 0.5,
        debug = ?Some(1),
        display = %"shown",
        absent = None::<u8>,
        "a {}",
        "message"
    );
    let (method, line, rest) = line();
    assert_eq!((method.as_str(), rest.as_str()), ("info", ""));
    assert_eq!(
        line,
        json!({
            "level": "info",
            "message": "a message",
            "target": "all::tracing",
            "fields": {
                "text": text,
                "flag": true,
                "number": -7,
                "large": "18446744073709551615",
                "float": 0.5,
                "debug": "Some(1)",
                "display": "shown",
            },
        })
    );
}

#[worker_sdk::test]
fn targets() {
    Console::new()
        .max_level(LevelFilter::WARN)
        .target("shop", LevelFilter::DEBUG)
        .target("shop::noisy", LevelFilter::OFF)
        .init();
    info!("dropped");
    info!(target: "shop", "1");
    debug!(target: "shop::orders", "2");
    trace!(target: "shop::orders", "dropped");
    error!(target: "shop::noisy", "dropped");
    info!(target: "shopping", "dropped");
    warn!(target: "shopping", "3");
    let messages: Vec<Value> = lines()
        .iter()
        .map(|(_, line, _)| line["message"].clone())
        .collect();
    assert_eq!(messages, ["1", "2", "3"]);
}

#[worker_sdk::test]
async fn spans() {
    Console::new().init();
    let request = |name: &'static str, pause| {
        async move {
            sleep(Duration::from_millis(pause)).await;
            let query = info_span!("query", rows = ::tracing::field::Empty);
            let _entered = query.enter();
            query.record("rows", 3);
            info!("done");
        }
        .instrument(info_span!("request", name))
    };
    join(request("slow", 20), request("quick", 1)).await;
    // It is still there, but nobody is in it.
    let left = info_span!("left");
    left.in_scope(|| ());
    info!("outside");
    let found: Vec<_> = lines()
        .into_iter()
        .map(|(_, line, _)| line["spans"].clone())
        .collect();
    let expected = |name| {
        json!([
            {"name": "request", "fields": {"name": name}},
            {"name": "query", "fields": {"rows": 3}},
        ])
    };
    assert_eq!(found, [expected("quick"), expected("slow"), Value::Null]);
}

#[worker_sdk::test]
fn parents() {
    Console::new().init();
    let outer = info_span!("outer");
    let inner = info_span!(parent: &outer, "inner");
    // It lives as long as what is in it.
    drop(outer);
    let _other = info_span!("other").entered();
    event!(parent: &inner, Level::INFO, "with a parent");
    event!(parent: None, Level::INFO, "alone");
    assert_eq!(Span::current().metadata().unwrap().name(), "other");
    let off = span!(Level::TRACE, "off");
    event!(parent: &off, Level::INFO, "in one that is off");
    assert_eq!(names(), json!([["outer", "inner"], [], []]));
}

/// The spans of each line.
fn names() -> Value {
    let lines = lines().into_iter().map(|(_, line, _)| {
        let spans = line["spans"].as_array().cloned().unwrap_or_default();
        spans
            .iter()
            .map(|span| span["name"].clone())
            .collect::<Value>()
    });
    lines.collect()
}

#[worker_sdk::test]
fn spans_that_are_left_out_of_order_copied_or_without_a_parent() {
    Console::new().init();
    let (first, second) = (info_span!("first"), info_span!("second"));
    let left = first.enter();
    let entered = second.enter();
    drop(left);
    info!("the first is left");
    let alone = info_span!(parent: None, "alone");
    alone.in_scope(|| info!("nothing is around it"));
    drop(entered);
    let copy = alone.clone();
    drop(alone);
    copy.in_scope(|| info!("the copy holds it"));
    assert_eq!(names(), json!([["second"], ["alone"], ["alone"]]));
}

/// An error with a cause.
#[derive(Debug)]
struct Refused(ParseIntError);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl StdError for Refused {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

#[worker_sdk::test]
fn errors() {
    Console::new().init();
    let cause = "x".parse::<u8>().unwrap_err();
    let error = Refused(cause);
    error!(error = &error as &(dyn StdError + 'static), "cannot read");
    let (method, line, rest) = line();
    assert_eq!(method, "error");
    assert_eq!(
        line["fields"],
        json!({"error": "refused: invalid digit found in string"})
    );
    assert!(rest.starts_with("Error: refused"), "{rest}");
    assert_eq!(last_cause(), "Error: invalid digit found in string");
}

#[worker_sdk::test]
fn errors_that_javascript_threw() {
    Console::new().init();
    let error = Error::from_raw(new_type_error());
    warn!(error = &error as &(dyn StdError + 'static));
    let (method, line, rest) = line();
    assert_eq!(method, "warn");
    assert_eq!(line["message"], Value::Null);
    assert_eq!(line["fields"], json!({"error": "TypeError: thrown"}));
    assert!(rest.starts_with("TypeError: thrown"), "{rest}");
}
