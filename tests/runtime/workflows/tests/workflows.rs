//! Workflows in the simulator.

mod newer;
mod stand_in;
#[path = "../../wrangler.rs"]
mod wrangler;

use runtime_workflows::{Order, Receipt};
use worker_sdk::workflows::{Instance, State, Workflow};
use worker_sdk::{Bindings, Env, Result, kv, test};

#[derive(Bindings)]
struct App {
    orders: Workflow<Order, Receipt>,
    steps: Workflow<String, String>,
    kv: kv::Namespace,
}

impl App {
    async fn start(&self, how: &str) -> Result<Instance<String>> {
        test::skip_time(&self.steps, how).await?;
        self.steps.create(&how.to_owned()).id(how).await
    }
}

fn order(item: &str) -> Order {
    Order {
        item: item.to_owned(),
        amount: 2,
    }
}

#[worker_sdk::test]
async fn steps_sleeps_retries_and_events(app: App) -> Result<()> {
    test::skip_time(&app.orders, "tea").await?;
    let instance = app.orders.create(&order("tea")).id("tea").await?;
    assert_eq!(instance.id(), "tea");
    instance.send_event("approved", &"Ada").await?;
    let status = test::finished(&instance).await?;
    let receipt = Receipt {
        text: "hello tea x2".to_owned(),
        attempts: 3,
        approved_by: "Ada".to_owned(),
        instance: "tea".to_owned(),
    };
    assert_eq!(
        (status.state, status.output, status.error),
        (State::Complete, Some(receipt), None)
    );
    Ok(())
}

/// As in the struct that is made of a configuration, which says nothing of types.
#[worker_sdk::test]
async fn a_workflow_is_given_its_types(env: Env) -> Result<()> {
    let untyped: Workflow = env.workflow("STEPS")?;
    let steps = untyped.typed::<String, String>();
    let status = test::finished(&steps.create(&"echo".to_owned()).await?).await?;
    assert_eq!(status.output.as_deref(), Some("echo"));
    let error = env.workflow("KV").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`KV` in this environment is an object, not a workflow; correct the configuration file, or ask for it as what it is"
    );
    assert!(env.workflow("NONE").unwrap_err().is_missing_binding());
    Ok(())
}

#[worker_sdk::test]
async fn a_non_retryable_error_stops_at_once(app: App) -> Result<()> {
    let status = test::finished(&app.start("final").await?).await?;
    assert_eq!(status.state, State::Errored);
    // From the compatibility date 2026-05-14 on, the message is that of the error.
    let message = status.error.map(|error| error.message).unwrap_or_default();
    assert!(message.contains("NonRetryableError"), "{message}");
    assert_eq!(app.kv.get("final").text().await?.as_deref(), Some("x"));
    Ok(())
}

/// The platform knows it by its name, so it cannot keep that of what JavaScript threw.
#[worker_sdk::test]
async fn so_does_one_that_javascript_threw(app: App) -> Result<()> {
    let status = test::finished(&app.start("thrown").await?).await?;
    assert_eq!(status.state, State::Errored);
    assert_eq!(app.kv.get("thrown").text().await?.as_deref(), Some("x"));
    Ok(())
}

#[worker_sdk::test]
async fn so_does_an_error_around_it(app: App) -> Result<()> {
    let status = test::finished(&app.start("wrapped").await?).await?;
    assert_eq!(status.state, State::Errored);
    assert_eq!(app.kv.get("wrapped").text().await?.as_deref(), Some("x"));
    Ok(())
}

#[worker_sdk::test]
async fn a_step_is_tried_as_often_as_it_says(app: App) -> Result<()> {
    let status = test::finished(&app.start("always").await?).await?;
    assert_eq!(status.state, State::Errored);
    assert_eq!(app.kv.get("always").text().await?.as_deref(), Some("xxx"));
    Ok(())
}

