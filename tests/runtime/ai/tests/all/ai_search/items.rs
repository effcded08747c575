//! Items: documents.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::ai_search::Status;
use worker_sdk::http::Blob;
use worker_sdk::time::Timestamp;
use worker_sdk::vectorize::Filter;
use worker_sdk::{Body, Result, sleep};

use crate::stand_in::{StandIn, instance, local_instance, namespace};

fn item() -> Value {
    json!({
        "id": "i-1", "key": "guide.md", "status": "completed", "next_action": null, "error": "e", "checksum": "c",
        "namespace": "n", "chunks_count": 3, "file_size": 4, "source_id": "builtin",
        "last_seen_at": "2026-04-01T12:00:00Z", "created_at": "2026-04-01 12:00:00Z", "metadata": {"folder": "a/"},
        "newer": 1,
    })
}

#[worker_sdk::test]
async fn documents_are_uploaded() -> Result<()> {
    let stream = futures_util::stream::iter(["a ", "stream"].map(|chunk| Ok(chunk.as_bytes())));
    let cases: [(Body, Value); 5] = [
        ("žluť".into(), json!("žluť")),
        (b"bytes".to_vec().into(), json!({"stream": "bytes"})),
        (Body::from_stream(stream), json!({"stream": "a stream"})),
        (
            Blob::new("a blob", "text/plain").into_body(),
            json!({"stream": "a blob"}),
        ),
        (Body::empty(), json!({"stream": ""})),
    ];
    for (body, sent) in cases {
        let docs = instance(&json!({"id": "i-1", "key": "guide.md"}));
        let upload = docs.binding.items().upload("guide.md", body);
        assert_eq!(format!("{upload:?}"), "Upload { .. }");
        assert!(docs.events().is_empty());
        let item = upload.await?;
        assert_eq!(docs.told(), json!(["items.upload", "guide.md", sent]));
        assert_eq!(
            (item.id.as_str(), item.key.as_str(), item.status),
            ("i-1", "guide.md", None)
        );
    }
    let docs = local_instance(&item());
    let upload = docs.binding.items().upload("a", "b");
    upload.metadata(&json!({"language": "en"})).await?;
    let told = json!(["items.upload", "a", "b", {"metadata": {"language": "en"}}]);
    assert_eq!(docs.told(), told);
    Ok(())
}

#[worker_sdk::test]
async fn documents_are_uploaded_and_indexed() -> Result<()> {
    let docs = instance(&item());
    let upload = docs.binding.items().upload_and_poll("a", "b");
    let item = upload
        .metadata(&json!({"n": 1}))
        .poll_interval(Duration::from_millis(250))
        .timeout(Duration::from_secs(2))
        .await?;
    let options = json!({"metadata": {"n": 1}, "pollIntervalMs": 250, "timeoutMs": 2000});
    assert_eq!(
        docs.told(),
        json!(["items.uploadAndPoll", "a", "b", options])
    );
    assert_eq!(item.status, Some(Status::Completed));
    Ok(())
}

#[worker_sdk::test]
async fn uploads_that_fail() -> Result<()> {
    let docs = instance(&json!({"throws": "AiSearchInternalError", "message": "too large"}));
    let error = docs.binding.items().upload("a.md", "b").await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("AiSearchInternalError: too large (file `a.md`)"),
        "{error}"
    );
    let docs = instance(&item());
    let upload = docs.binding.items().upload("a.md", "b");
    let error = upload.metadata(&u64::MAX).await.unwrap_err();
    assert!(
        error.to_string().contains("18446744073709551615"),
        "{error}"
    );
    assert!(docs.events().is_empty());
    Ok(())
}

