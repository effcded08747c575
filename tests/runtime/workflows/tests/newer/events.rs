//! What an instance is told, and what is told of it.

use std::time::Duration;

use worker_sdk::workflows::{Instance, InstanceEvent};
use worker_sdk::{Result, test};

use super::App;
use crate::wrangler::IS_TODAYS;

#[worker_sdk::test]
async fn an_event_names_its_workflow(app: App) -> Result<()> {
    let instance = app.start("event").await?;
    let output = test::finished(&instance).await?.output.unwrap_or_default();
    // Each test has workflows of its own, of names of their own.
    let is_named = output.starts_with("Some(\"newer") && output.ends_with("\") None");
    assert!(is_named || !IS_TODAYS && output == "None None", "{output}");
    Ok(())
}

#[worker_sdk::test]
async fn what_happens_is_followed(app: App) -> Result<()> {
    let instance = app.start("followed").await?;
    if !IS_TODAYS {
        let error = instance.subscribe().await.map(drop).unwrap_err();
        let expected = "this runtime has no `subscribe` of workflows; update wrangler";
        assert!(error.to_string().contains(expected), "{error}");
        return Ok(());
    }
    let mut events = instance.subscribe().await?;
    let mut seen = Vec::new();
    while let Some(event) = events.try_next().await? {
        if event.event_type().as_deref() == Some("picked-up") {
            instance.send_event("picked-up", &()).await?;
        }
        seen.push(event);
    }
    assert_eq!(
        seen.iter().map(InstanceEvent::kind).collect::<Vec<_>>(),
        KINDS
    );
    told(&seen)?;
    assert!(events.try_next().await?.is_none());
    followed_again(&instance, &seen).await
}

const KINDS: [&str; 14] = [
    "workflow_queued",
    "workflow_started",
    "workflow_running",
    "sleep_started",
    "sleep_completed",
    "step_started",
    "attempt_started",
    "attempt_errored",
    "attempt_started",
    "attempt_completed",
    "step_completed",
    "wait_started",
    "wait_completed",
    "workflow_completed",
];

/// What each kind of event says.
fn told(seen: &[InstanceEvent]) -> Result<()> {
    let of = |kind: &str| seen.iter().rfind(|event| event.kind() == kind).unwrap();
    let age = worker_sdk::now() - of("workflow_started").timestamp();
    assert!(age.as_secs() < 600, "{age:?}");
    let payload = of("workflow_started").payload::<String>()?;
    assert_eq!(payload.as_deref(), Some("followed"));
    assert_eq!(of("sleep_started").delay(), Some(Duration::from_millis(20)));
    let config = of("step_started").config().unwrap();
    assert_eq!(
        (config.retries, config.delay),
        (1, Some(Duration::from_millis(15)))
    );
    assert_eq!(config.timeout, Some(Duration::from_secs(600)));
    let failed = of("attempt_errored");
    assert_eq!(failed.step_name().as_deref(), Some("pack-1"));
    assert_eq!((failed.attempt(), failed.delay()), (Some(1), config.delay));
    assert_eq!(failed.error().unwrap().to_string(), "TypeError: no box");
    assert_eq!(of("attempt_completed").attempt(), Some(2));
    assert_eq!(of("step_completed").output::<u32>()?, Some(7));
    let output = of("workflow_completed").output::<String>()?;
    assert_eq!(output.as_deref(), Some("shipped"));
    Ok(())
}

/// Of an instance that is over.
async fn followed_again(instance: &Instance<String>, seen: &[InstanceEvent]) -> Result<()> {
    let last = seen.iter().find(|event| event.kind() == "attempt_errored");
    let mut later = instance.subscribe().cursor(last.unwrap().id()).await?;
    let next = later.try_next().await?.unwrap();
    assert_eq!(
        (next.kind().as_str(), next.attempt()),
        ("attempt_started", Some(2))
    );
    drop(later);
    let kinds = ["step_completed", "sleep_completed"];
    let mut some = instance.subscribe().filter(kinds).await?;
    for expected in ["sleep_completed", "step_completed"] {
        assert_eq!(some.try_next().await?.unwrap().kind(), expected);
    }
    assert!(some.try_next().await?.is_none());
    let unknown = instance.subscribe().filter(["moon"]).await.map(drop);
    let error = unknown.unwrap_err().to_string();
    assert!(
        error.contains("Invalid Workflow subscription options"),
        "{error}"
    );
    Ok(())
}
