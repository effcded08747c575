//! Listing.

use futures_util::StreamExt;
use worker_sdk::r2::{Bucket, ErrorKind, Include, Object};
use worker_sdk::{Env, Result};

async fn filled(env: &Env) -> Result<Bucket> {
    let bucket = env.r2("FILES")?;
    for key in ["a", "b/1", "b/2", "b/c/3", "d", "é"] {
        let put = bucket.put(key, key).content_type("text/plain");
        put.custom_metadata([("of", key)]).await?;
    }
    Ok(bucket)
}

fn keys(objects: &[Object]) -> Vec<String> {
    objects.iter().map(Object::key).collect()
}

#[worker_sdk::test]
async fn one_page(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let page = bucket.list().await?;
    assert!(page.objects.is_empty() && page.delimited_prefixes.is_empty() && page.cursor.is_none());
    let bucket = filled(&env).await?;
    let page = bucket.list().await?;
    assert_eq!(keys(&page.objects), ["a", "b/1", "b/2", "b/c/3", "d", "é"]);
    assert_eq!(page.objects.iter().map(Object::size).sum::<u64>(), 15);
    assert_eq!(page.cursor, None);
    Ok(())
}

#[worker_sdk::test]
async fn every_option(env: Env) -> Result<()> {
    let bucket = filled(&env).await?;
    let page = bucket.list().prefix("b/").await?;
    assert_eq!(keys(&page.objects), ["b/1", "b/2", "b/c/3"]);
    let page = bucket.list().prefix("b/").delimiter("/").await?;
    assert_eq!(
        (keys(&page.objects), page.delimited_prefixes),
        (vec!["b/1".into(), "b/2".into()], vec!["b/c/".into()])
    );
    let page = bucket.list().delimiter("/").await?;
    assert_eq!(
        (keys(&page.objects), page.delimited_prefixes),
        (vec!["a".into(), "d".into(), "é".into()], vec!["b/".into()])
    );
    let page = bucket.list().start_after("b/2").await?;
    assert_eq!(keys(&page.objects), ["b/c/3", "d", "é"]);
    let page = bucket.list().limit(2).await?;
    assert_eq!(keys(&page.objects), ["a", "b/1"]);
    let page = bucket.list().limit(3).cursor(page.cursor).await?;
    assert_eq!(keys(&page.objects), ["b/2", "b/c/3", "d"]);
    assert!(page.cursor.is_some());
    let error = bucket.list().limit(1_001).await.unwrap_err();
    assert_eq!(error.r2_kind(), Some(ErrorKind::InvalidMaxKeys), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn metadata_is_listed_if_it_is_asked_for(env: Env) -> Result<()> {
    let bucket = filled(&env).await?;
    let list = || bucket.list().limit(1);
    let get =
        async |list: worker_sdk::r2::List| -> Result<Object> { Ok(list.await?.objects.remove(0)) };
    let both = get(list().include([Include::HttpMetadata, Include::CustomMetadata])).await?;
    assert_eq!(
        both.http_metadata().content_type.as_deref(),
        Some("text/plain")
    );
    assert_eq!(both.custom_value("of").as_deref(), Some("a"));
    let http = get(list().include([Include::HttpMetadata])).await?;
    assert_eq!(
        http.http_metadata().content_type.as_deref(),
        Some("text/plain")
    );
    assert_eq!(http.custom_metadata(), []);
    let custom = get(list().include([Include::CustomMetadata])).await?;
    assert_eq!(custom.custom_value("of").as_deref(), Some("a"));
    Ok(())
}

#[worker_sdk::test]
async fn all_pages(env: Env) -> Result<()> {
    let bucket = filled(&env).await?;
    let mut pages = bucket.list().limit(4).pages();
    assert_eq!(
        pages.try_next().await?.map(|page| page.objects.len()),
        Some(4)
    );
    assert_eq!(
        pages.try_next().await?.map(|page| page.objects.len()),
        Some(2)
    );
    assert!(pages.try_next().await?.is_none());
    assert!(pages.try_next().await?.is_none());
    let pages: Vec<_> = bucket.list().prefix("b/").limit(2).pages().collect().await;
    assert_eq!(pages.len(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn all_objects(env: Env) -> Result<()> {
    let bucket = filled(&env).await?;
    let mut objects = bucket.list().limit(1).prefix("b/").objects();
    let mut keys = Vec::new();
    while let Some(object) = objects.try_next().await? {
        keys.push(object.key());
    }
    assert_eq!(keys, ["b/1", "b/2", "b/c/3"]);
    let objects = bucket
        .list()
        .limit(4)
        .objects()
        .map(|object| object.map(|object| object.key()));
    let keys: Vec<_> = objects.collect().await;
    assert_eq!(keys.len(), 6);
    let mut objects = bucket.list().limit(1_001).objects();
    assert!(objects.try_next().await.is_err());
    assert!(objects.try_next().await?.is_none());
    Ok(())
}