#[worker_sdk::test]
async fn steps_of_one_name_are_told_apart(app: App) -> Result<()> {
    let status = test::finished(&app.start("names").await?).await?;
    assert_eq!(
        status.output.as_deref(),
        Some("pack 1 1, pack 2 2, ship 1 1")
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_step_knows_how_it_is_tried(app: App) -> Result<()> {
    let status = test::finished(&app.start("config").await?).await?;
    assert_eq!(
        status.output.as_deref(),
        Some(
            "StepConfig { retries: 5, delay: Some(1s), backoff: Exponential, timeout: Some(600s), is_sensitive: false }\n\
             StepConfig { retries: 2, delay: Some(1.5s), backoff: Linear, timeout: Some(60s), is_sensitive: false }"
        )
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_event_that_does_not_come(app: App) -> Result<()> {
    let instance = app.steps.create(&"timeout".to_owned()).await?;
    let status = test::finished(&instance).await?;
    assert_eq!(
        status.output.as_deref(),
        Some("timeout: WorkflowTimeoutError: Execution timed out after 1000ms")
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_step_that_takes_too_long(app: App) -> Result<()> {
    let instance = app.steps.create(&"slow".to_owned()).await?;
    let status = test::finished(&instance).await?;
    assert_eq!(
        status.output.as_deref(),
        Some("WorkflowTimeoutError: Execution timed out after 50ms")
    );
    Ok(())
}

#[worker_sdk::test]
async fn sleeping_until_a_time(app: App) -> Result<()> {
    let instance = app.steps.create(&"until".to_owned()).await?;
    let status = test::finished(&instance).await?;
    assert_eq!(
        status.output.as_deref(),
        Some("You can't sleep until a time in the past, time-traveler")
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_error_of_run_and_one_that_is_caught(app: App) -> Result<()> {
    let failed = test::finished(&app.start("err").await?).await?;
    let error = failed.error.map(|error| (error.name, error.message));
    assert_eq!(
        error,
        Some(("RangeError".to_owned(), "run failed".to_owned()))
    );
    let caught = test::finished(&app.start("caught").await?).await?;
    assert_eq!(caught.output.as_deref(), Some("TypeError: no luck"));
    Ok(())
}

#[worker_sdk::test]
async fn batches_and_looking_up(app: App) -> Result<()> {
    let ids = ["a", "b", "c"];
    let made = app
        .steps
        .create_batch(ids.map(|id| app.steps.create(&id.to_owned()).id(id)))
        .await?
        .created;
    assert_eq!(made.iter().map(Instance::id).collect::<Vec<_>>(), ids);
    for id in ids {
        let instance = app.steps.get(id).await?;
        assert_eq!(test::finished(&instance).await?.output.as_deref(), Some(id));
    }
    assert!(app.steps.get("unknown").await.is_err());

    let named = app.steps.create(&"d".to_owned()).id("d");
    let unnamed = app.steps.create(&"e".to_owned());
    let mut made = app.steps.create_batch([named, unnamed]).await?;
    let copies = app.steps.create(&"f".to_owned());
    made.created
        .extend(app.steps.create_copies(2, copies).await?.created);
    assert_eq!(made.errors, []);
    let mut ids = Vec::new();
    for (instance, output) in made.created.iter().zip(["d", "e", "f", "f"]) {
        ids.push(instance.id());
        let status = test::finished(instance).await?;
        assert_eq!(status.output.as_deref(), Some(output));
    }
    assert_eq!(ids[0], "d");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    let copies = app.steps.create(&"g".to_owned());
    assert_eq!(
        app.steps
            .create_copies(101, copies)
            .await
            .unwrap_err()
            .to_string(),
        "101 instances cannot be started in one call, 100 are the most; start them in several calls"
    );
    Ok(())
}

#[worker_sdk::test]
async fn pausing_resuming_restarting_and_ending(app: App) -> Result<()> {
    let instance = app.start("restart").await?;
    wait_for(&instance, |state| {
        *state == State::Running || *state == State::Waiting
    })
    .await?;
    while app.kv.get("first").text().await?.is_none() {
        worker_sdk::sleep(std::time::Duration::from_millis(5)).await;
    }
    instance.restart().await?;
    while app.kv.get("first").text().await?.as_deref() != Some("xx") {
        worker_sdk::sleep(std::time::Duration::from_millis(5)).await;
    }
    instance.restart_from("first").await?;
    while app.kv.get("first").text().await?.as_deref() != Some("xxx") {
        worker_sdk::sleep(std::time::Duration::from_millis(5)).await;
    }
    instance.terminate().await?;
    wait_for(&instance, |state| *state == State::Terminated).await
}

async fn wait_for(instance: &Instance<String>, is: impl Fn(&State) -> bool) -> Result<()> {
    while !is(&instance.status().await?.state) {
        worker_sdk::sleep(std::time::Duration::from_millis(5)).await;
    }
    Ok(())
}

/// Pausing ends the engine and the run; resuming begins both anew, as a restart of the runtime does.
#[worker_sdk::test]
async fn a_step_that_is_done_is_not_run_again(app: App) -> Result<()> {
    let instance = app.start("restart").await?;
    while app.kv.get("first").text().await?.is_none() {
        worker_sdk::sleep(std::time::Duration::from_millis(5)).await;
    }
    wait_for(&instance, |state| {
        *state == State::Waiting || *state == State::Running
    })
    .await?;
    instance.pause().await?;
    wait_for(&instance, |state| *state == State::Paused).await?;
    instance.resume().await?;
    instance.send_event("go", &()).await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("1 1"));
    assert_eq!(app.kv.get("first").text().await?.as_deref(), Some("x"));
    Ok(())
}

#[worker_sdk::test]
async fn a_panic_fails_the_step(app: App) -> Result<()> {
    let status = test::finished(&app.start("panic").await?).await?;
    assert_eq!(status.state, State::Errored);
    Ok(())
}

/// An instance that one test has made, no other test finds.
async fn no_other_test_made_it(app: App) -> Result<()> {
    assert!(app.steps.get("shared").await.is_err());
    let instance = app.steps.create(&"shared".to_owned()).id("shared").await?;
    let status = test::finished(&instance).await?;
    assert_eq!(status.output.as_deref(), Some("shared"));
    Ok(())
}

#[worker_sdk::test]
async fn a_test_has_workflows_of_its_own(app: App) -> Result<()> {
    no_other_test_made_it(app).await
}

#[worker_sdk::test]
async fn a_test_has_workflows_of_its_own_again(app: App) -> Result<()> {
    no_other_test_made_it(app).await
}
