//! Alarms, as far as they are storage.

use std::time::Duration;

use worker_sdk::durable_objects::Storage;
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Result, now, sleep};

use super::inside::inside;

#[worker_sdk::test]
async fn an_alarm_is_set_read_and_removed(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        assert_eq!(storage.alarm().await?, None);
        let at = Timestamp::from_millis(4_102_444_800_000.0);
        storage.set_alarm(at).await?;
        assert_eq!(storage.alarm().allow_concurrency().await?, Some(at));

        let before = now();
        storage
            .set_alarm(Duration::from_secs(600))
            .allow_concurrency()
            .allow_unconfirmed()
            .await?;
        let set = storage.alarm().await?.unwrap_or(before) - before;
        assert!((600..605).contains(&set.as_secs()), "{set:?}");
        storage
            .delete_alarm()
            .allow_concurrency()
            .allow_unconfirmed()
            .await?;
        assert_eq!(storage.alarm().await?, None);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn an_alarm_rings(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let at = now() + Duration::from_millis(100);
        storage.set_alarm(at).await?;
        for _ in 0..100 {
            sleep(Duration::from_millis(20)).await;
            if storage.get::<u32>("rings").await?.is_some() {
                break;
            }
        }
        assert_eq!(storage.get::<u32>("rings").await?, Some(1));
        assert_eq!(storage.get::<f64>("rang for").await?, Some(at.as_millis()));
        assert_eq!(storage.alarm().await?, None);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn times_that_no_alarm_has(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let cases = [
            (
                f64::NAN,
                "TypeError: The value cannot be converted because it is not a valid Date.",
            ),
            (
                -1.0,
                "TypeError: setAlarm() cannot be called with an alarm time <= 0",
            ),
            (
                1e300,
                "TypeError: This API doesn't support dates after 2189.",
            ),
        ];
        for (ms, message) in cases {
            let error = storage
                .set_alarm(Timestamp::from_millis(ms))
                .await
                .unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("setting the alarm failed: {message}")
            );
        }
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn bookmarks_are_what_the_simulator_has(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let bookmark = storage.current_bookmark().await?;
        assert!(!bookmark.is_empty());
        let missing = "Error: This Durable Object's storage back-end does not implement point-in-time recovery.";
        let errors = [
            (
                storage.bookmark_for_time(now()).await,
                format!("asking for a bookmark failed: {missing}"),
            ),
            (
                storage.on_next_session_restore_bookmark(&bookmark).await,
                format!("restoring a bookmark failed: {missing}"),
            ),
        ];
        for (result, message) in errors {
            assert_eq!(result.unwrap_err().to_string(), message);
        }
        Ok(())
    })
    .await
}