#[worker_sdk::test]
async fn what_is_known_of_an_item() -> Result<()> {
    let tenants = namespace(&item());
    let handle = tenants.binding.get("a").items().get("i-1");
    assert_eq!(
        (handle.id(), format!("{handle:?}").as_str()),
        ("i-1", "Item(\"i-1\")")
    );
    let info = handle.info().await?;
    assert_eq!(tenants.told(), json!(["a.items.i-1.info"]));
    assert_eq!(
        (info.id.as_str(), info.key.as_str(), info.next_action),
        ("i-1", "guide.md", None)
    );
    assert_eq!(
        [
            info.error.as_deref(),
            info.checksum.as_deref(),
            info.namespace.as_deref(),
            info.source_id.as_deref()
        ],
        [Some("e"), Some("c"), Some("n"), Some("builtin")]
    );
    assert_eq!((info.chunks_count, info.file_size), (Some(3), Some(4)));
    let at = Some(Timestamp::from_millis(1_775_044_800_000.0));
    assert_eq!((info.last_seen_at, info.created_at), (at, at));
    assert_eq!(Value::from(info.metadata), json!({"folder": "a/"}));
    assert_eq!(Value::from(info.others), json!({"newer": 1}));
    let synced = handle.sync().await?;
    assert_eq!(tenants.calls()[1], json!(["a.items.i-1.sync"]));
    assert_eq!(synced.status, Some(Status::Completed));

    let words = [
        "queued",
        "running",
        "completed",
        "error",
        "skipped",
        "outdated",
        "newest",
    ];
    let known = [
        Status::Queued,
        Status::Running,
        Status::Completed,
        Status::Error,
        Status::Skipped,
        Status::Outdated,
        Status::Other("newest".to_owned()),
    ];
    for (word, status) in words.into_iter().zip(known) {
        assert_eq!(status.as_str(), word);
        let docs = instance(&json!({"id": "i", "key": "k", "status": word}));
        let info = docs.binding.items().get("i").info().await?;
        assert_eq!(info.status, Some(status));
    }
    Ok(())
}

fn downloaded() -> Value {
    json!({"body": {"stream": ["%PDF", 20, "…"]}, "contentType": "application/pdf", "filename": "a.pdf", "size": 7})
}

