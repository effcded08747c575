//! Searches, and how to search.

use serde_json::{Value, json};
use worker_sdk::ai::{ErrorKind, Message};
use worker_sdk::ai_search::{
    Boost, BoostDirection, CacheThreshold, Found, FusionMethod, Instance, KeywordMatch, Namespace,
    QueryRewrite, Reranking, ResponseCache, Retrieval, RetrievalType, SearchOptions,
};
use worker_sdk::time::Timestamp;
use worker_sdk::vectorize::Filter;
use worker_sdk::{Env, Result};

use crate::stand_in::{ai, instance, local_instance, namespace};

fn nothing() -> Value {
    json!({"search_query": "x", "chunks": []})
}

#[worker_sdk::test]
async fn chunks_are_found() -> Result<()> {
    let answer = json!({
        "search_query": "caching", "newer": [1],
        "chunks": [{
            "id": "c-1", "type": "text", "score": 0.75, "text": "žluť", "newer": {},
            "item": {"key": "guide.md", "timestamp": 1_775_925_540_000_u64, "metadata": {"language": "en"}},
            "scoring_details": {"vector_score": 0.5, "keyword_score": 2.5, "vector_rank": 1, "keyword_rank": 2,
                "reranking_score": 0.25, "fusion_method": "newest", "own": true},
        }, {"id": "c-2", "type": "text", "score": 1, "item": {"key": "b", "timestamp": null}}],
    });
    for docs in [instance(&answer), local_instance(&answer)] {
        let search = docs.binding.search("caching");
        assert_eq!(format!("{search:?}"), "Search { .. }");
        assert!(docs.events().is_empty());
        let found = search.await?;
        assert_eq!(docs.told(), json!(["search", {"query": "caching"}]));
        let Found {
            search_query,
            chunks,
            errors,
            ..
        } = found;
        assert_eq!((search_query.as_str(), errors), ("caching", vec![]));
        let [first, second] = &chunks[..] else {
            panic!("{chunks:?}")
        };
        assert_eq!(
            (first.id.as_str(), first.kind.as_str(), first.score),
            ("c-1", "text", 0.75)
        );
        assert_eq!(
            (first.text.as_str(), first.item.key.as_str()),
            ("žluť", "guide.md")
        );
        let at = Timestamp::from_millis(1_775_925_540_000.0);
        assert_eq!(first.item.timestamp, Some(at));
        assert_eq!(first.item.metadata["language"], "en");
        assert_eq!(first.instance_id, None);
        let scoring = first.scoring_details.as_ref().unwrap();
        assert_eq!(
            (scoring.vector_score, scoring.keyword_score),
            (Some(0.5), Some(2.5))
        );
        assert_eq!(
            (scoring.vector_rank, scoring.keyword_rank),
            (Some(1.0), Some(2.0))
        );
        assert_eq!(scoring.reranking_score, Some(0.25));
        assert_eq!(scoring.fusion_method.as_deref(), Some("newest"));
        assert_eq!(Value::from(scoring.others.clone()), json!({"own": true}));
        assert_eq!((second.text.as_str(), second.item.timestamp), ("", None));
        assert_eq!(second.scoring_details, None);
    }
    Ok(())
}

#[worker_sdk::test]
async fn all_options() -> Result<()> {
    let docs = instance(&nothing());
    let retrieval = Retrieval::new()
        .retrieval_type(RetrievalType::Hybrid)
        .fusion_method(FusionMethod::Max)
        .keyword_match_mode(KeywordMatch::Or)
        .match_threshold(0.25)
        .max_num_results(5)
        .context_expansion(1)
        .metadata_only(true)
        .return_on_failure(false)
        .filters(&Filter::new().gte("folder", "docs/").lt("folder", "docs0"))
        .boost_by([
            Boost::new("timestamp"),
            Boost::new("rank").direction(BoostDirection::NotExists),
        ])
        .option("newer", &[1]);
    assert_eq!(format!("{retrieval:?}"), "Retrieval { .. }");
    let options = SearchOptions::new()
        .retrieval(retrieval)
        .query_rewrite(
            QueryRewrite::new()
                .enabled(true)
                .model("m")
                .rewrite_prompt("p"),
        )
        .reranking(
            Reranking::default()
                .enabled(false)
                .model("r")
                .match_threshold(0.5),
        )
        .cache(
            ResponseCache::new()
                .enabled(true)
                .cache_threshold(CacheThreshold::FlexibleFriend),
        )
        .option("custom_metadata", &json!({"team": "a"}));
    let question = [Message::system("s"), Message::user("u")];
    docs.binding
        .search_messages(question)
        .options(options)
        .await?;
    let told = json!(["search", {
        "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],
        "ai_search_options": {
            "retrieval": {
                "retrieval_type": "hybrid", "fusion_method": "max", "keyword_match_mode": "or", "match_threshold": 0.25,
                "max_num_results": 5, "context_expansion": 1, "metadata_only": true, "return_on_failure": false,
                "filters": {"folder": {"$gte": "docs/", "$lt": "docs0"}},
                "boost_by": [{"field": "timestamp"}, {"field": "rank", "direction": "not_exists"}],
                "newer": [1],
            },
            "query_rewrite": {"enabled": true, "model": "m", "rewrite_prompt": "p"},
            "reranking": {"enabled": false, "model": "r", "match_threshold": 0.5},
            "cache": {"enabled": true, "cache_threshold": "flexible_friend"},
            "custom_metadata": {"team": "a"},
        },
    }]);
    assert_eq!(docs.told(), told);

    let docs = instance(&nothing());
    let none = SearchOptions::new().retrieval(Retrieval::new().filters(&Filter::new()));
    docs.binding.search("x").options(none).await?;
    assert_eq!(docs.told(), json!(["search", {"query": "x"}]));
    Ok(())
}

