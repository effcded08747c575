//! What newer runtimes have. Of older ones is tested what they say in its place.

use std::time::Duration;

use worker_sdk::workflows::{
    Instance, InstanceEvent, LocationHint, State, Status, StepKind, Workflow,
};
use worker_sdk::{Bindings, Result, kv, test};

#[derive(Bindings)]
struct App {
    newer: Workflow<String, String>,
    kv: kv::Namespace,
}

impl App {
    async fn start(&self, how: &str) -> Result<Instance<String>> {
        self.newer.create(&how.to_owned()).id(how).await
    }

    async fn finished(&self, how: &str) -> Result<Status<String>> {
        test::finished(&self.start(how).await?).await
    }

    async fn notes(&self) -> Result<String> {
        Ok(self.kv.get("undone").text().await?.unwrap_or_default())
    }
}

/// Whether the runtime is too old for all of it, as it is for the events of an instance.
async fn is_older(instance: &Instance<String>) -> bool {
    let followed = instance.subscribe().await.map(drop);
    followed.is_err_and(|error| {
        let error = error.to_string();
        let expected = "this runtime has no `subscribe` of workflows; update wrangler";
        assert!(error.contains(expected), "{error}");
        true
    })
}

/// Whether the runtime was too old for it, and the instance failed with these words.
async fn was_too_old(instance: &Instance<String>, says: &str) -> Result<bool> {
    if !is_older(instance).await {
        return Ok(false);
    }
    let error = test::finished(instance).await?.error;
    let message = error.map(|error| error.message).unwrap_or_default();
    assert!(message.contains(says), "{message}");
    Ok(true)
}

const NO_ROLLBACK: &str = "this runtime has no rollback of steps of workflows; update wrangler";

