//! AI Gateway: models of other providers, and logs.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::Result;
use worker_sdk::abort::AbortController;
use worker_sdk::ai::{Feedback, GatewayOptions, ProviderRequest};
use worker_sdk::time::Timestamp;

use crate::platform::Platform;

const GATEWAY: &str = "https://workers-binding.ai/ai-gateway";

fn only(platform: &Platform) -> Value {
    let calls = platform.calls();
    assert_eq!(calls.len(), 1, "{calls:?}");
    calls[0].clone()
}

#[worker_sdk::test]
async fn models_of_any_provider() -> Result<()> {
    let platform = Platform::answering(&json!({"body": "hello", "headers": {"cf-aig-step": "1"}}));
    let gateway = platform.ai.gateway("mine");
    assert_eq!(
        (gateway.id(), format!("{gateway:?}").as_str()),
        ("mine", "Gateway(\"mine\")")
    );
    let first = ProviderRequest::new("openai", "chat/completions", &json!({"model": "x"}))
        .header("authorization", "Bearer key")
        .header("cf-aig-cache-ttl", "60");
    let second = ProviderRequest::new("workers-ai", "@cf/x", &json!({"prompt": "žluť"}));
    let options = GatewayOptions::new("mine")
        .skip_cache(true)
        .request_timeout(Duration::from_secs(2));
    let response = gateway
        .run([first, second])
        .options(options)
        .header("x-own", "1")
        .signal(&AbortController::new().signal())
        .await?;
    assert_eq!(response.headers().get("cf-aig-step").as_deref(), Some("1"));
    assert_eq!(response.read_text().await?, "hello");
    let call = only(&platform);
    assert_eq!(call["url"], format!("{GATEWAY}/universal/run/mine"));
    let sent: Value = serde_json::from_str(call["body"].as_str().unwrap())?;
    assert_eq!(
        sent,
        json!([
            {
                "provider": "openai", "endpoint": "chat/completions", "query": {"model": "x"},
                "headers": {"content-type": "application/json", "authorization": "Bearer key", "cf-aig-cache-ttl": "60"},
            },
            {
                "provider": "workers-ai", "endpoint": "@cf/x", "query": {"prompt": "žluť"},
                "headers": {"content-type": "application/json"},
            },
        ])
    );
    let headers = &call["headers"];
    assert_eq!(
        (
            &headers["cf-aig-skip-cache"],
            &headers["cf-aig-request-timeout"]
        ),
        (&json!("true"), &json!("2000"))
    );
    assert_eq!(
        (&headers["x-own"], &call["aborted"]),
        (&json!("1"), &json!(false))
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_request_has_each_header_once() -> Result<()> {
    let platform = Platform::answering(&json!({"body": ""}));
    let request = ProviderRequest::new("own", "upload", &json!({}))
        .header("Content-Type", "application/x-ndjson")
        .header("X-Own", "1");
    platform.ai.gateway("mine").run([request]).await?;
    let sent: Value = serde_json::from_str(only(&platform)["body"].as_str().unwrap())?;
    assert_eq!(
        sent[0]["headers"],
        json!({"content-type": "application/x-ndjson", "x-own": "1"})
    );
    Ok(())
}

#[worker_sdk::test]
async fn addresses() -> Result<()> {
    let platform =
        Platform::with_json(&json!({"result": {"url": "https://gateway.example/openai"}}));
    let url = platform.ai.gateway("mine").url("openai").await?;
    assert_eq!(url, "https://gateway.example/openai");
    assert_eq!(
        only(&platform)["url"],
        format!("{GATEWAY}/gateways/mine/url/openai")
    );
    let odd = Platform::with_json(&json!({"result": {}}));
    let error = odd.ai.gateway("mine").url("openai").await.unwrap_err();
    assert_eq!(error.to_string(), "AI Gateway answered without an address");
    assert!(error.is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn logs_are_read_and_added_to() -> Result<()> {
    let platform = Platform::with_json(&json!({"result": {
        "id": "l-1", "provider": "openai", "model": "x", "path": "chat", "request_type": "chat_completion", "duration": 12.5, "status_code": 200,
        "success": true, "cached": false, "tokens_in": 3, "tokens_out": null, "metadata": {"user": 7}, "step": 1,
        "cost": 0.25, "request_size": 10, "request_head": "{", "request_head_complete": true, "response_size": 20,
        "created_at": "2026-04-01T12:00:00.5Z", "newer": [],
    }}));
    let log = platform.ai.gateway("mine").log("l-1").await?;
    assert_eq!(
        (
            log.id.as_str(),
            log.provider.as_str(),
            log.model.as_str(),
            log.path.as_str()
        ),
        ("l-1", "openai", "x", "chat")
    );
    assert_eq!(log.request_type.as_deref(), Some("chat_completion"));
    assert_eq!(
        log.created_at,
        Some(Timestamp::from_millis(1_775_044_800_500.0))
    );
    assert_eq!(
        (log.duration, log.status_code, log.success, log.cached),
        (12.5, 200, true, false)
    );
    assert_eq!(
        (log.tokens_in, log.tokens_out, log.step, log.cost),
        (Some(3), None, Some(1), Some(0.25))
    );
    assert_eq!(
        (log.metadata, log.custom_cost),
        (Some(json!({"user": 7})), false)
    );
    assert_eq!(
        (
            log.request_size,
            log.request_head.as_deref(),
            log.request_head_complete
        ),
        (10, Some("{"), true)
    );
    assert_eq!(
        (
            log.response_size,
            log.response_head,
            log.response_head_complete
        ),
        (20, None, false)
    );
    assert_eq!(
        only(&platform)["url"],
        format!("{GATEWAY}/gateways/mine/logs/l-1")
    );

    let platform = Platform::with_json(&json!({}));
    let gateway = platform.ai.gateway("mine");
    gateway
        .patch_log("l-1")
        .feedback(Feedback::Negative)
        .score(40.0)
        .metadata(&json!({"seen": true}))
        .await?;
    assert_eq!(
        platform.told(),
        json!({"feedback": -1, "score": 40, "metadata": {"seen": true}})
    );
    gateway
        .patch_log("l-2")
        .feedback(Feedback::Positive)
        .await?;
    gateway.patch_log("l-3").await?;
    gateway.patch_log("l-4").no_feedback().await?;
    let nothing = gateway.patch_log("l-5").score(1.0).metadata(&json!({}));
    nothing.no_score().no_metadata().await?;
    let bodies: Vec<_> = platform
        .calls()
        .iter()
        .map(|call| call["body"].clone())
        .collect();
    let said = [
        r#"{"feedback":1}"#,
        "{}",
        r#"{"feedback":null}"#,
        r#"{"score":null,"metadata":null}"#,
    ];
    assert_eq!(bodies[1..], said);
    Ok(())
}

#[worker_sdk::test]
async fn logs_that_are_not_there() -> Result<()> {
    let body = json!({"errors": [{"message": "no such log"}]}).to_string();
    let platform = Platform::answering(&json!({"status": 404, "body": body}));
    let gateway = platform.ai.gateway("mine");
    let error = gateway.log("l-1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading a log of AI Gateway failed: AiGatewayLogNotFound: no such log (gateway `mine`)"
    );
    assert!(error.is_named("AiGatewayLogNotFound"));
    let error = gateway.patch_log("l-1").score(1.0).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "changing a log of AI Gateway failed: AiGatewayLogNotFound: no such log (gateway `mine`)"
    );
    Ok(())
}
