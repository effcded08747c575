//! AutoRAG, the older name of AI Search: the runtime's own class.
#![allow(deprecated, reason = "what is deprecated works")]

use serde_json::{Value, json};
use worker_sdk::Result;
use worker_sdk::ai::ErrorKind;

use crate::platform::Platform;
use crate::stand_in::newer_ai;

const RAGS: &str = "https://workers-binding.ai/autorag/rags";

fn results(response: &Value) -> Platform {
    Platform::with_json(&json!({"result": {
        "object": "vector_store.search_results.page", "search_query": "better", "response": response,
        "data": [{
            "file_id": "f-1", "filename": "a.md", "score": 0.5, "attributes": {"folder": "a/"},
            "content": [{"id": "1", "type": "text", "text": "one"}, {"type": "text", "text": "two"}],
        }],
        "has_more": true, "next_page": "2",
    }}))
}

fn url(platform: &Platform) -> Value {
    platform.calls()[0]["url"].clone()
}

#[worker_sdk::test]
async fn documents_are_found() -> Result<()> {
    let platform = results(&Value::Null);
    let docs = platform.ai.autorag("docs");
    assert_eq!(format!("{docs:?}"), "AutoRag(\"docs\")");
    let search = docs.search("x").max_num_results(2).rewrite_query(true);
    let filter = json!({"type": "eq", "key": "folder", "value": "a/"});
    let search = search.filters(&filter).score_threshold(0.25).reranking("r");
    let search = search.ranker("auto").option("newer", &[1]);
    let search = search.option("ranking_options", &json!({"ranker": "none", "n": 1}));
    assert_eq!(format!("{search:?}"), "AutoRagSearch { .. }");
    let found = search.await?;
    assert_eq!(url(&platform), format!("{RAGS}/docs/search"));
    assert_eq!(
        platform.told(),
        json!({
            "query": "x", "max_num_results": 2, "rewrite_query": true, "filters": filter,
            "ranking_options": {"n": 1, "ranker": "auto", "score_threshold": 0.25}, "newer": [1], "reranking": {"enabled": true, "model": "r"},
        })
    );
    assert_eq!(
        (
            found.search_query.as_str(),
            found.response,
            found.has_more,
            found.next_page.as_deref()
        ),
        ("better", None, true, Some("2"))
    );
    let [document] = &found.data[..] else {
        panic!("{:?}", found.data)
    };
    assert_eq!(
        (
            document.file_id.as_str(),
            document.filename.as_str(),
            document.score
        ),
        ("f-1", "a.md", 0.5)
    );
    assert_eq!(document.content, ["one", "two"]);
    assert_eq!(document.attributes["folder"], "a/");
    Ok(())
}

#[worker_sdk::test]
async fn a_model_answers() -> Result<()> {
    let platform = results(&json!("yes"));
    let question = platform.ai.autorag("docs").ai_search("x");
    let question = question.system_prompt("s").model("m").max_num_results(1);
    assert_eq!(format!("{question:?}"), "AutoRagAnswer { .. }");
    assert_eq!(question.await?.response.as_deref(), Some("yes"));
    assert_eq!(url(&platform), format!("{RAGS}/docs/ai-search"));
    assert_eq!(
        platform.told(),
        json!({"query": "x", "system_prompt": "s", "model": "m", "max_num_results": 1})
    );

    let events = [
        "data: {\"response\":\"a\"}\n\n",
        "data: {\"response\":\"b\"}\n\ndata: [DONE]\n\n",
    ];
    let platform = Platform::answering(&json!({"type": "text/event-stream", "body": events}));
    let answer = platform.ai.autorag("docs").ai_search_stream("x").await?;
    assert_eq!(platform.told(), json!({"query": "x", "stream": true}));
    assert_eq!(answer.text().await?.text, "ab");
    let at_once = newer_ai(&json!({"data": []})).binding.autorag("docs");
    let error = at_once.ai_search_stream("x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "AutoRAG answered at once; ask it with `ai_search`"
    );
    assert!(error.is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn instances_are_listed() -> Result<()> {
    let platform = Platform::with_json(&json!({"result": [{
        "id": "docs", "enable": true, "type": "r2", "source": "b", "vectorize_name": "v", "paused": false,
        "status": "waiting", "newer": 1,
    }]}));
    let [docs] = &platform.ai.autorag("").list().await?[..] else {
        panic!()
    };
    assert_eq!(url(&platform), RAGS);
    assert_eq!(
        (
            docs.id.as_str(),
            docs.enable,
            docs.source_type.as_str(),
            docs.source.as_str()
        ),
        ("docs", true, "r2", "b")
    );
    assert_eq!(
        (
            docs.vectorize_name.as_deref(),
            docs.paused,
            docs.status.as_deref()
        ),
        (Some("v"), false, Some("waiting"))
    );
    assert_eq!(Value::from(docs.others.clone()), json!({"newer": 1}));
    Ok(())
}

#[worker_sdk::test]
async fn what_the_platform_refuses() -> Result<()> {
    let body = json!({"errors": [{"message": "no"}]}).to_string();
    for (status, name, kind) in [
        (
            401,
            "AutoRAGUnauthorizedError",
            ErrorKind::AutoRagUnauthorized,
        ),
        (404, "AutoRAGNotFoundError", ErrorKind::AutoRagNotFound),
        (500, "AutoRAGInternalError", ErrorKind::AutoRagInternal),
    ] {
        let platform = Platform::answering(&json!({"status": status, "body": body}));
        let docs = platform.ai.autorag("docs");
        let said = format!("{name}: no (instance `docs`)");
        let error = docs.search("x").await.unwrap_err();
        assert_eq!(error.to_string(), format!("searching failed: {said}"));
        assert_eq!(error.ai_kind(), Some(kind));
        assert!(error.is_named(name));
        let error = docs.ai_search("x").await.unwrap_err();
        assert_eq!(error.to_string(), format!("asking AutoRAG failed: {said}"));
        let error = docs.ai_search_stream("x").await.unwrap_err();
        assert_eq!(error.ai_kind(), Some(kind));
    }
    let platform = results(&Value::Null);
    let error = platform.ai.autorag("").search("x").await.unwrap_err();
    assert_eq!(error.ai_kind(), Some(ErrorKind::AutoRagNameNotSet));
    assert!(platform.calls().is_empty());
    Ok(())
}

#[worker_sdk::test]
async fn kinds_of_other_errors() -> Result<()> {
    let platform = Platform::answering(&json!({"status": 500, "body": "oops"}));
    let error = platform
        .ai
        .run::<Value>("@cf/x", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(error.ai_kind(), Some(ErrorKind::InferenceUpstream));
    let body = json!({"errors": [{"message": "no such log"}]}).to_string();
    for (status, kind) in [
        (404, ErrorKind::GatewayLogNotFound),
        (500, ErrorKind::GatewayInternal),
    ] {
        let platform = Platform::answering(&json!({"status": status, "body": body}));
        let error = platform.ai.gateway("g").log("l").await.unwrap_err();
        assert_eq!(error.ai_kind(), Some(kind), "{error}");
    }
    let platform = Platform::answering(&json!({"status": 500, "body": body}));
    let error = platform.ai.models().await.unwrap_err();
    assert_eq!(error.ai_kind(), Some(ErrorKind::AiInternal));
    assert_eq!(worker_sdk::Error::new("AiInternalError").ai_kind(), None);
    Ok(())
}
