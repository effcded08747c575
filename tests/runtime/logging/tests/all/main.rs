//! What crates for logging write to the console, and spans of the platform.
#![cfg(target_family = "wasm")]

mod log;
mod spans;
mod tracing;

use serde_json::Value;
use worker_sdk::test;

/// The lines so far: the method of the console, what was said, and what stands behind that.
fn lines() -> Vec<(String, Value, String)> {
    let line = |log: test::Log| {
        let mut values = serde_json::Deserializer::from_str(&log.text).into_iter();
        let value = values.next().unwrap().unwrap();
        let rest = log.text[values.byte_offset()..].trim().to_owned();
        (log.level, value, rest)
    };
    test::logs().into_iter().map(line).collect()
}

/// The only line so far.
#[track_caller]
fn line() -> (String, Value, String) {
    let mut lines = lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.remove(0)
}
