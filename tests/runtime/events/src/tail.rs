//! What other workers did.

use serde_json::{Value, json};
use worker_sdk::tail::{EventInfo, Events, TraceItem};
use worker_sdk::{Env, Error, Result, event};

#[event(tail)]
async fn observe(events: Events, env: Env) -> Result<()> {
    let kv = env.kv("SEEN")?;
    for (number, item) in events.into_iter().enumerate() {
        if item.script_name().as_deref() == Some("unbearable") {
            return Err(Error::new("nobody wants to know"));
        }
        let at = item.event_timestamp().map_or(0.0, |time| time.as_millis());
        let key = format!("tail/{at}/{number}");
        kv.put_json(key, &described(&item)).await?;
    }
    Ok(())
}

fn described(item: &TraceItem) -> Value {
    let logs: Vec<_> = item
        .logs()
        .iter()
        .map(|log| json!([log.level(), log.text()]))
        .collect();
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
