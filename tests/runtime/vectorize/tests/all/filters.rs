//! Filters by metadata.

use std::borrow::Cow;

use worker_sdk::Result;
use worker_sdk::vectorize::{Filter, Value};

use crate::stand_in::StandIn;

const NOTHING: &str = r#"{ "count": 0, "matches": [] }"#;

/// The filter as the platform gets it.
async fn sent(filter: Filter) -> Result<String> {
    let stand_in = StandIn::answering(NOTHING);
    stand_in.index.query_by_id("a").filter(filter).await?;
    let calls = stand_in.calls();
    let (_, options) = calls.split_once("{\"filter\":").unwrap();
    Ok(options.strip_suffix('}').unwrap().to_owned())
}

async fn refused(filter: Filter) -> worker_sdk::Error {
    let stand_in = StandIn::answering(NOTHING);
    let error = stand_in.index.query([1.0]).filter(filter).await;
    assert_eq!(stand_in.calls(), "");
    error.unwrap_err()
}

#[worker_sdk::test]
async fn each_operator_has_the_name_of_the_platform() -> Result<()> {
    let filter = Filter::new()
        .eq("a", "text")
        .ne("b", Value::null())
        .is_in("c", [1, 2])
        .not_in("d", ["x", "y"])
        .lt("e", 0.5)
        .lte("f", "m")
        .gt("g", -1)
        .gte("h", "žluť")
        .eq("author.name", true)
        .is_in("nothing", Vec::<bool>::new());
    assert_eq!(
        sent(filter).await?,
        r#"{"a":{"$eq":"text"},"b":{"$ne":null},"c":{"$in":[1,2]},"d":{"$nin":["x","y"]},"e":{"$lt":0.5},"f":{"$lte":"m"},"g":{"$gt":-1},"h":{"$gte":"žluť"},"author.name":{"$eq":true},"nothing":{"$in":[]}}"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn bounds_of_one_key_are_combined() -> Result<()> {
    let filter = Filter::new()
        .gte("time", 10)
        .eq("kind", "guide")
        .lt("time", 20)
        .lte("name", "neu")
        .gt("name", "net");
    assert_eq!(
        sent(filter).await?,
        r#"{"time":{"$gte":10,"$lt":20},"kind":{"$eq":"guide"},"name":{"$lte":"neu","$gt":"net"}}"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn values_of_all_types() -> Result<()> {
    let owned = String::from("owned");
    let values: [Value; 12] = [
        (&owned).into(),
        owned.clone().into(),
        Cow::Borrowed("or not").into(),
        i8::MIN.into(),
        u16::MAX.into(),
        u32::MAX.into(),
        0.5_f32.into(),
        9_007_199_254_740_991_i64.into(),
        7_u64.into(),
        None::<bool>.into(),
        Some("some").into(),
        false.into(),
    ];
    let filter = Filter::new().is_in("a", values);
    assert_eq!(filter, filter.clone());
    assert_eq!(
        sent(filter).await?,
        r#"{"a":{"$in":["owned","owned","or not",-128,65535,4294967295,0.5,9007199254740991,7,null,"some",false]}}"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn keys_that_the_platform_refuses() {
    let filter = |key: &str| Filter::new().eq(key, 1);
    for (key, why) in [
        ("", "is empty"),
        ("$eq", "begins with `$`"),
        ("a\"b", "has a quote"),
    ] {
        let error = refused(filter(key)).await;
        assert_eq!(
            error.to_string(),
            format!(
                "`{key}` cannot be a key of a filter, as it {why}; use the name of a property with a metadata index"
            )
        );
    }
    let error = refused(filter(&"ž".repeat(513))).await;
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        "a key of the filter has 513 characters, and 512 are the most; shorten it"
    );
    assert!(sent(filter(&"ž".repeat(512))).await.is_ok());
}

#[worker_sdk::test]
async fn conditions_that_do_not_go_together() {
    let message = "the filter has conditions on `a` that cannot be combined; give one, or one lower and one upper bound";
    let filter = || Filter::new().gt("a", 1);
    for filter in [
        filter().gte("a", 2),
        filter().eq("a", 2),
        filter().lt("a", 3).lte("a", 2),
        Filter::new().eq("a", 1).eq("a", 1),
        Filter::new().lt("a", 1).lte("a", 1),
        Filter::new().eq("b", 1).ne("a", 1).lt("a", 2),
        Filter::new().is_in("a", [1]).not_in("a", [2]),
    ] {
        assert_eq!(refused(filter).await.to_string(), message);
    }
}

#[worker_sdk::test]
async fn values_that_the_platform_refuses() {
    let filter = Filter::new;
    for (filter, message) in [
        (
            filter().lt("a", true),
            "`$lt` of the filter on `a` is neither text nor a number, and nothing else has an order; compare with `eq` or \
             `ne`",
        ),
        (
            filter().gte("a", Value::null()),
            "`$gte` of the filter on `a` is neither text nor a number, and nothing else has an order; compare with `eq` or \
             `ne`",
        ),
        (
            filter().is_in("a", [0.5, f64::NAN]),
            "a number of the filter on `a` is not finite; look at where it was made",
        ),
        (
            filter().lt("a", f32::INFINITY),
            "a number of the filter on `a` is not finite; look at where it was made",
        ),
        (
            filter().eq("a", 9_007_199_254_740_992_i64),
            "9007199254740992 of the filter on `a` is beyond 2^53 − 1, where numbers of JavaScript are not exact; store and \
             compare it as text",
        ),
        (
            filter().eq("a", u64::MAX),
            "18446744073709551615 of the filter on `a` is beyond 2^53 − 1, where numbers of JavaScript are not exact; store \
             and compare it as text",
        ),
    ] {
        let error = refused(filter).await;
        assert!(!error.is_too_large());
        assert_eq!(error.to_string(), message);
    }
}

#[worker_sdk::test]
async fn a_filter_has_less_than_two_kilobytes() -> Result<()> {
    // What stands around the text: {"a":{"$eq":""}}
    let around = 16;
    let filter =
        |length: usize| Filter::new().eq("a", "ž".repeat(length / 2) + &"a".repeat(length % 2));
    let largest = sent(filter(2047 - around)).await?;
    assert_eq!(largest.len(), 2047);
    let error = refused(filter(2048 - around)).await;
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        "the filter has 2048 bytes as JSON, and 2047 are the most; give fewer or shorter values, or ask several times"
    );
    Ok(())
}
