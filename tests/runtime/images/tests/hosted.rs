//! Hosted images against the simulator, and against a stand-in where it has nothing.
#![cfg(target_family = "wasm")]

#[path = "../../wrangler.rs"]
mod wrangler;

use std::time::Duration;

use runtime_images::{PHOTO, PHOTO_BASE64};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::images::{Details, Images, Source};
use worker_sdk::{Env, Result, now, sleep};

use crate::wrangler::IS_TODAYS;

#[wasm_bindgen(inline_js = r#"
export const recorder = (calls, answer) => {
  const record = (name) => async (...args) => {
    calls.push([name, ...args]);
    return JSON.parse(answer);
  };
  const image = (id) => ({
    signedUrl: record(`signedUrl ${id}`),
    update: record(`update ${id}`),
    [Symbol.dispose]: () => calls.push("disposed"),
  });
  return { info() {}, input() {}, hosted: { image, list: record("list"), createDirectUpload: record("createDirectUpload") } };
};
export const list = () => [];
export const written = (list) => JSON.stringify(list);
"#)]
extern "C" {
    fn recorder(calls: &JsValue, answer: &str) -> JsValue;
    fn list() -> JsValue;
    fn written(list: &JsValue) -> String;
}

fn calls_of(list: &JsValue) -> Value {
    serde_json::from_str(&written(list)).unwrap()
}

fn ids(images: &[Details]) -> Vec<&str> {
    images.iter().map(|image| image.id.as_str()).collect()
}

