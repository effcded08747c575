//! Web search, by a stand-in for the binding of models and by one behind the runtime's class of it, which has the method in
//! today's runtime.

use serde_json::{Value, json};
use worker_sdk::Result;

use crate::stand_in::{newer_ai, web};
use crate::wrangler::IS_TODAYS;

fn found() -> Value {
    json!({
        "items": [
            {
                "url": "https://example.com/", "title": "Example", "description": "d",
                "lastModifiedDate": "2025-11-30T04:39:48", "imageUrl": "i", "faviconUrl": "f", "newer": [],
            },
            {"url": "https://example.com/2", "title": null},
        ],
        "metadata": {"query": "x", "requestId": "r-1", "latencyMs": 12.5, "newer": 1},
    })
}

#[worker_sdk::test]
async fn pages_are_found() -> Result<()> {
    let answers = [json!({"response": [found().to_string()]}), found()];
    for answer in answers {
        let stand_in = newer_ai(&answer);
        let search = stand_in.binding.websearch("default", "x").provider("exa");
        let search = search.limit(5).byok_alias("own");
        assert_eq!(format!("{search:?}"), "WebSearch { .. }");
        assert!(stand_in.events().is_empty());
        let found = search.await?;
        let told = json!({"gatewayId": "default", "query": "x", "provider": "exa", "limit": 5, "byokAlias": "own"});
        assert_eq!(stand_in.told(), json!(["websearch", told]));
        let [first, second] = &found.items[..] else {
            panic!("{found:?}")
        };
        assert_eq!(
            (first.url.as_str(), first.title.as_str()),
            ("https://example.com/", "Example")
        );
        assert_eq!(
            [
                &first.description,
                &first.last_modified_date,
                &first.image_url,
                &first.favicon_url
            ]
            .map(Option::as_deref),
            [Some("d"), Some("2025-11-30T04:39:48"), Some("i"), Some("f")]
        );
        assert_eq!(
            (second.title.as_str(), second.description.as_deref()),
            ("", None)
        );
        let metadata = &found.metadata;
        assert_eq!(
            (
                metadata.query.as_str(),
                metadata.request_id.as_str(),
                metadata.latency_ms
            ),
            ("x", "r-1", 12.5)
        );
    }
    let bare = newer_ai(&json!({"items": []}));
    assert!(bare.binding.websearch("g", "x").await?.items.is_empty());
    Ok(())
}

#[worker_sdk::test]
async fn what_a_gateway_refuses() -> Result<()> {
    let body = json!({"errors": [{"code": 2005, "message": "no such key"}]}).to_string();
    let refusing = newer_ai(&json!({"response": [body, {"status": 400}]}));
    let error = refusing.binding.websearch("g", "x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "searching the web failed: Error: 2005: no such key (gateway `g`)"
    );
    assert_eq!(error.ai_code(), Some(2005));
    let odd = newer_ai(&json!({"response": ["{}"]}));
    let error = odd.binding.websearch("g", "x").await.unwrap_err();
    assert!(error.is_malformed(), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn by_the_class_of_the_runtime() -> Result<()> {
    let stand_in = web(&found());
    let found = stand_in.binding.websearch("g", "x").limit(5).await;
    if !IS_TODAYS {
        assert_eq!(
            found.unwrap_err().to_string(),
            "searching the web failed: TypeError: this runtime has no `websearch`; deploy the worker, or call the API of Web \
             Search (gateway `g`)"
        );
        return Ok(());
    }
    let found = found?;
    let asked = json!({"gatewayId": "g", "query": "x", "limit": 5});
    // The class adds what is only for the platform.
    assert_eq!(stand_in.told(), json!(["websearch", asked, null]));
    assert_eq!(found.items.len(), 2);
    assert_eq!(found.metadata.request_id, "r-1");
    Ok(())
}
