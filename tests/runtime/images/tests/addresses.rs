//! Addresses of hosted images against the simulator: uploads past the worker, and images that not everybody may see. The
//! pinned one has none of it, and says so.
#![cfg(target_family = "wasm")]

#[path = "../../wrangler.rs"]
mod wrangler;

use std::time::Duration;

use runtime_images::PHOTO;
use serde_json::{Value, json};
use worker_sdk::fetch::cf::{CfOptions, Format, Image};
use worker_sdk::http::{File, FormData};
use worker_sdk::images::{Fit, Hosted, Images, Rotation};
use worker_sdk::{Env, Request, Response, Result, fetch};

use crate::wrangler::IS_TODAYS;

const NO_UPLOADS: &str = "making an address for an upload failed: TypeError: this runtime has no `createDirectUpload`; deploy the \
                          worker, or ask the API of Cloudflare Images";
const NO_SIGNED_URLS: &str = "using a hosted image failed: TypeError: The RPC receiver does not implement the method \
                              \"signedUrl\". (image `private`)";

fn hosted(env: &Env) -> Result<Hosted> {
    Ok(env.get::<Images>("IMAGES")?.hosted())
}

/// As a browser sends it.
async fn send_photo(address: &str) -> Result<Response> {
    let mut form = FormData::new();
    form.append("file", File::new(PHOTO, "photo.png", "image/png"));
    fetch(Request::post(address).body(form).build()?).await
}

#[worker_sdk::test]
async fn an_image_is_uploaded_past_the_worker(env: Env) -> Result<()> {
    let hosted = hosted(&env)?;
    let asked = hosted
        .create_direct_upload()
        .id("direct")
        .creator("ada")
        .metadata(&json!({"place": "beach"}))
        .expires_in(Duration::from_secs(600));
    if !IS_TODAYS {
        assert_eq!(asked.await.unwrap_err().to_string(), NO_UPLOADS);
        return Ok(());
    }
    let upload = asked.await?;
    assert_eq!(upload.id, "direct");
    let image = hosted.image("direct");
    let draft = image.details().await?.unwrap();
    assert!(draft.is_draft && draft.filename.is_none());

    assert_eq!(send_photo(&upload.upload_url).await?.status(), 200);
    let found = image.details().await?.unwrap();
    assert!(!found.is_draft);
    assert_eq!(found.filename.as_deref(), Some("photo.png"));
    assert_eq!(found.creator.as_deref(), Some("ada"));
    let metadata: Option<Value> = found.metadata()?;
    assert_eq!(metadata, Some(json!({"place": "beach"})));
    assert_eq!(image.body().await?.unwrap().bytes().await?, PHOTO);
    // The address is for one upload.
    assert_eq!(send_photo(&upload.upload_url).await?.status(), 409);
    assert!(image.delete().await?);
    Ok(())
}

#[worker_sdk::test]
async fn uploads_that_are_refused(env: Env) -> Result<()> {
    let hosted = hosted(&env)?;
    let uuid = "8cd3dad8-02e0-4dad-82b0-df830b82c79e";
    let asked = || hosted.create_direct_upload();
    for (upload, said) in [
        (asked().id(uuid), "CustomID must not be UUID"),
        (
            asked().id("own").require_signed_urls(true),
            "Private custom ID is not supported",
        ),
        (
            asked().expires_in(Duration::from_secs(60)),
            "expiry is out of accepted bound.",
        ),
    ] {
        let error = upload.await.unwrap_err().to_string();
        let refused = format!("making an address for an upload failed: Error: {said}");
        assert_eq!(error, if IS_TODAYS { &refused } else { NO_UPLOADS });
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_image_that_not_everybody_may_see(env: Env) -> Result<()> {
    let hosted = hosted(&env)?;
    let private = hosted.upload(PHOTO).id("private").require_signed_urls(true);
    let stored = private.await?;
    let image = hosted.image("private");
    let signed = image.signed_url("public").await;
    if !IS_TODAYS {
        assert_eq!(signed.unwrap_err().to_string(), NO_SIGNED_URLS);
        return Ok(());
    }
    let signed = signed?;
    let [open] = &stored.variants[..] else {
        panic!("{:?}", stored.variants)
    };
    assert_eq!(fetch(open).await?.status(), 401);
    let seen = fetch(&signed).await?;
    assert_eq!(
        seen.headers().get("content-type").as_deref(),
        Some("image/png")
    );
    assert_eq!(seen.read_bytes().await?, PHOTO);
    let hour = image
        .signed_url("public")
        .expires_in(Duration::from_secs(3600));
    let hour = hour.await?;
    assert!(hour.contains("exp="), "{hour}");
    assert_eq!(fetch(&hour).await?.status(), 200);
    assert_eq!(fetch(hour.replace("exp=", "exp=9")).await?.status(), 401);

    image.update().require_signed_urls(false).await?;
    assert_eq!(fetch(open).await?.read_bytes().await?, PHOTO);
    let error = image.signed_url("a/b").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "using a hosted image failed: Error: variant contains invalid URL path characters (image `private`)"
    );
    Ok(())
}

#[worker_sdk::test]
async fn listed_by_what_is_known_of_them(env: Env) -> Result<()> {
    let hosted = hosted(&env)?;
    for year in [2019, 2020, 2026] {
        let photo = hosted.upload(PHOTO).id(format!("of {year}"));
        photo
            .creator("by year")
            .metadata(&json!({"year": year}))
            .await?;
    }
    let later = hosted.list().creator("by year").oldest_first();
    let later = later
        .filter_metadata(&json!({"year": {"gte": 2020}}))
        .await?;
    let ids: Vec<&str> = later.images.iter().map(|image| image.id.as_str()).collect();
    let all = ["of 2019", "of 2020", "of 2026"];
    // The pinned simulator leaves the filter out.
    assert_eq!(ids, if IS_TODAYS { &all[1..] } else { &all });
    Ok(())
}

#[worker_sdk::test]
async fn an_image_is_changed_on_its_way(env: Env) -> Result<()> {
    let images = env.get::<Images>("IMAGES")?;
    let stored = images.hosted().upload(PHOTO).id("on-its-way").await?;
    let [address] = &stored.variants[..] else {
        panic!("{:?}", stored.variants)
    };
    if !IS_TODAYS {
        // This simulator gives no addresses, and changes nothing.
        assert_eq!(address, "public");
        return Ok(());
    }
    let changed = |image| fetch(Request::get(address).cf(CfOptions::new().image(image)));
    let small = Image::new().width(20).height(20);
    let response = changed(small.clone().format(Format::Webp)).await?;
    assert_eq!(response.status(), 200);
    let info = images.info(response.into_body()).await?;
    assert_eq!(
        (info.format.as_str(), info.width, info.height),
        ("image/webp", Some(20), Some(10))
    );
    let square = small.clone().fit(Fit::Cover).rotate(Rotation::Quarter);
    let info = images.info(changed(square).await?.into_body()).await?;
    assert_eq!((info.width, info.height), (Some(20), Some(20)));
    let known: Value = changed(small.format(Format::Json))
        .await?
        .read_json()
        .await?;
    assert_eq!(
        (&known["width"], &known["height"]),
        (&json!(20), &json!(10))
    );
    assert_eq!(known["original"]["format"], "image/png");
    Ok(())
}
