//! Instances: how they work, and what is known of them.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::Result;
use worker_sdk::ai_search::{
    Boost, BoostDirection, CacheThreshold, Config, DataType, FusionMethod, IndexMethod,
    KeywordMatch, Tokenizer,
};
use worker_sdk::time::Timestamp;

use crate::stand_in::{instance, namespace};

#[worker_sdk::test]
async fn instances_are_made_and_deleted() -> Result<()> {
    let tenants = namespace(&Value::Null);
    let made = tenants.binding.create("tenant-1", Config::new()).await?;
    assert_eq!(
        (made.name(), format!("{made:?}").as_str()),
        (Some("tenant-1"), "Instance(\"tenant-1\")")
    );
    assert_eq!(tenants.told(), json!(["create", {"id": "tenant-1"}]));
    tenants.binding.delete("tenant-1").await?;
    assert_eq!(tenants.calls()[1], json!(["delete", "tenant-1"]));
    assert_eq!(format!("{:?}", tenants.binding), "Namespace { .. }");

    let refusal = json!({"throws": "AiSearchInternalError", "message": "no"});
    let tenants = namespace(&refusal).binding;
    for error in [
        tenants.create("a", Config::new()).await.unwrap_err(),
        tenants.delete("a").await.unwrap_err(),
    ] {
        assert!(
            error
                .to_string()
                .ends_with("AiSearchInternalError: no (instance `a`)"),
            "{error}"
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn objects_on_the_way_are_let_go_of() -> Result<()> {
    let tenants = namespace(&json!({"id": "i", "key": "k"}));
    tenants.binding.get("a").items().get("i").info().await?;
    worker_sdk::sleep(Duration::from_millis(10)).await;
    let mut let_go: Vec<_> = tenants.events().into_iter().skip(1).collect();
    let_go.sort_by_key(|event| event.to_string());
    assert_eq!(let_go, ["disposed a.", "disposed a.items.i."]);

    tenants.binding.create("b", Config::new()).await?;
    worker_sdk::sleep(Duration::from_millis(10)).await;
    assert_eq!(tenants.events().last(), Some(&json!("disposed made.")));
    Ok(())
}

#[worker_sdk::test]
async fn all_of_a_configuration() -> Result<()> {
    let config = Config::web_crawler("https://example.com")
        .source_params(&json!({"include_items": ["/docs/**"]}))
        .token_id("token")
        .ai_gateway_id("gateway")
        .rewrite_query(true)
        .reranking(false)
        .embedding_model("e")
        .ai_search_model("a")
        .rewrite_model("w")
        .reranking_model("r")
        .fusion_method(FusionMethod::Rrf)
        .chunk(true)
        .chunk_size(256)
        .chunk_overlap(10)
        .score_threshold(0.5)
        .max_num_results(20)
        .cache(true)
        .cache_threshold(CacheThreshold::SuperStrictMatch)
        .metadata(&json!({"team": "a"}))
        .index_method(IndexMethod::VECTOR)
        .keyword_tokenizer(Tokenizer::Trigram)
        .keyword_match_mode(KeywordMatch::And)
        .boost_by([Boost::new("n").direction(BoostDirection::Desc)])
        .custom_metadata([("language", DataType::Text), ("when", DataType::DateTime)])
        .sync_interval(Duration::from_millis(3_600_999))
        .option("paused", &true);
    assert_eq!(format!("{config:?}"), "Config { .. }");
    let tenants = namespace(&Value::Null);
    tenants.binding.create("docs", config).await?;
    assert_eq!(
        tenants.told()[1],
        json!({
            "id": "docs", "type": "web-crawler", "source": "https://example.com",
            "source_params": {"include_items": ["/docs/**"]}, "token_id": "token", "ai_gateway_id": "gateway",
            "rewrite_query": true, "reranking": false, "embedding_model": "e", "ai_search_model": "a",
            "rewrite_model": "w", "reranking_model": "r", "fusion_method": "rrf", "chunk": true, "chunk_size": 256,
            "chunk_overlap": 10, "score_threshold": 0.5, "max_num_results": 20, "cache": true,
            "cache_threshold": "super_strict_match", "metadata": {"team": "a"},
            "index_method": {"vector": true, "keyword": false}, "indexing_options": {"keyword_tokenizer": "trigram"},
            "retrieval_options": {"keyword_match_mode": "and", "boost_by": [{"field": "n", "direction": "desc"}]},
            "custom_metadata": [
                {"field_name": "language", "data_type": "text"}, {"field_name": "when", "data_type": "datetime"},
            ],
            "sync_interval": 3600, "paused": true,
        })
    );
    let both = Config::new().keyword_match_mode(KeywordMatch::Or).option(
        "retrieval_options",
        &json!({"keyword_match_mode": "and", "newer": 1}),
    );
    let docs = instance(&json!({"id": "docs"}));
    docs.binding.update(both).await?;
    let told = json!({"retrieval_options": {"keyword_match_mode": "or", "newer": 1}});
    assert_eq!(docs.told()[1], told);
    let wrong = Config::r2("bucket").metadata(&u64::MAX);
    let error = tenants.binding.create("docs", wrong).await.unwrap_err();
    assert!(
        error.to_string().contains("18446744073709551615"),
        "{error}"
    );
    assert_eq!(tenants.calls().len(), 1);
    Ok(())
}

#[worker_sdk::test]
async fn what_is_known_of_an_instance() -> Result<()> {
    let answer = json!({
        "id": "docs", "type": "r2", "source": "bucket", "source_params": {"prefix": "a/"}, "paused": false,
        "status": "newest", "namespace": "default", "created_at": "2026-04-01T12:00:00Z", "modified_at": "never",
        "rewrite_query": true, "reranking": null, "embedding_model": "e", "ai_search_model": "a",
        "index_method": {"vector": true}, "fusion_method": "rrf", "chunk": true, "chunk_size": 256, "chunk_overlap": 10,
        "score_threshold": 0.4, "max_num_results": 10, "cache": true, "cache_threshold": "close_enough",
        "custom_metadata": [{"field_name": "f", "data_type": "text"}], "sync_interval": 3600, "metadata": {"a": 1},
        "enable": true,
    });
    let docs = instance(&answer);
    let info = docs.binding.info().await?;
    assert_eq!(docs.told(), json!(["info"]));
    assert_eq!(
        (
            info.id.as_str(),
            info.source_type.as_deref(),
            info.source.as_deref()
        ),
        ("docs", Some("r2"), Some("bucket"))
    );
    assert_eq!(
        (
            info.paused,
            info.status.as_deref(),
            info.namespace.as_deref()
        ),
        (Some(false), Some("newest"), Some("default"))
    );
    let made = Timestamp::from_millis(1_775_044_800_000.0);
    assert_eq!((info.created_at, info.modified_at), (Some(made), None));
    assert_eq!((info.rewrite_query, info.reranking), (Some(true), None));
    assert_eq!(
        (
            info.embedding_model.as_deref(),
            info.ai_search_model.as_deref()
        ),
        (Some("e"), Some("a"))
    );
    assert_eq!((info.rewrite_model, info.reranking_model), (None, None));
    let method = IndexMethod::VECTOR;
    assert_eq!(
        (info.index_method, info.fusion_method.as_deref()),
        (Some(method), Some("rrf"))
    );
    assert_eq!(
        (info.chunk, info.chunk_size, info.chunk_overlap),
        (Some(true), Some(256), Some(10))
    );
    assert_eq!(
        (info.score_threshold, info.max_num_results),
        (Some(0.4), Some(10))
    );
    assert_eq!(
        (
            info.cache,
            info.cache_threshold.as_deref(),
            info.sync_interval
        ),
        (Some(true), Some("close_enough"), Some(3600))
    );
    assert_eq!(
        (
            info.custom_metadata[0].field_name.as_str(),
            info.custom_metadata[0].data_type.as_str()
        ),
        ("f", "text")
    );
    assert_eq!(Value::from(info.metadata), json!({"a": 1}));
    assert_eq!(
        Value::from(info.others),
        json!({"source_params": {"prefix": "a/"}, "enable": true})
    );

    let docs = instance(&answer);
    let updated = docs.binding.update(Config::r2("b").cache(false)).await?;
    assert_eq!(
        docs.told(),
        json!(["update", {"type": "r2", "source": "b", "cache": false}])
    );
    assert_eq!(updated.id, "docs");
    docs.binding.update(Config::new()).await?;
    assert_eq!(docs.calls()[1], json!(["update", {}]));
    let error = instance(&json!({})).binding.info().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read the answer of AI Search: there is no `id`"
    );
    Ok(())
}

#[worker_sdk::test]
async fn how_far_it_is_indexed() -> Result<()> {
    let docs = instance(&json!({
        "queued": 1, "running": 2, "completed": 3, "error": 4, "skipped": 5, "outdated": 6,
        "last_activity": "2026-04-01T12:00:00Z", "newer": [],
        "engine": {
            "vectorize": {"vectorsCount": 7, "dimensions": 8},
            "r2": {"payloadSizeBytes": 9, "metadataSizeBytes": 10, "objectCount": 11},
        },
    }));
    let stats = docs.binding.stats().await?;
    assert_eq!(docs.told(), json!(["stats"]));
    assert_eq!(
        [
            stats.queued,
            stats.running,
            stats.completed,
            stats.error,
            stats.skipped,
            stats.outdated
        ],
        [1, 2, 3, 4, 5, 6]
    );
    assert_eq!(
        stats.last_activity,
        Some(Timestamp::from_millis(1_775_044_800_000.0))
    );
    let engine = stats.engine.unwrap();
    let (vectors, objects) = (engine.vectorize.unwrap(), engine.r2.unwrap());
    assert_eq!((vectors.vectors_count, vectors.dimensions), (7, 8));
    assert_eq!(
        (
            objects.payload_size_bytes,
            objects.metadata_size_bytes,
            objects.object_count
        ),
        (9, 10, 11)
    );
    let empty = instance(&json!({})).binding.stats().await?;
    assert_eq!((empty.queued, empty.engine), (0, None));
    Ok(())
}

#[worker_sdk::test]
async fn instances_are_listed() -> Result<()> {
    let page = |page: u32, count: u32| {
        json!({
            "result": [{"id": "a"}],
            "result_info": {"count": count, "page": page, "per_page": 2, "total_count": 5},
        })
    };
    let tenants = namespace(&page(2, 2));
    let listing = tenants.binding.list().search("a").newest_first();
    assert_eq!(format!("{listing:?}"), "List { .. }");
    let listed = listing.page(2).per_page(2).await?;
    assert_eq!(
        tenants.told(),
        json!(["list", {
            "search": "a", "order_by": "created_at", "order_by_direction": "desc", "page": 2, "per_page": 2,
        }])
    );
    let info = listed.info.unwrap();
    assert_eq!(
        [info.count, info.page, info.per_page, info.total_count],
        [2, 2, 2, 5].map(Some)
    );
    assert_eq!(
        (listed.result[0].id.as_str(), listed.next_page()),
        ("a", Some(3))
    );
    let unknown = |info: Value| json!({"result": [{"id": "a"}], "result_info": info});
    for last in [
        page(3, 1),
        page(2, 0),
        page(0, 2),
        json!({"result": []}),
        unknown(json!({})),
        unknown(json!({"count": 2, "per_page": 2, "total_count": 5})),
        unknown(json!({"count": 2, "page": 1, "total_count": 5})),
        unknown(json!({"count": 2, "page": 1, "per_page": 0, "total_count": 5})),
        unknown(json!({"count": 2, "page": 1, "per_page": 2})),
    ] {
        let tenants = namespace(&last);
        let listed = tenants.binding.list().oldest_first().await?;
        assert_eq!(tenants.told()[1]["order_by_direction"], "asc");
        assert_eq!(listed.next_page(), None, "{last}");
    }
    let first = unknown(json!({"page": 1, "per_page": 2, "total_count": 5}));
    let listed = namespace(&first).binding.list().await?;
    assert_eq!(listed.next_page(), Some(2));
    let tenants = namespace(&page(1, 1));
    tenants.binding.list().await?;
    assert_eq!(tenants.told(), json!(["list"]));
    let error = namespace(&json!({})).binding.list().await.unwrap_err();
    assert!(error.is_malformed(), "{error}");
    Ok(())
}
