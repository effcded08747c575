//! How steps are undone and tried again, and what of them is kept out of sight.

use worker_sdk::workflows::State;
use worker_sdk::{Result, test};

use super::{App, was_too_old};
use crate::wrangler::IS_TODAYS;

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
    let expected = if IS_TODAYS { "no delay" } else { NO_FUNCTION };
    assert!(text.contains(expected), "{text}");
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
