//! What other workers did.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::tail::{EventInfo, EventKind, Events, Log, Stream, StreamEvent, TraceItem};
use worker_sdk::{Env, Error, Result, console_log, crypto, event, timeout};

use crate::faults::fault;

#[event(tail)]
async fn observe(events: Events, env: Env) -> Result<()> {
    let kv = env.kv("SEEN")?;
    for (number, item) in events.into_iter().enumerate() {
        if item.script_name().as_deref() == Some("unbearable") {
            return Err(Error::new("nobody wants to know"));
        }
        if let Some(how) = item.logs().iter().find_map(|log| fault_of(&log.text())) {
            console_log!("told of {how}");
            fault(&how).await?;
        }
        let at = item.event_timestamp().map_or(0.0, |time| time.as_millis());
        // Others may end in the same millisecond.
        let key = format!("tail/{at}/{number}/{}", crypto::random_uuid()?);
        kv.put_json(key, &described(&item)).await?;
    }
    Ok(())
}

/// Keeps each line as soon as it is logged, and everything at the end.
#[event(tail_stream)]
async fn watch(mut stream: Stream, env: Env) -> Result<()> {
    let kv = env.kv("SEEN")?;
    let (mut seen, mut id) = (Vec::new(), String::new());
    while let Some(event) = patiently(&mut stream).await {
        id = event.invocation_id();
        if let EventKind::Log(log) = event.kind() {
            kv.put_json(format!("live/{id}"), &log.text()).await?;
            if log.text().contains("/unwatched") {
                return Err(Error::new("nobody watches that"));
            }
        }
        seen.push(json!([event.sequence(), happened(&event)]));
    }
    assert!(stream.next().await.is_none());
    kv.put_json(format!("stream/{id}"), &seen).await
}

/// Each time the future is dropped, and nothing is lost with it.
async fn patiently(stream: &mut Stream) -> Option<StreamEvent> {
    loop {
        if let Ok(event) = timeout(Duration::from_millis(1), stream.next()).await {
            return event;
        }
    }
}

fn happened(event: &StreamEvent) -> Value {
    match event.kind() {
        EventKind::Onset(onset) => json!({
            "span": onset.span_id(), "trace": event.trace_id().len(), "model": onset.execution_model(),
            "event": onset.event().map(|event| about(&event)), "entrypoint": onset.entrypoint(),
            "object": onset.durable_object_id(), "preview": onset.preview().map(|preview| preview.slug),
            "flags": event.trace_flags(),
        }),
        EventKind::Log(log) => logged(&log),
        EventKind::Exception(thrown) => {
            json!({"exception": [thrown.name, thrown.message, thrown.code]})
        }
        EventKind::SpanOpen { name, .. } => json!({"open": name}),
        EventKind::SpanUpdate(update) => json!({"update": format!("{update:?}")}),
        EventKind::SpanClose { outcome } => json!({"close": outcome.as_str()}),
        EventKind::Attributes(all) => json!(all),
        EventKind::Return { status } => json!({"returned": status}),
        EventKind::Outcome { outcome, .. } => json!({"outcome": outcome.as_str()}),
        other => json!(format!("{other:?}")),
    }
}

/// A long line as its length and beginning.
fn logged(log: &Log) -> Value {
    let (level, text) = (log.level(), log.text());
    if log.is_truncated() {
        return json!([level, text.len(), text.get(..4)]);
    }
    let errors = log.errors().into_iter();
    let errors = errors.map(|error| {
        (
            error.index,
            error.name,
            error.message,
            error.stack.is_some(),
        )
    });
    json!([level, text, errors.collect::<Vec<_>>()])
}

/// Of `asked for /fault/HOW {…}`.
fn fault_of(line: &str) -> Option<String> {
    let (_, how) = line.split_once("/fault/")?;
    how.split(' ').next().map(str::to_owned)
}

fn described(item: &TraceItem) -> Value {
    let logs: Vec<_> = item.logs().iter().map(logged).collect();
    let exceptions = item.exceptions().into_iter();
    let exceptions: Vec<_> = exceptions
        .map(|thrown| json!([thrown.name, thrown.message]))
        .collect();
    let whole: Value = serde_json::from_str(&item.to_json()).unwrap_or_default();
    json!({
        "script": item.script_name(),
        "outcome": item.outcome().as_str(),
        "entrypoint": item.entrypoint(),
        "model": item.execution_model(),
        "truncated": item.is_truncated(),
        "tags": item.script_tags(),
        "version": item.script_version().map(|version| version.id),
        "logs": logs,
        "exceptions": exceptions,
        "event": item.event().map(|event| about(&event)),
        "whole": whole,
    })
}

fn about(event: &EventInfo) -> Value {
    match event {
        EventInfo::Fetch(fetch) => json!({
            "method": fetch.method(),
            "url": fetch.url(),
            "status": fetch.status(),
            "agent": fetch.header("user-agent"),
            "headers": fetch.headers().len(),
        }),
        other => Value::String(format!("{other:?}")),
    }
}