#[worker_sdk::test]
async fn documents_are_downloaded() -> Result<()> {
    let remote = instance(&downloaded());
    let local = local_instance(&downloaded());
    for docs in [remote, local] {
        let file = docs.binding.items().get("i").download().await?;
        assert_eq!(docs.told(), json!(["items.i.download"]));
        assert_eq!(
            (
                file.content_type.as_str(),
                file.filename.as_str(),
                file.size
            ),
            ("application/pdf", "a.pdf", 7)
        );
        // The call is over, and so is whatever lived no longer than it.
        sleep(Duration::from_millis(20)).await;
        assert_eq!(file.body.text().await?, "%PDF…");
    }
    let odd = instance(&json!({}));
    let error = odd.binding.items().get("i").download().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "AI Search answered without the content of an item (item `i`)"
    );
    assert!(error.is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn items_are_listed() -> Result<()> {
    let docs = instance(&json!({"result": [item()], "result_info": null}));
    let filter = Filter::new().eq("folder", "a/");
    let listing = docs.binding.items().list().page(1).per_page(50);
    let page = listing
        .search("guide")
        .source("builtin")
        .item_id("i-1")
        .key("guide.md")
        .status(&Status::Error)
        .sort_by_modified_at()
        .metadata_filter(&filter)
        .option("newer", &true)
        .await?;
    assert_eq!(
        docs.told(),
        json!(["items.list", {
            "page": 1, "per_page": 50, "search": "guide", "source": "builtin", "item_id": "i-1", "key": "guide.md",
            "status": "error", "sort_by": "modified_at", "metadata_filter": "{\"folder\":{\"$eq\":\"a/\"}}",
            "newer": true,
        }])
    );
    assert_eq!((page.result[0].key.as_str(), page.info), ("guide.md", None));
    let docs = instance(&json!({"result": []}));
    let listing = docs.binding.items().list();
    assert!(
        listing
            .metadata_filter(&Filter::new())
            .await?
            .result
            .is_empty()
    );
    assert_eq!(docs.told(), json!(["items.list"]));
    let wrong = docs.binding.items().list();
    let wrong = wrong.metadata_filter(&Filter::new().eq("", 1));
    assert!(wrong.await.unwrap_err().to_string().contains("is empty"));
    Ok(())
}

#[worker_sdk::test]
async fn items_are_deleted() -> Result<()> {
    let docs = instance(&Value::Null);
    docs.binding.items().delete("i-1").await?;
    assert_eq!(docs.told(), json!(["items.delete", "i-1"]));
    let docs = instance(&json!({"throws": "AiSearchNotFoundError", "message": "gone"}));
    let items = docs.binding.items();
    assert_eq!(format!("{items:?}"), "Items { .. }");
    for error in [
        items.delete("i-1").await.unwrap_err(),
        items.get("i-1").info().await.unwrap_err(),
        items.get("i-1").sync().await.unwrap_err(),
        items.get("i-1").download().await.unwrap_err(),
        items.get("i-1").logs().await.unwrap_err(),
        items.get("i-1").chunks().await.unwrap_err(),
    ] {
        assert!(
            error
                .to_string()
                .ends_with("AiSearchNotFoundError: gone (item `i-1`)"),
            "{error}"
        );
    }
    Ok(())
}

async fn logged(info: Value) -> Result<(Value, Option<String>)> {
    let docs: StandIn<_> = instance(&json!({
        "result": [{
            "timestamp": "2026-04-01T12:00:00Z", "action": "index", "message": "done", "fileKey": "k", "chunkCount": 2,
            "processingTimeMs": 1.5, "errorType": "t", "newer": 1,
        }],
        "result_info": info,
    }));
    let logs = docs.binding.items().get("i").logs();
    let page = logs.limit(5).cursor("before").await?;
    let [log] = &page.result[..] else {
        panic!("{page:?}")
    };
    assert_eq!(
        log.timestamp,
        Some(Timestamp::from_millis(1_775_044_800_000.0))
    );
    assert_eq!(
        (log.action.as_str(), log.message.as_str()),
        ("index", "done")
    );
    assert_eq!(
        (
            log.file_key.as_deref(),
            log.chunk_count,
            log.processing_time_ms,
            log.error_type.as_deref()
        ),
        (Some("k"), Some(2), Some(1.5), Some("t"))
    );
    Ok((docs.told(), page.cursor))
}

#[worker_sdk::test]
async fn logs_of_an_item() -> Result<()> {
    let (told, cursor) =
        logged(json!({"cursor": "next", "truncated": true, "count": 1, "per_page": 5})).await?;
    assert_eq!(
        told,
        json!(["items.i.logs", {"limit": 5, "cursor": "before"}])
    );
    assert_eq!(cursor.as_deref(), Some("next"));
    let (_, cursor) = logged(json!({"cursor": "next", "truncated": false})).await?;
    assert_eq!(cursor, None);
    let (_, cursor) = logged(json!({"cursor": null, "truncated": true})).await?;
    assert_eq!(cursor, None);
    let (_, cursor) = logged(json!({"cursor": "next"})).await?;
    assert_eq!(cursor.as_deref(), Some("next"));
    Ok(())
}

#[worker_sdk::test]
async fn chunks_of_an_item() -> Result<()> {
    let chunk =
        json!({"id": "c", "text": "t", "start_byte": 1, "end_byte": 2, "item": {"key": "k"}});
    let docs = instance(&json!({
        "result": [chunk], "result_info": {"count": 1, "total": 9, "limit": 1, "offset": 3},
    }));
    let chunks = docs.binding.items().get("i").chunks();
    let page = chunks.limit(1).offset(3).await?;
    assert_eq!(
        docs.told(),
        json!(["items.i.chunks", {"limit": 1, "offset": 3}])
    );
    assert_eq!((page.offset, page.total), (Some(3), Some(9)));
    let chunk = &page.result[0];
    assert_eq!(
        (
            chunk.id.as_str(),
            chunk.text.as_str(),
            chunk.start_byte,
            chunk.end_byte
        ),
        ("c", "t", 1, 2)
    );
    assert_eq!(chunk.item.as_ref().unwrap().key, "k");
    let docs = instance(&json!({"result": [{"id": "c"}]}));
    let page = docs.binding.items().get("i").chunks().await?;
    assert_eq!(
        (page.offset, page.total, page.result[0].item.is_none()),
        (None, None, true)
    );
    Ok(())
}
