//! Asking for vectors that are near.

use serde::Deserialize;
use worker_sdk::Result;
use worker_sdk::vectorize::{Filter, ReturnMetadata};

use crate::stand_in::StandIn;

const NOTHING: &str = r#"{ "count": 0, "matches": [] }"#;

#[derive(Deserialize, Debug, PartialEq)]
struct Page {
    url: String,
    year: Option<u32>,
}

#[worker_sdk::test]
async fn options_have_the_form_of_the_platform() -> Result<()> {
    let stand_in = StandIn::answering(NOTHING);
    let index = &stand_in.index;
    index.query([0.25, -1.0]).await?;
    index
        .query(vec![1.0])
        .top_k(100)
        .namespace("žluť")
        .return_values(true)
        .return_metadata(ReturnMetadata::Indexed)
        .filter(Filter::new().eq("language", "en"))
        .await?;
    index.query([].as_slice()).return_values(false).await?;
    index.query_by_id("page-1").top_k(1).await?;
    index.query([1.0]).metadata::<Page>().await?;
    let none = index.query([1.0]).return_metadata(ReturnMetadata::None);
    none.metadata::<Page>().await?;
    let all = index.query([1.0]).metadata::<Page>();
    all.return_metadata(ReturnMetadata::All).await?;
    index.query([1.0]).filter(Filter::new()).await?;
    drop(index.query([2.0]));
    assert_eq!(
        stand_in.calls(),
        r#"query {"floats":[0.25,-1]} {}
query {"floats":[1]} {"topK":100,"namespace":"žluť","returnValues":true,"returnMetadata":"indexed","filter":{"language":{"$eq":"en"}}}
query {"floats":[]} {"returnValues":false}
queryById "page-1" {"topK":1}
query {"floats":[1]} {"returnMetadata":"all"}
query {"floats":[1]} {"returnMetadata":"none"}
query {"floats":[1]} {"returnMetadata":"all"}
query {"floats":[1]} {}"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn matches_are_read() -> Result<()> {
    let stand_in = StandIn::answering(
        r#"{
            "count": 3,
            "matches": [
                { "id": "žluť", "score": 0.999909486, "namespace": "docs", "values": [6.699999809265137, -0], "metadata": { "url": "/1", "year": 2024 } },
                { "id": "b", "score": -1, "values": { "floats": [1.5] }, "metadata": null },
                { "id": "c", "score": 0.25, "metadata": { "url": "/3", "more": [1, { "a": 2 }] } }
            ]
        }"#,
    );
    let found = stand_in.index.query([1.0]).metadata::<Page>().await?;
    assert_eq!(found.count, 3);
    let page = |url: &str, year| {
        let url = url.to_owned();
        Some(Page { url, year })
    };
    let expected = [
        (
            "žluť",
            0.999_909_486,
            Some("docs"),
            Some(vec![6.7, -0.0]),
            page("/1", Some(2024)),
        ),
        ("b", -1.0, None, Some(vec![1.5]), None),
        ("c", 0.25, None, None, page("/3", None)),
    ];
    assert_eq!(found.matches.len(), expected.len());
    for (one, (id, score, namespace, values, metadata)) in found.matches.iter().zip(expected) {
        assert_eq!(one.id, id);
        assert_eq!(one.score, score);
        assert_eq!(one.namespace.as_deref(), namespace);
        assert_eq!(one.values, values);
        assert_eq!(one.metadata, metadata);
    }
    let unread = stand_in.index.query([1.0]).await?;
    assert_eq!(unread.count, 3);
    assert!(unread.matches.iter().all(|one| one.metadata.is_none()));
    assert_eq!(unread.matches[2].id, "c");
    Ok(())
}