#[worker_sdk::test]
async fn steps_are_undone_the_last_first(app: App) -> Result<()> {
    let instance = app.start("undone").await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.state, State::Errored);
    if was_too_old(&instance, NO_ROLLBACK).await? {
        assert_eq!(app.notes().await?, "");
        return Ok(());
    }
    let error = status.error.map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some("RangeError: out of money"));
    assert_eq!(
        app.notes().await?,
        "pay 1 2 None after RangeError: out of money\n\
         pay 1 2 None after RangeError: out of money\n\
         reserve 2 1 Some(\"a drawer\") after RangeError: out of money\n\
         reserve 1 1 Some(\"a shelf\") after RangeError: out of money\n"
    );
    let begun = ["rollback_step_started"];
    let mut events = instance.subscribe().filter(begun).await?;
    for retries in [1, 5, 5] {
        let config = events.try_next().await?.and_then(|event| event.config());
        assert_eq!(config.map(|config| config.retries), Some(retries));
    }
    assert!(events.try_next().await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn an_instance_is_ended_and_undone(app: App) -> Result<()> {
    let instance = app.start("ended").await?;
    if was_too_old(&instance, NO_ROLLBACK).await? {
        return Ok(());
    }
    let mut events = instance.subscribe().filter(["wait_started"]).await?;
    assert!(events.try_next().await?.is_some());
    instance.terminate_and_rollback().await?;
    assert_eq!(test::finished(&instance).await?.state, State::Terminated);
    assert_eq!(
        app.notes().await?,
        "reserve 1 1 Some(\"a shelf\") after Error: Instance terminated during rollback\n"
    );
    Ok(())
}

const NO_FUNCTION: &str = "this runtime takes no function for the delay of the step";

#[worker_sdk::test]
async fn a_function_says_the_delay(app: App) -> Result<()> {
    let instance = app.start("delayed").await?;
    if was_too_old(&instance, NO_FUNCTION).await? {
        return Ok(());
    }
    assert_eq!(
        test::finished(&instance).await?.output.as_deref(),
        Some("sync 1 RangeError: too many, sync 2 RangeError: too many; Some((5, None))")
    );
    Ok(())
}

/// Where a panic ends the instance of wasm, its workflows fail for good.
#[worker_sdk::test]
async fn a_panic_of_such_a_function_is_not_tried_again(app: App) -> Result<()> {
    let status = app.finished("panics").await?;
    let text = format!("{:?} {:?}", status.output, status.error);
    let expected = ["no delay", NO_FUNCTION];
    assert!(expected.iter().any(|part| text.contains(part)), "{text}");
    Ok(())
}

#[worker_sdk::test]
async fn a_sensitive_result_is_kept_out(app: App) -> Result<()> {
    let instance = app.start("sensitive").await?;
    let refused = "Step config for \"the card\" is in a invalid format";
    if was_too_old(&instance, refused).await? {
        return Ok(());
    }
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("true false"));
    let mut events = instance.subscribe().filter(["step_completed"]).await?;
    let card = events.try_next().await?.unwrap();
    assert_eq!(card.output::<String>()?.as_deref(), Some("[REDACTED]"));
    let name = events.try_next().await?.unwrap();
    assert_eq!(name.output::<bool>()?, Some(false));
    assert!(events.try_next().await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn an_event_names_its_workflow(app: App) -> Result<()> {
    let instance = app.start("event").await?;
    let output = test::finished(&instance).await?.output.unwrap_or_default();
    // Each test has workflows of its own, of names of their own.
    let is_named = output.starts_with("Some(\"newer") && output.ends_with("\") None");
    assert!(is_named || is_older(&instance).await, "{output}");
    Ok(())
}

#[worker_sdk::test]
async fn what_happens_is_followed(app: App) -> Result<()> {
    let instance = app.start("followed").await?;
    if is_older(&instance).await {
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

#[worker_sdk::test]
async fn instances_are_deleted(app: App) -> Result<()> {
    let first = app.start("first").await?;
    test::finished(&first).await?;
    if is_older(&first).await {
        let error = first.delete().await.unwrap_err().to_string();
        assert!(
            error.contains("this runtime has no `delete` of workflows; update wrangler"),
            "{error}"
        );
        let error = app
            .newer
            .delete_batch(["first"])
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("this runtime has no `deleteBatch` of workflows"),
            "{error}"
        );
        return Ok(());
    }
    first.delete().await?;
    assert!(app.newer.get("first").await.is_err());
    assert!(first.delete().await.is_err());
    for id in ["second", "third"] {
        test::finished(&app.start(id).await?).await?;
    }
    let result = app
        .newer
        .delete_batch(["second", "nobody", "third"])
        .await?;
    assert_eq!(result.deleted, ["second", "third"]);
    let [error] = &result.errors[..] else {
        panic!("{result:?}")
    };
    assert_eq!((error.id.as_str(), error.code), ("nobody", 10_400));
    assert!(error.message.contains("not_found"), "{}", error.message);
    assert!(app.newer.get("second").await.is_err());
    Ok(())
}

#[worker_sdk::test]
async fn what_became_of_each_of_a_batch(app: App) -> Result<()> {
    let taken = app.start("taken").await?;
    let create = |id: &str| app.newer.create(&id.to_owned()).id(id);
    let made = app
        .newer
        .create_batch([create("a"), create("taken"), create("b"), create("a")])
        .await?;
    let ids = made.created.iter().map(Instance::id).collect::<Vec<_>>();
    if is_older(&taken).await {
        // They are not told apart.
        assert_eq!(ids, ["a", "taken", "b", "a"]);
        return Ok(());
    }
    assert_eq!(ids, ["a", "b"]);
    let [taken, twice] = &made.errors[..] else {
        panic!("{made:?}")
    };
    assert_eq!((taken.index, taken.id.as_deref()), (1, Some("taken")));
    assert_eq!(taken.code, 10_405);
    assert!(taken.message.ends_with("already_exists"), "{made:?}");
    assert_eq!((twice.index, twice.id.as_deref()), (3, Some("a")));
    assert_eq!(twice.code, 10_415);
    Ok(())
}

#[worker_sdk::test]
async fn how_long_and_where(app: App) -> Result<()> {
    let create = |hint| {
        let create = app.newer.create(&"kept".to_owned());
        create
            .success_retention(Duration::from_secs(60))
            .error_retention(Duration::from_millis(1_500))
            .location_hint(hint)
    };
    let kept = create(&LocationHint::WEUR).await?;
    assert_eq!(test::finished(&kept).await?.output.as_deref(), Some("kept"));
    let made = app
        .newer
        .create_batch([create(&LocationHint::APAC)])
        .await?;
    assert_eq!((made.created.len(), made.errors.len()), (1, 0));
    let copies = app
        .newer
        .create_copies(2, create(&LocationHint::ENAM))
        .await?;
    assert_eq!((copies.created.len(), copies.errors.len()), (2, 0));
    // Older runtimes look at none of these.
    if !is_older(&kept).await {
        let moon = create(&LocationHint::new("moon"));
        let error = app.newer.create_batch([moon]).await.unwrap_err();
        assert!(
            error.message().contains("expected one of \"wnam\""),
            "{error}"
        );
        let short = app.newer.create(&"short".to_owned());
        let short = short.error_retention(Duration::from_micros(10));
        let error = app.newer.create_batch([short]).await.unwrap_err();
        assert!(error.message().contains("Duration must be"), "{error}");
    }
    Ok(())
}

/// Older runtimes begin with the first step, whatever they are told.
#[worker_sdk::test]
async fn an_instance_begins_again_with_a_later_step(app: App) -> Result<()> {
    let instance = app.start("counted").await?;
    instance.send_event("go", &()).await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("1 1 1"));
    if is_older(&instance).await {
        return Ok(());
    }
    let error = instance.restart_from("third").await.unwrap_err();
    let expected = "Step \"third\" not found in execution history";
    assert!(error.message().contains(expected), "{error}");
    instance
        .restart_from("second")
        .count(2)
        .kind(&StepKind::Run)
        .await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("1 1 2"));
    instance
        .restart_from("go on")
        .kind(&StepKind::WaitForEvent)
        .await?;
    instance.send_event("go", &()).await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("1 2 3"));
    assert!(
        instance.restart_from("go on").await.is_err(),
        "it runs nothing"
    );
    Ok(())
}
