//! Storing, removing and reading vectors.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use worker_sdk::time::Timestamp;
use worker_sdk::vectorize::Vector;
use worker_sdk::{Bytes, Result};

use crate::stand_in::{StandIn, remembering};

const DONE: &str = r#"{ "mutationId": "change-1" }"#;

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Page {
    url: String,
    year: u64,
    tags: Vec<String>,
}

fn page(url: &str, year: u64) -> Page {
    let url = url.to_owned();
    let tags = Vec::new();
    Page { url, year, tags }
}

#[worker_sdk::test]
async fn vectors_are_sent_in_one_call() -> Result<()> {
    let stand_in = StandIn::answering(DONE);
    let index = &stand_in.index;
    let full = Vector::new("žluť", [0.25, -1.0])
        .namespace("docs")
        .metadata(&page("/ž", 2024));
    let mutation = index.insert([Vector::new("a", [1.0]), full]).await?;
    assert_eq!(mutation.id.as_deref(), Some("change-1"));
    let map = BTreeMap::from([("at", Timestamp::from_millis(1_500.0))]);
    let vectors = [("b", map)].map(|(id, map)| Vector::new(id, vec![]).metadata(&map));
    let mutation = index.upsert(vectors).await?;
    assert_eq!(mutation.id.as_deref(), Some("change-1"));
    let bytes = BTreeMap::from([("bytes", Bytes::from(vec![0, 255]))]);
    index
        .upsert([Vector::new("c", [2.0]).metadata(&bytes)])
        .await?;
    let mutation = index.delete_by_ids(["a", "žluť"]).await?;
    assert_eq!(mutation.id.as_deref(), Some("change-1"));
    drop(index.insert([Vector::new("never awaited", [1.0])]));
    drop(index.delete_by_ids(["never awaited"]));
    assert_eq!(
        stand_in.calls(),
        r#"insert [{"id":"a","values":{"floats":[1]}},{"id":"žluť","values":{"floats":[0.25,-1]},"namespace":"docs","metadata":{"url":"/ž","year":2024,"tags":[]}}]
upsert [{"id":"b","values":{"floats":[]},"metadata":{"at":"1970-01-01T00:00:01.500Z"}}]
upsert [{"id":"c","values":{"floats":[2]},"metadata":{"bytes":[0,255]}}]
deleteByIds ["a","žluť"]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn nothing_makes_no_call() -> Result<()> {
    let stand_in = StandIn::answering("null");
    let index = &stand_in.index;
    assert_eq!(index.insert([]).await?.id, None);
    assert_eq!(index.upsert(Vec::new()).await?.id, None);
    assert_eq!(index.delete_by_ids(Vec::<String>::new()).await?.id, None);
    assert_eq!(index.get_by_ids([""; 0]).await?, []);
    assert_eq!(stand_in.calls(), "");
    Ok(())
}

#[worker_sdk::test]
async fn what_is_wrong_with_a_vector_is_told() {
    let stand_in = StandIn::answering(DONE);
    let fine = || Vector::new("fine", [1.0]);
    let vector = |values: &[f32]| Vector::new("b", values);
    let cases = [
        (
            vector(&[0.0, 1.0, f32::NAN]),
            "the vector `b` has `NaN` in place 2, and only finite numbers can be compared; look at where it was made",
        ),
        (
            vector(&[f32::NEG_INFINITY]),
            "the vector `b` has `-Infinity` in place 0, and only finite numbers can be compared; look at where it was made",
        ),
        (
            vector(&[]).metadata(&7),
            "the metadata of the vector `b` has no fields; give a struct or a map",
        ),
        (
            vector(&[]).metadata(&None::<Page>),
            "the metadata of the vector `b` has no fields; give a struct or a map",
        ),
        (
            vector(&[]).metadata(&page("/", 1 << 60)),
            "cannot send `year`: 1152921504606846976 is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass it \
             as text (metadata of the vector `b`)",
        ),
    ];
    for (vector, message) in cases {
        let error = stand_in.index.upsert([fine(), vector]).await.unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(stand_in.calls(), "");
}

#[worker_sdk::test]
async fn what_is_too_large_is_not_sent() {
    let stand_in = StandIn::answering(DONE);
    let vector = || Vector::new("b", [1.0]);
    // What stands around the text: {"a":""}
    let large = BTreeMap::from([("a", "ž".repeat(5_117))]);
    let cases = [
        (
            vec![Vector::new("ž".repeat(33), [1.0])],
            "the id `žžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžž…` of a vector has 66 bytes, and 64 are the most; shorten it, for \
             instance to a hash",
        ),
        (
            vec![vector().namespace("n".repeat(65))],
            "the namespace `nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…` has 65 bytes, and 64 are the most; shorten it, for instance \
             to a hash",
        ),
        (
            vec![Vector::new("b", vec![0.0; 1537])],
            "the vector `b` has 1537 values, and 1536 are the most; take a model with fewer dimensions",
        ),
        (
            vec![vector(), Vector::new("large", [1.0]).metadata(&large)],
            "the metadata of the vector `large` has 10242 bytes as JSON, and 10240 (10 KiB) are the most; store the rest \
             elsewhere, such as in KV or R2",
        ),
        (
            (0..1001).map(|_| vector()).collect(),
            "1001 vectors were given at once, and 1000 are the most; split them",
        ),
    ];
    for (vectors, message) in cases {
        let error = stand_in.index.insert(vectors).await.unwrap_err();
        assert!(error.is_too_large());
        assert_eq!(error.to_string(), message);
    }
    let long = "i".repeat(65);
    let message = "the id `iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii…` of a vector has 65 bytes, and 64 are the most; shorten it, for \
                   instance to a hash";
    let error = stand_in.index.delete_by_ids(["a", &long]).await;
    assert_eq!(error.unwrap_err().to_string(), message);
    let error = stand_in.index.get_by_ids([&long]).await;
    assert_eq!(error.unwrap_err().to_string(), message);
    assert_eq!(stand_in.calls(), "");
}

#[worker_sdk::test]
async fn limits_are_inclusive() -> Result<()> {
    let stand_in = StandIn::answering(DONE);
    let metadata = BTreeMap::from([("a", "ž".repeat(5_116))]);
    let vector = || Vector::new("ž".repeat(32), vec![1.0; 1536]).namespace("ž".repeat(32));
    stand_in
        .index
        .insert([vector().metadata(&metadata)])
        .await?;
    let many = (0..1000).map(|place| Vector::new(place.to_string(), [1.0]));
    stand_in.index.insert(many).await?;
    assert_eq!(stand_in.calls().lines().count(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn vectors_are_read_by_id() -> Result<()> {
    let stand_in = StandIn::answering(
        r#"[
            { "id": "a", "values": [1, 0.5], "namespace": "docs", "metadata": { "url": "/", "year": 1, "tags": ["x"] } },
            { "id": "b", "values": [] }
        ]"#,
    );
    let pages = stand_in
        .index
        .get_by_ids(["a", "b"])
        .metadata::<Page>()
        .await?;
    let [a, b] = pages.as_slice() else {
        panic!("{pages:?}")
    };
    assert_eq!((a.id.as_str(), a.values.as_slice()), ("a", &[1.0, 0.5][..]));
    assert_eq!(a.namespace.as_deref(), Some("docs"));
    let metadata = a.metadata.as_ref().unwrap();
    assert_eq!(
        (metadata.year, metadata.tags.as_slice()),
        (1, &["x".to_owned()][..])
    );
    assert_eq!((b.id.as_str(), b.values.len()), ("b", 0));
    assert_eq!((&b.namespace, &b.metadata), (&None, &None));
    let unread = stand_in.index.get_by_ids([String::from("a")]).await?;
    assert_eq!(unread[0].metadata, None);
    assert_eq!(
        stand_in.calls(),
        r#"getByIds ["a","b"]
getByIds ["a"]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_vector_of_another_form_is_an_error() {
    let stand_in =
        StandIn::answering(r#"[{ "id": "a", "values": [], "metadata": { "url": "/" } }]"#);
    let read = stand_in.index.get_by_ids(["a"]).metadata::<Page>();
    let error = read.await.unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "cannot read the metadata of the vector `a`: there is no `year`"
    );
}

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % below
    }

    fn finite(&mut self) -> f32 {
        let bits = self.next(1 << 16) << 16 | self.next(1 << 16);
        Some(f32::from_bits(bits as u32))
            .filter(|value| value.is_finite())
            .unwrap_or_default()
    }

    fn text(&mut self) -> String {
        let letters = ['a', 'ž', '€', '😀', '"', '\\', '\n'];
        (0..self.next(9))
            .map(|_| letters[self.next(7) as usize])
            .collect()
    }

    fn page(&mut self) -> Page {
        Page {
            url: self.text(),
            year: self.next(1 << 31) << self.next(22),
            tags: (0..self.next(4)).map(|_| self.text()).collect(),
        }
    }
}

#[worker_sdk::test]
async fn what_is_stored_is_read() -> Result<()> {
    let mut random = Random(1);
    for round in 0..40 {
        let index = remembering(round % 2 == 1);
        let pages: Vec<_> = (0..random.next(20))
            .map(|place| {
                let count = random.next(100);
                let values: Vec<f32> = (0..count).map(|_| random.finite()).collect();
                let namespace = (random.next(2) == 0).then(|| random.text());
                (place.to_string(), values, namespace, random.page())
            })
            .collect();
        let vector = |(id, values, namespace, page): &(String, Vec<f32>, Option<String>, Page)| {
            let vector = Vector::new(id, values.as_slice()).metadata(page);
            match namespace {
                Some(namespace) => vector.namespace(namespace),
                None => vector,
            }
        };
        index.upsert(pages.iter().map(vector)).await?;
        let read = index.get_by_ids(pages.iter().map(|page| &page.0));
        let read = read.metadata::<Page>().await?;
        let read: Vec<_> = read
            .into_iter()
            .map(|stored| {
                (
                    stored.id,
                    stored.values,
                    stored.namespace,
                    stored.metadata.unwrap(),
                )
            })
            .collect();
        assert_eq!(read, pages);
    }
    Ok(())
}

#[worker_sdk::test]
fn builders_can_be_shown() {
    let index = remembering(false);
    assert_eq!(format!("{:?}", index.upsert([])), "Change { .. }");
    assert_eq!(format!("{:?}", index.get_by_ids(["a"])), "GetByIds { .. }");
    assert_eq!(
        format!("{:?}", Vector::new("a", [1.0]).namespace("b")),
        r#"Vector { id: "a", namespace: Some("b"), .. }"#
    );
}