#[worker_sdk::test]
async fn the_count_may_be_left_out() -> Result<()> {
    let stand_in = StandIn::answering(r#"{ "matches": [{ "id": "a", "score": 1 }] }"#);
    assert_eq!(stand_in.index.query([1.0]).await?.count, 1);
    Ok(())
}

#[worker_sdk::test]
async fn a_match_of_another_form_is_an_error() {
    for (one, message) in [
        (
            r#"{ "id": "a", "score": 1, "metadata": { "url": 7 } }"#,
            "cannot read `url` of the metadata of the vector `a`: expected a string, found the number 7",
        ),
        (
            r#"{ "score": 1 }"#,
            "cannot read the id of a vector: expected a string, found null",
        ),
        (
            r#"{ "id": "a", "score": "high" }"#,
            "cannot read the score of a vector: expected f64, found the text \"high\"",
        ),
    ] {
        let stand_in = StandIn::answering(&format!(r#"{{ "count": 1, "matches": [{one}] }}"#));
        let query = stand_in.index.query([1.0]).metadata::<Page>();
        let error = query.await.unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(error.to_string(), message);
    }
    for answer in [
        r#"{}"#,
        "null",
        r#"{ "matches": null }"#,
        r#"{ "matches": [null] }"#,
    ] {
        let error = StandIn::answering(answer).index.query([1.0]).await;
        let message = error.unwrap_err().to_string();
        assert!(
            message.starts_with("reading a JavaScript value failed: TypeError: "),
            "{message}"
        );
    }
}

#[worker_sdk::test]
async fn what_is_beyond_a_limit_is_not_asked() {
    let stand_in = StandIn::answering(NOTHING);
    let index = &stand_in.index;
    let query = || index.query([1.0]);
    let cases = [
        (
            query().top_k(101),
            "a `top_k` of 101 is not from 1 to 100, the most matches of one query",
        ),
        (
            index.query(vec![0.0; 1537]),
            "the vector of the query has 1537 values, and 1536 are the most; take a model with fewer dimensions",
        ),
        (
            query().namespace("ž".repeat(33)),
            "the namespace `žžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžž…` has 66 bytes, and 64 are the most; shorten it, for \
             instance to a hash",
        ),
        (
            index.query_by_id("i".repeat(65)),
            "the id `iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii…` of a vector has 65 bytes, and 64 are the most; shorten it, for \
             instance to a hash",
        ),
    ];
    for (query, message) in cases {
        let error = query.await.unwrap_err();
        assert!(error.is_too_large());
        assert_eq!(error.to_string(), message);
    }
    let error = query().top_k(0).await.unwrap_err();
    assert!(!error.is_too_large());
    assert_eq!(
        error.to_string(),
        "a `top_k` of 0 is not from 1 to 100, the most matches of one query"
    );
    assert_eq!(stand_in.calls(), "");
}

#[worker_sdk::test]
async fn values_that_are_not_finite_are_not_asked_for() {
    let stand_in = StandIn::answering(NOTHING);
    for (value, shown) in [
        (f32::NAN, "NaN"),
        (f32::INFINITY, "Infinity"),
        (f32::NEG_INFINITY, "-Infinity"),
    ] {
        let error = stand_in.index.query([0.0, value, value]).await;
        let error = error.unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(
            error.to_string(),
            format!(
                "the vector of the query has `{shown}` in place 1, and only finite numbers can be compared; look at where \
                 it was made"
            )
        );
    }
    assert_eq!(stand_in.calls(), "");
}

#[worker_sdk::test]
async fn limits_are_inclusive() -> Result<()> {
    let stand_in = StandIn::answering(NOTHING);
    let query = stand_in.index.query(vec![f32::MAX; 1536]);
    query.namespace("ž".repeat(32)).top_k(1).await?;
    stand_in.index.query_by_id("ž".repeat(32)).await?;
    assert_eq!(stand_in.calls().lines().count(), 2);
    Ok(())
}

#[worker_sdk::test]
fn builders_can_be_shown() {
    let stand_in = StandIn::answering(NOTHING);
    assert_eq!(format!("{:?}", stand_in.index.query([1.0])), "Query { .. }");
}
