//! Agent Memory, by a stand-in for its binding, which the pinned runtime and its configuration do not know.

use serde_json::{Value, json};
use worker_sdk::agent_memory::{MemoryType, Message, Namespace, ResponseLength, ThinkingLevel};
use worker_sdk::ai;
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Result};

use crate::stand_in::memory;

const TIME: &str = "2026-04-01T12:00:00.000Z";

fn time() -> Timestamp {
    Timestamp::from_millis(1_775_044_800_000.0)
}

fn a_memory() -> Value {
    json!({
        "id": "m-1", "type": "fact", "summary": "s", "content": "c", "sessionId": "s-1", "createdAt": {"date": TIME},
        "updatedAt": TIME, "newer": [],
    })
}

#[worker_sdk::test]
async fn memories_are_kept_read_and_deleted() -> Result<()> {
    for is_remote in [true, false] {
        let stand_in = memory(is_remote, &a_memory());
        let ada = stand_in.binding.profile("ada");
        assert_eq!(
            (
                ada.name(),
                format!("{ada:?} {:?}", stand_in.binding).as_str()
            ),
            ("ada", "Profile(\"ada\") Namespace { .. }")
        );
        let remember = ada.remember("c").session_id("s-1");
        assert_eq!(format!("{remember:?}"), "Remember { .. }");
        assert!(stand_in.events().is_empty());
        let kept = remember.await?;
        assert_eq!((kept.id.as_str(), kept.summary.as_str()), ("m-1", "s"));
        assert_eq!(
            (kept.content.as_str(), kept.session_id.as_deref()),
            ("c", Some("s-1"))
        );
        assert_eq!(kept.memory_type, Some(MemoryType::Fact));
        assert_eq!(
            (kept.created_at, kept.updated_at),
            (Some(time()), Some(time()))
        );
        assert_eq!(ada.get("m-1").await?, kept);
        assert_eq!(ada.delete("m-1").await?, kept);
        ada.delete_session("s-1").await?;
        stand_in.binding.delete_profile("ada").await?;
        assert_eq!(
            stand_in.calls(),
            [
                json!(["ada.remember", {"content": "c", "sessionId": "s-1"}]),
                json!(["ada.get", "m-1"]),
                json!(["ada.delete", "m-1"]),
                json!(["ada.deleteSession", "s-1"]),
                json!(["deleteProfile", "ada"]),
            ]
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn profiles_are_let_go_of() -> Result<()> {
    let stand_in = memory(true, &a_memory());
    stand_in.binding.profile("ada").get("m-1").await?;
    worker_sdk::sleep(std::time::Duration::from_millis(10)).await;
    assert_eq!(stand_in.events()[1..], [json!("disposed ada.")]);
    Ok(())
}

#[worker_sdk::test]
async fn conversations_are_learned_from() -> Result<()> {
    let stand_in = memory(true, &Value::Null);
    let ada = stand_in.binding.profile("ada");
    let said = [
        Message::system("s"),
        Message::user("u").at(time()),
        ai::Message::assistant("a").into(),
    ];
    ada.ingest(said).session_id("s-1").await?;
    ada.ingest([]).await?;
    assert_eq!(
        stand_in.calls(),
        [
            json!(["ada.ingest", [
                {"role": "system", "content": "s"}, {"role": "user", "content": "u", "timestamp": {"date": TIME}},
                {"role": "assistant", "content": "a"},
            ], {"sessionId": "s-1"}]),
            json!(["ada.ingest", []]),
        ]
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_is_wrong_is_not_sent() {
    let stand_in = memory(true, &Value::Null);
    let ada = stand_in.binding.profile("ada");
    let no_time = Timestamp::from_millis(f64::NAN);
    let tool = ai::Message::new("tool", "t").into();
    for (error, said) in [
        (
            ada.ingest([Message::user("u"), tool]).await.unwrap_err(),
            "Agent Memory takes messages of `system`, `user` and `assistant`, not of `tool`; leave them out",
        ),
        (
            ada.ingest([Message::user("u").at(no_time)])
                .await
                .unwrap_err(),
            "`timestamp` is a time that no calendar has; look at where it was made",
        ),
        (
            ada.recall("x").reference_date(no_time).await.unwrap_err(),
            "`referenceDate` is a time that no calendar has; look at where it was made",
        ),
    ] {
        assert_eq!(error.to_string(), said);
    }
    assert!(stand_in.events().is_empty());
}

#[worker_sdk::test]
async fn memories_are_asked() -> Result<()> {
    let stand_in = memory(
        true,
        &json!({
            "count": 2, "answer": "Brno", "newer": 1,
            "candidates": [{"id": "m-1", "summary": "s", "sessionId": "s-1", "score": 0.5}],
        }),
    );
    let ada = stand_in.binding.profile("ada");
    let recalled = ada
        .recall("Where?")
        .thinking_level(ThinkingLevel::High)
        .response_length(ResponseLength::Long)
        .reference_date(time())
        .await?;
    ada.recall("x").await?;
    assert_eq!(
        stand_in.calls(),
        [
            json!(["ada.recall", "Where?", {
                "thinkingLevel": "high", "responseLength": "long", "referenceDate": {"date": TIME},
            }]),
            json!(["ada.recall", "x"]),
        ]
    );
    assert_eq!((recalled.count, recalled.answer.as_str()), (2, "Brno"));
    let [candidate] = &recalled.candidates[..] else {
        panic!("{recalled:?}")
    };
    assert_eq!(
        (
            candidate.id.as_str(),
            candidate.summary.as_str(),
            candidate.session_id.as_deref(),
            candidate.score
        ),
        ("m-1", "s", Some("s-1"), 0.5)
    );
    Ok(())
}

#[worker_sdk::test]
async fn memories_are_listed() -> Result<()> {
    let stand_in = memory(
        true,
        &json!({
            "memories": [{"id": "m-1", "type": "newest", "summary": "s", "sessionId": "s-1", "createdAt": {"date": TIME}, "updatedAt": TIME}],
            "cursor": "next",
        }),
    );
    let ada = stand_in.binding.profile("ada");
    let listing = ada.list().limit(5).session_id("s-1").cursor("before");
    let page = listing.memory_type(&MemoryType::Instruction).await?;
    assert_eq!(
        stand_in.told(),
        json!(["ada.list", {"limit": 5, "sessionId": "s-1", "cursor": "before", "type": "instruction"}])
    );
    assert_eq!(page.cursor.as_deref(), Some("next"));
    let [entry] = &page.memories[..] else {
        panic!("{page:?}")
    };
    assert_eq!((entry.id.as_str(), entry.summary.as_str()), ("m-1", "s"));
    assert_eq!(
        entry.memory_type,
        Some(MemoryType::Other("newest".to_owned()))
    );
    assert_eq!(
        (
            entry.session_id.as_deref(),
            entry.created_at,
            entry.updated_at
        ),
        (Some("s-1"), Some(time()), Some(time()))
    );
    let last = memory(true, &json!({"memories": []}));
    let page = last.binding.profile("ada").list().await?;
    assert_eq!((page.memories.len(), page.cursor), (0, None));
    assert_eq!(last.told(), json!(["ada.list"]));
    Ok(())
}

#[worker_sdk::test]
async fn all_that_is_known() -> Result<()> {
    let stand_in = memory(true, &json!({"summary": "# Ada"}));
    let ada = stand_in.binding.profile("ada");
    assert_eq!(ada.summary().session_id("s-1").await?, "# Ada");
    assert_eq!(
        stand_in.told(),
        json!(["ada.getSummary", {"sessionId": "s-1"}])
    );
    let odd = memory(true, &json!({}));
    let error = odd.binding.profile("ada").summary().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Agent Memory answered without a summary (profile `ada`)"
    );
    assert!(error.is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn what_is_refused() -> Result<()> {
    let stand_in = memory(false, &json!({"throws": "TypeError", "message": "no"}));
    let ada = stand_in.binding.profile("ada");
    for (error, doing, of) in [
        (
            ada.get("m").await.unwrap_err(),
            "reading a memory",
            " (memory `m`)",
        ),
        (
            ada.delete("m").await.unwrap_err(),
            "deleting a memory",
            " (memory `m`)",
        ),
        (ada.remember("x").await.unwrap_err(), "keeping a memory", ""),
        (ada.recall("x").await.unwrap_err(), "asking memories", ""),
        (ada.list().await.unwrap_err(), "listing memories", ""),
        (
            ada.ingest([]).await.unwrap_err(),
            "learning from a conversation",
            "",
        ),
        (
            ada.summary().await.unwrap_err(),
            "asking for a summary of Agent Memory",
            "",
        ),
        (
            ada.delete_session("s").await.unwrap_err(),
            "deleting a session of Agent Memory",
            "",
        ),
    ] {
        let said = format!("{doing} failed: TypeError: no (profile `ada`){of}");
        assert_eq!(error.to_string(), said);
    }
    let error = stand_in.binding.delete_profile("ada").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "deleting a profile of Agent Memory failed: TypeError: no (profile `ada`)"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_is_no_memory(env: Env) -> Result<()> {
    let error = env.get::<Namespace>("TEXT").unwrap_err();
    assert!(error.to_string().contains("not an agent memory"), "{error}");
    Ok(())
}