#[worker_sdk::test]
async fn what_is_wrong_is_not_sent() {
    let docs = instance(&nothing());
    let wrong = Retrieval::new().filters(&Filter::new().eq("$x", 1));
    let options = SearchOptions::new().retrieval(wrong);
    let error = docs.binding.search("x").options(options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`$x` cannot be a key of a filter, as it begins with `$`; use the name of a property with a metadata index"
    );
    let options = SearchOptions::new().option("n", &u64::MAX);
    let error = docs.binding.search("x").options(options).await.unwrap_err();
    assert!(
        error.to_string().contains("18446744073709551615"),
        "{error}"
    );
    assert!(docs.events().is_empty());
}

#[worker_sdk::test]
async fn several_instances_at_once() -> Result<()> {
    let answer = json!({
        "search_query": "x", "chunks": [{"id": "c", "score": 1, "item": {"key": "k"}, "instance_id": "a"}],
        "errors": [{"instance_id": "b", "message": "gone"}],
    });
    let tenants = namespace(&answer);
    let options = SearchOptions::new().reranking(Reranking::new().enabled(true));
    let found = tenants
        .binding
        .search(["a", "b"], "x")
        .options(options)
        .await?;
    let told = json!(["search", {
        "query": "x", "ai_search_options": {"reranking": {"enabled": true}, "instance_ids": ["a", "b"]},
    }]);
    assert_eq!(tenants.told(), told);
    assert_eq!(found.chunks[0].instance_id.as_deref(), Some("a"));
    let [failed] = &found.errors[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (failed.instance_id.as_str(), failed.message.as_str()),
        ("b", "gone")
    );
    let tenants = namespace(&answer);
    tenants
        .binding
        .search_messages(["a"], [Message::user("u")])
        .await?;
    let told = json!(["search", {
        "messages": [{"role": "user", "content": "u"}], "ai_search_options": {"instance_ids": ["a"]},
    }]);
    assert_eq!(tenants.told(), told);
    Ok(())
}

#[worker_sdk::test]
async fn what_is_not_there() -> Result<()> {
    let refusal = json!({"throws": "AiSearchNotFoundError", "message": "no such instance"});
    let tenants = namespace(&refusal);
    let error = tenants.binding.get("gone").search("x").await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("AiSearchNotFoundError: no such instance (instance `gone`)"),
        "{error}"
    );
    assert_eq!(error.ai_kind(), Some(ErrorKind::SearchNotFound));
    let error = local_instance(&refusal)
        .binding
        .search("x")
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "searching failed: AiSearchNotFoundError: no such instance"
    );
    assert_eq!(error.ai_kind(), Some(ErrorKind::SearchNotFound));
    let other = json!({"throws": "AiSearchInternalError", "message": "oops"});
    let error = instance(&other).binding.stats().await.unwrap_err();
    assert_eq!(error.ai_kind(), Some(ErrorKind::SearchInternal));
    let error = instance(&json!({"throws": "TypeError", "message": "AiSearchInternalError: x"}))
        .binding
        .stats()
        .await
        .unwrap_err();
    assert_eq!(error.ai_kind(), Some(ErrorKind::SearchInternal), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn answers_of_another_form() {
    let error = instance(&json!({"found": []}))
        .binding
        .search("x")
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read what AI Search found: there is no `chunks`"
    );
    assert!(error.is_malformed());
}

#[worker_sdk::test]
async fn by_the_binding_of_models() -> Result<()> {
    let stand_in = ai(&nothing());
    let search = stand_in.binding.ai_search();
    assert!(stand_in.events().is_empty());
    assert!(search.as_raw().is_none() && search.clone().into_raw().is_none());
    search.get("docs").search("x").await?;
    assert_eq!(stand_in.told(), json!(["docs.search", {"query": "x"}]));
    Ok(())
}

#[worker_sdk::test]
async fn objects_of_javascript() {
    let docs = instance(&nothing()).binding;
    assert!(docs.as_raw().is_some());
    assert_eq!(docs.as_raw().cloned(), docs.clone().into_raw());
    let tenants = namespace(&nothing()).binding;
    assert!(tenants.as_raw().is_some());
    assert_eq!(tenants.as_raw().cloned(), tenants.clone().into_raw());
    let tenant = tenants.get("a");
    assert!(tenant.as_raw().is_none() && tenant.into_raw().is_none());
}

#[worker_sdk::test]
async fn bindings_of_the_environment(env: Env) -> Result<()> {
    let docs = env.get::<Instance>("DOCS")?;
    let error = docs.search("x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "searching failed: Error: Binding DOCS needs to be run remotely"
    );
    let tenants = env.get::<Namespace>("TENANTS")?;
    let error = tenants.get("a").items().list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "listing items of AI Search failed: Error: Binding TENANTS needs to be run remotely (instance `a`)"
    );
    let error = env.get::<Instance>("TEXT").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not an AI Search instance; correct the configuration file, or ask for it as \
         what it is"
    );
    let error = env.get::<Namespace>("TEXT").unwrap_err();
    assert!(
        error.to_string().contains("not an AI Search namespace"),
        "{error}"
    );
    Ok(())
}
