//! Jobs.

use serde_json::json;
use worker_sdk::Result;
use worker_sdk::ai_search::JobSource;
use worker_sdk::time::Timestamp;

use crate::stand_in::instance;

#[worker_sdk::test]
async fn jobs_are_made_read_and_ended() -> Result<()> {
    let docs = instance(&json!({
        "id": "j-1", "source": "user", "description": "d", "last_seen_at": "2026-04-01T12:00:00Z",
        "started_at": "2026-04-01T12:00:01Z", "ended_at": "2026-04-01T12:00:02Z", "end_reason": "r", "newer": 1,
    }));
    let jobs = docs.binding.jobs();
    let made = jobs.create("d").await?;
    jobs.create(None).await?;
    let job = jobs.get("j-1");
    assert_eq!(
        (job.id(), format!("{job:?} {jobs:?}").as_str()),
        ("j-1", "Job(\"j-1\") Jobs { .. }")
    );
    assert_eq!(job.info().await?, made);
    assert_eq!(job.cancel().await?, made);
    assert_eq!(
        docs.calls(),
        [
            json!(["jobs.create", {"description": "d"}]),
            json!(["jobs.create"]),
            json!(["jobs.j-1.info"]),
            json!(["jobs.j-1.cancel"]),
        ]
    );
    assert_eq!(
        (made.id.as_str(), made.source),
        ("j-1", Some(JobSource::User))
    );
    assert_eq!(
        (made.description.as_deref(), made.end_reason.as_deref()),
        (Some("d"), Some("r"))
    );
    let second = |second: f64| {
        Some(Timestamp::from_millis(
            1_775_044_800_000.0 + 1000.0 * second,
        ))
    };
    assert_eq!(
        (made.last_seen_at, made.started_at, made.ended_at),
        (second(0.0), second(1.0), second(2.0))
    );
    Ok(())
}

#[worker_sdk::test]
async fn jobs_and_their_logs_are_listed() -> Result<()> {
    let docs = instance(
        &json!({"result": [{"id": "a", "source": "schedule"}, {"id": "b", "source": "newest"}]}),
    );
    let jobs = docs.binding.jobs().list().page(2).per_page(5).await?.result;
    assert_eq!(
        docs.told(),
        json!(["jobs.list", {"page": 2, "per_page": 5}])
    );
    assert_eq!(jobs[0].source, Some(JobSource::Schedule));
    assert_eq!(jobs[1].source, Some(JobSource::Other("newest".to_owned())));

    let log = json!({"id": 1, "message": "m", "message_type": -2, "created_at": 3.5});
    let docs = instance(&json!({"result": [log]}));
    let logs = docs.binding.jobs().get("j").logs().page(1).await?.result;
    assert_eq!(docs.told(), json!(["jobs.j.logs", {"page": 1}]));
    assert_eq!(
        (
            logs[0].id,
            logs[0].message.as_str(),
            logs[0].message_type,
            logs[0].created_at
        ),
        (1, "m", -2, 3.5)
    );
    Ok(())
}

#[worker_sdk::test]
async fn jobs_that_are_not_there() -> Result<()> {
    let docs = instance(&json!({"throws": "AiSearchNotFoundError", "message": "gone"}));
    let jobs = docs.binding.jobs();
    for error in [
        jobs.get("j").info().await.unwrap_err(),
        jobs.get("j").cancel().await.unwrap_err(),
        jobs.get("j").logs().await.unwrap_err(),
    ] {
        assert!(
            error
                .to_string()
                .ends_with("AiSearchNotFoundError: gone (job `j`)"),
            "{error}"
        );
    }
    let error = jobs.create(None).await.unwrap_err();
    assert!(
        error.to_string().ends_with("AiSearchNotFoundError: gone"),
        "{error}"
    );
    Ok(())
}