#[worker_sdk::test]
async fn stored_changed_and_deleted(env: Env) -> Result<()> {
    let hosted = env.get::<Images>("IMAGES")?.hosted();
    let image = hosted.image("stored");
    assert!(image.details().await?.is_none());
    assert!(image.body().await?.is_none());
    assert!(!image.delete().await?);

    let began = now();
    let stored = hosted
        .upload(PHOTO)
        .id("stored")
        .filename("photo.png")
        .require_signed_urls(true)
        .creator("ada")
        .metadata(&json!({"place": "beach", "year": 2026}))
        .await?;
    assert_eq!((stored.id.as_str(), image.id()), ("stored", "stored"));
    assert_eq!(stored.filename.as_deref(), Some("photo.png"));
    assert!(stored.uploaded >= Some(began), "{:?}", stored.uploaded);
    assert_eq!(
        (stored.requires_signed_urls, stored.is_draft),
        (true, false)
    );
    let [variant] = &stored.variants[..] else {
        panic!("{:?}", stored.variants)
    };
    // The pinned simulator has the name alone.
    let folder = variant.strip_suffix("public");
    assert_eq!(
        folder.is_some_and(|folder| folder.ends_with("/stored/")),
        IS_TODAYS,
        "{variant}"
    );
    assert_eq!(folder == Some(""), !IS_TODAYS, "{variant}");
    assert_eq!(stored.creator.as_deref(), Some("ada"));
    let metadata: Option<Value> = stored.metadata()?;
    assert_eq!(metadata, Some(json!({"place": "beach", "year": 2026})));

    let found = image.details().await?.unwrap();
    assert_eq!(
        (found.id.as_str(), found.uploaded),
        ("stored", stored.uploaded)
    );
    assert_eq!(image.body().await?.unwrap().bytes().await?, PHOTO);

    let changed = image
        .update()
        .require_signed_urls(false)
        .creator("eve")
        .metadata(&json!({"place": "lake"}))
        .await?;
    assert_eq!(
        (changed.requires_signed_urls, changed.creator.as_deref()),
        (false, Some("eve"))
    );
    let metadata: Option<Value> = changed.metadata()?;
    assert_eq!(metadata, Some(json!({"place": "lake"})));
    let same = image.update().await?;
    assert_eq!(same.creator.as_deref(), Some("eve"));

    assert!(image.delete().await?);
    assert!(image.details().await?.is_none());
    let error = image.update().creator("nobody").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "using a hosted image failed: Error: Image not found: stored (image `stored`)"
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_large_image_is_read_when_there_is_time(env: Env) -> Result<()> {
    let hosted = env.get::<Images>("IMAGES")?.hosted();
    let content: Vec<u8> = (0..3_000_000u32).map(|at| (at % 251) as u8).collect();
    let image = hosted.image(hosted.upload(content.clone()).await?.id);
    let body = image.body().await?.unwrap();
    let unread = image.body().await?.unwrap();
    sleep(Duration::from_millis(50)).await;
    assert!(body.bytes().await? == content);
    drop(unread);
    assert!(image.delete().await?);
    Ok(())
}

#[worker_sdk::test]
async fn base64_is_stored_as_bytes(env: Env) -> Result<()> {
    let hosted = env.get::<Images>("IMAGES")?.hosted();
    let stored = hosted.upload(Source::base64(PHOTO_BASE64)).await?;
    assert_eq!(stored.id.len(), 36);
    assert_eq!(stored.creator, None);
    let image = hosted.image(stored.id);
    assert_eq!(image.body().await?.unwrap().bytes().await?, PHOTO);
    image.delete().await?;
    Ok(())
}

#[worker_sdk::test]
async fn listed_page_by_page(env: Env) -> Result<()> {
    let hosted = env.get::<Images>("IMAGES")?.hosted();
    for (id, creator) in [
        ("1", "listed"),
        ("2", "other"),
        ("3", "listed"),
        ("4", "listed"),
    ] {
        hosted
            .upload(PHOTO)
            .id(format!("listed {id}"))
            .creator(creator)
            .await?;
    }
    let listed = || hosted.list().creator("listed").limit(2);
    let first = listed().oldest_first().await?;
    assert_eq!(ids(&first.images), ["listed 1", "listed 3"]);
    assert!(!first.is_complete());
    let last = listed().oldest_first().cursor(first.cursor).await?;
    assert_eq!(ids(&last.images), ["listed 4"]);
    assert!(last.is_complete());
    let newest = listed().newest_first().await?;
    assert_eq!(ids(&newest.images), ["listed 4", "listed 3"]);
    Ok(())
}

#[worker_sdk::test]
async fn what_newer_platforms_have() -> Result<()> {
    let calls = list();
    let answer = r#"{"id": "mine", "uploadURL": "https://upload.example/1"}"#;
    let hosted = Images::from_raw(recorder(&calls, answer)).hosted();
    let upload = hosted
        .create_direct_upload()
        .id("mine")
        .expires_in(Duration::from_millis(600_500))
        .require_signed_urls(true)
        .creator("ada")
        .metadata(&json!({"n": 1}))
        .await?;
    assert_eq!(
        (upload.id.as_str(), upload.upload_url.as_str()),
        ("mine", "https://upload.example/1")
    );
    hosted.create_direct_upload().await?;
    assert_eq!(
        calls_of(&calls),
        json!([
            ["createDirectUpload", {"id": "mine", "expiresIn": 600, "requireSignedURLs": true, "creator": "ada", "metadata": {"n": 1}}],
            ["createDirectUpload", null],
        ])
    );

    let calls = list();
    let hosted = Images::from_raw(recorder(&calls, r#""https://images.example/x?sig=1""#)).hosted();
    let url = hosted
        .image("x")
        .signed_url("small")
        .expires_in(Duration::from_secs(60))
        .key_name("k")
        .await?;
    assert_eq!(url, "https://images.example/x?sig=1");
    assert_eq!(
        calls_of(&calls),
        json!([["signedUrl x", {"variant": "small", "expiresIn": 60, "keyName": "k"}], "disposed"])
    );

    let calls = list();
    let hosted = Images::from_raw(recorder(
        &calls,
        r#"{"images": [{"id": "a", "draft": true}, null], "cursor": "c", "listComplete": true}"#,
    ))
    .hosted();
    let page = hosted
        .list()
        .filter_metadata(&json!({"year": {"gte": 2020}}))
        .cursor("b".to_owned())
        .await?;
    assert_eq!(ids(&page.images), ["a"]);
    assert!(
        page.images
            .iter()
            .all(|image| image.is_draft && image.uploaded.is_none() && image.variants.is_empty())
    );
    let nothing: Option<Value> = page.images[0].metadata()?;
    assert_eq!(nothing, None);
    assert!(page.is_complete());
    assert_eq!(
        calls_of(&calls),
        json!([["list", {"filter": {"metadata": {"year": {"gte": 2020}}}, "cursor": "b"}]])
    );
    Ok(())
}

#[worker_sdk::test]
async fn answers_without_what_was_asked_for() -> Result<()> {
    let hosted = Images::from_raw(recorder(&list(), "{}")).hosted();
    let error = hosted.create_direct_upload().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Images answered without an address for an upload"
    );
    let error = hosted.image("x").signed_url("small").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Images answered without a signed address"
    );
    let error = hosted.image("x").update().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Images answered without the id of an image"
    );
    assert_eq!(format!("{:?}", hosted.image("x")), "HostedImage(\"x\")");
    Ok(())
}
