//! Conditions and ranges.

use std::time::Duration;

use worker_sdk::r2::{Bucket, Condition, ErrorKind, GetOutcome, PutOutcome, Range};
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Headers, Result, sleep};

const LONG_AGO: Timestamp = Timestamp::from_millis(1_000.0);
const FAR: Timestamp = Timestamp::from_millis(4e12);

async fn reads(bucket: &Bucket, condition: Condition) -> Result<bool> {
    match bucket.get("a").only_if(condition).await? {
        GetOutcome::Missing => panic!("the object is there"),
        GetOutcome::PreconditionFailed(object) => {
            assert_eq!(object.key(), "a");
            Ok(false)
        }
        GetOutcome::Found(object) => {
            assert_eq!(object.text().await?, "content");
            Ok(true)
        }
        other => panic!("{other:?}"),
    }
}

async fn writes(bucket: &Bucket, condition: Condition) -> Result<bool> {
    Ok(match bucket.put("a", "content").only_if(condition).await? {
        PutOutcome::Stored(object) => object.key() == "a",
        PutOutcome::PreconditionFailed => false,
        other => panic!("{other:?}"),
    })
}

/// Conditions, and whether they hold of an object with this etag that was uploaded now.
fn cases(etag: &str) -> Vec<(Condition, bool)> {
    let new = Condition::new;
    vec![
        (new(), true),
        (new().etag_matches(etag), true),
        (new().etag_matches(&format!("\"{etag}\"")), true),
        (new().etag_matches("*"), true),
        (new().etag_matches("other"), false),
        (new().etag_matches("other").etag_matches(etag), true),
        (new().etag_does_not_match(etag), false),
        (new().etag_does_not_match(&format!("W/\"{etag}\"")), false),
        (new().etag_does_not_match("*"), false),
        (new().etag_does_not_match("other"), true),
        (new().etag_does_not_match("other, more"), true),
        (new().etag_does_not_match("W/\"a\nb\""), true),
        (new().etag_matches("\"a\0\", \"b\""), false),
        (new().uploaded_before(FAR), true),
        (new().uploaded_before(LONG_AGO), false),
        (new().uploaded_after(LONG_AGO), true),
        (new().uploaded_after(FAR), false),
        (new().uploaded_after(LONG_AGO).uploaded_before(FAR), true),
        (new().etag_matches(etag).uploaded_after(FAR), false),
        (new().etag_matches("a, b").uploaded_before(FAR), false),
        (new().etag_matches(etag).uploaded_before(LONG_AGO), true),
        (new().etag_does_not_match("other").uploaded_after(FAR), true),
    ]
}

#[worker_sdk::test]
async fn reading_on_a_condition(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let etag = bucket.put("a", "content").await?.etag();
    for (condition, holds) in cases(&etag) {
        assert_eq!(
            reads(&bucket, condition.clone()).await?,
            holds,
            "{condition:?}"
        );
    }
    let missing = bucket
        .get("b")
        .only_if(Condition::new().etag_matches("x"))
        .await?;
    assert!(matches!(missing, GetOutcome::Missing));
    Ok(())
}

#[worker_sdk::test]
async fn writing_on_a_condition(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let etag = bucket.put("a", "content").await?.etag();
    for (condition, holds) in cases(&etag) {
        assert_eq!(
            writes(&bucket, condition.clone()).await?,
            holds,
            "{condition:?}"
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn precondition_failed(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let absent = || Condition::new().etag_does_not_match("*");
    assert!(writes(&bucket, absent()).await?);
    assert!(!writes(&bucket, absent()).await?);
    let outcome = bucket
        .put("a", "other")
        .only_if(Condition::new().etag_matches("no"))
        .await?;
    assert!(matches!(outcome, PutOutcome::PreconditionFailed));
    assert_eq!(bucket.get("a").await?.unwrap().text().await?, "content");
    Ok(())
}

#[worker_sdk::test]
async fn seconds_or_milliseconds(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    // So that the moment is not a whole second.
    let (uploaded, etag) = loop {
        let object = bucket.put("a", "content").await?;
        let uploaded = object.uploaded();
        if uploaded.as_millis() % 1_000.0 > 0.0 {
            break (uploaded, object.etag());
        }
        sleep(Duration::from_millis(2)).await;
    };
    let second = Timestamp::from_millis(uploaded.as_secs() as f64 * 1_000.0);
    let after = || Condition::new().uploaded_after(second);
    assert!(reads(&bucket, after()).await?);
    assert!(!reads(&bucket, after().in_seconds()).await?);
    assert!(reads(&bucket, after().etag_matches(&etag)).await?);
    let several = after().etag_matches(&etag).etag_matches("x");
    assert!(!reads(&bucket, several).await?);
    Ok(())
}

#[worker_sdk::test]
async fn conditions_of_a_request(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let object = bucket.put("a", "content").await?;
    let date = object.uploaded().to_http_date();
    let etag = object.http_etag();
    let cases = [
        ("if-none-match", etag.clone(), false),
        ("if-none-match", format!("\"x\", W/{etag}"), false),
        ("if-none-match", object.etag(), false),
        ("if-none-match", "\"x\"".to_owned(), true),
        ("if-match", etag, true),
        ("if-match", "\"x".to_owned(), false),
        ("if-modified-since", date, false),
        ("if-modified-since", "no date".to_owned(), true),
        (
            "if-unmodified-since",
            "Thu, 01 Jan 1970 00:00:01 GMT".to_owned(),
            false,
        ),
    ];
    for (name, value, expected) in cases {
        let mut headers = Headers::new();
        headers.set(name, value.as_str())?;
        assert_eq!(
            reads(&bucket, (&headers).into()).await?,
            expected,
            "{name}: {value}"
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn parts_of_an_object(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    bucket.put("a", "0123456789").await?;
    let cases: [(Range, &str, std::ops::Range<u64>); 8] = [
        (Range::from(..), "0123456789", 0..10),
        (Range::from(3..), "3456789", 3..10),
        (Range::from(3..5), "34", 3..5),
        (Range::from(..=2), "012", 0..3),
        (Range::from(8..100), "89", 8..10),
        (Range::Suffix { length: 3 }, "789", 7..10),
        (Range::Suffix { length: 30 }, "0123456789", 0..10),
        (
            Range::Slice {
                offset: 9,
                length: u64::MAX,
            },
            "9",
            9..10,
        ),
    ];
    for (range, text, bytes) in cases {
        let object = bucket.get("a").range(range).await?.unwrap();
        assert_eq!(
            (object.size(), object.range()),
            (10, Some(bytes)),
            "{range:?}"
        );
        assert_eq!(object.text().await?, text, "{range:?}");
    }
    for range in [
        Range::from(10..),
        Range::from(4..4),
        Range::Suffix { length: 0 },
        Range::from(u64::MAX..),
    ] {
        let error = bucket.get("a").range(range).await.unwrap_err();
        assert_eq!(
            error.r2_kind(),
            Some(ErrorKind::InvalidRange),
            "{range:?}: {error}"
        );
    }
    let part = bucket
        .get("a")
        .range(2..4)
        .only_if(Condition::new().etag_matches("*"));
    let GetOutcome::Found(object) = part.await? else {
        panic!("the condition holds");
    };
    assert_eq!(object.text().await?, "23");
    Ok(())
}
