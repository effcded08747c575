//! An index of Vectorize: what it is given and what it answers, with a stand-in, as there is no simulator.
#![cfg(target_family = "wasm")]

mod changes;
mod filters;
mod queries;
mod stand_in;

use stand_in::{StandIn, failing};
use worker_sdk::time::Timestamp;
use worker_sdk::vectorize::Index;
use worker_sdk::{Env, Result};

#[worker_sdk::test]
async fn an_index_is_described() -> Result<()> {
    let stand_in = StandIn::answering(
        r#"{
            "vectorCount": 3, "dimensions": 64, "processedUpToDatetime": "2024-07-22T18:25:44.442097Z",
            "processedUpToMutation": "0000aaaa-11bb-22cc-33dd-444444eeeeee"
        }"#,
    );
    let details = stand_in.index.describe().await?;
    assert_eq!(details.vector_count, 3);
    assert_eq!(details.dimensions, 64);
    let at = Timestamp::from_millis(1_721_672_744_442.0);
    assert_eq!(details.processed_up_to, Some(at));
    assert_eq!(
        details.processed_up_to_mutation.as_deref(),
        Some("0000aaaa-11bb-22cc-33dd-444444eeeeee")
    );
    assert_eq!(stand_in.calls(), "describe ");
    Ok(())
}

#[worker_sdk::test]
async fn an_index_without_changes_is_described() -> Result<()> {
    let nulls = r#"{ "vectorCount": 0, "dimensions": 32, "processedUpToDatetime": null, "processedUpToMutation": null }"#;
    let version_1 = r#"{ "id": "a", "name": "b", "config": { "dimensions": 32, "metric": "cosine" }, "vectorsCount": 0 }"#;
    let no_time = r#"{ "vectorCount": 0, "dimensions": 32, "processedUpToDatetime": "never" }"#;
    for answer in [nulls, version_1, no_time] {
        let details = StandIn::answering(answer).index.describe().await?;
        assert_eq!((details.vector_count, details.dimensions), (0, 32));
        assert_eq!(details.processed_up_to, None);
        assert_eq!(details.processed_up_to_mutation, None);
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_answer_of_another_form_is_an_error() {
    for (answer, message) in [
        (
            r#"{ "vectorCount": 1 }"#,
            "cannot read the dimensions of an index: expected u32, found null",
        ),
        (
            r#"{ "vectorCount": "many", "dimensions": 2 }"#,
            "cannot read the number of vectors of an index: expected u64, found the text \"many\"",
        ),
    ] {
        let error = StandIn::answering(answer)
            .index
            .describe()
            .await
            .unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(error.to_string(), message);
    }
    let error = StandIn::answering("null")
        .index
        .describe()
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("reading a JavaScript value failed: TypeError: "),
        "{message}"
    );
}

#[worker_sdk::test]
async fn what_the_platform_refuses_is_an_error() {
    let said =
        |doing| format!("{doing} failed: Error: VECTOR_ERROR (code = 40012): invalid query vector");
    let index = failing();
    let vector = || worker_sdk::vectorize::Vector::new("a", [1.0]);
    let errors = [
        (
            index.describe().await.unwrap_err(),
            "describing a Vectorize index",
        ),
        (index.query([1.0]).await.unwrap_err(), "asking for vectors"),
        (
            index.query_by_id("a").await.unwrap_err(),
            "asking for vectors",
        ),
        (
            index.insert([vector()]).await.unwrap_err(),
            "inserting vectors",
        ),
        (
            index.upsert([vector()]).await.unwrap_err(),
            "upserting vectors",
        ),
        (
            index.delete_by_ids(["a"]).await.unwrap_err(),
            "deleting vectors",
        ),
        (
            index.get_by_ids(["a"]).await.unwrap_err(),
            "reading vectors",
        ),
    ];
    for (error, doing) in errors {
        assert_eq!(error.to_string(), said(doing));
        assert!(error.as_raw().is_some());
    }
}

#[worker_sdk::test]
async fn the_simulator_says_that_it_is_none(env: Env) -> Result<()> {
    let pages: Index = env.get("PAGES")?;
    let error = pages.describe().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "describing a Vectorize index failed: Error: Binding PAGES needs to be run remotely"
    );
    Ok(())
}

#[worker_sdk::test]
fn bindings(env: Env) -> Result<()> {
    let pages: Index = env.get("PAGES")?;
    assert_eq!(format!("{pages:?}"), "Index { .. }");
    let same = Index::from_raw(pages.clone().into_raw());
    assert_eq!(same.as_raw(), pages.as_raw());
    let error = env.get::<Index>("OTHER").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `OTHER` in this environment; add it to `vectorize` in the configuration file"
    );
    let error = env.get::<Index>("TEXT").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not a Vectorize index; correct the configuration file, or ask for it as \
         what it is"
    );
    Ok(())
}
