//! What the platform is told, and that nothing of it is kept longer than for a call.

use std::time::Duration;

use serde_json::json;
use worker_sdk::stream::{Comparison, DownloadType, Position};
use worker_sdk::time::Timestamp;
use worker_sdk::{Result, sleep};

use crate::platform::Platform;

const TIME: Timestamp = Timestamp::from_millis(1_800_000_000_000.0);
const TIME_TEXT: &str = "2027-01-15T08:00:00.000Z";

#[worker_sdk::test]
async fn uploads() -> Result<()> {
    let platform =
        Platform::answering(&json!({"id": "v", "uploadURL": "https://upload.example/v"}));
    let stream = &platform.stream;
    stream.upload("https://example.com/a.mp4").await?;
    stream
        .upload("https://example.com/b.mp4")
        .allowed_origins(["example.com"])
        .creator("ada")
        .meta(&json!({"name": "b"}))
        .require_signed_urls(false)
        .scheduled_deletion(TIME)
        .thumbnail_timestamp_pct(0.5)
        .watermark_id("w")
        .await?;
    let direct = stream
        .create_direct_upload(Duration::from_millis(61_900))
        .await?;
    assert_eq!(
        (direct.id.as_str(), direct.upload_url.as_str()),
        ("v", "https://upload.example/v")
    );
    assert!(direct.watermark.is_none() && direct.scheduled_deletion.is_none());
    stream
        .create_direct_upload(Duration::from_secs(1))
        .allowed_origins([""; 0])
        .creator("ada")
        .meta(&json!({"n": 1}))
        .require_signed_urls(true)
        .scheduled_deletion(TIME)
        .thumbnail_timestamp_pct(0.0)
        .expiry(TIME)
        .watermark("w")
        .await?;
    assert_eq!(
        platform.calls(),
        json!([
            ["stream upload", "https://example.com/a.mp4", {}],
            ["stream upload", "https://example.com/b.mp4", {
                "allowedOrigins": ["example.com"], "creator": "ada", "meta": {"name": "b"}, "requireSignedURLs": false,
                "scheduledDeletion": TIME_TEXT, "thumbnailTimestampPct": 0.5, "watermarkId": "w",
            }],
            ["stream createDirectUpload", {"maxDurationSeconds": 61}],
            ["stream createDirectUpload", {
                "maxDurationSeconds": 1, "allowedOrigins": [], "creator": "ada", "meta": {"n": 1}, "requireSignedURLs": true,
                "scheduledDeletion": TIME_TEXT, "thumbnailTimestampPct": 0, "expiry": TIME_TEXT, "watermark": {"id": "w"},
            }],
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn one_video() -> Result<()> {
    let platform = Platform::answering(&json!({"id": "v", "language": "en"}));
    let video = platform.stream.video("v");
    video.details().await?;
    video.update().await?;
    let update = video.update().creator("ada").no_scheduled_deletion();
    update.max_duration(Duration::from_secs(5)).await?;
    video.delete().await?;
    video.captions().upload("en", "WEBVTT").await?;
    video.captions().generate("en").await?;
    video.captions().delete("en").await?;
    video.downloads().generate(DownloadType::Default).await?;
    video.downloads().get().await?;
    video.downloads().delete(DownloadType::Audio).await?;
    assert_eq!(
        platform.calls(),
        json!([
            ["video v details"],
            ["video v update", {}],
            ["video v update", {"creator": "ada", "scheduledDeletion": null, "maxDurationSeconds": 5}],
            ["video v delete"],
            ["captions upload", "en", {"streamed": "WEBVTT"}],
            ["captions generate", "en"],
            ["captions delete", "en"],
            ["downloads generate", "default"],
            ["downloads get"],
            ["downloads delete", "audio"],
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn lists() -> Result<()> {
    let platform = Platform::answering(&json!([{"id": "w", "language": "en"}]));
    let captions = platform.stream.video("v").captions();
    captions.list_language("en").await?;
    captions.list().await?;
    let videos = platform.stream.videos();
    videos.list().await?;
    let list = videos.list().limit(10).before(TIME).after(TIME);
    let list = list
        .before_comp(Comparison::Equal)
        .after_comp(Comparison::GreaterOrEqual);
    list.await?;
    platform.stream.watermarks().list().await?;
    assert_eq!(
        platform.calls(),
        json!([
            ["captions list", "en"],
            ["captions list"],
            ["videos list", {}],
            ["videos list", {
                "limit": 10, "before": TIME_TEXT, "after": TIME_TEXT, "beforeComp": "eq", "afterComp": "gte",
            }],
            ["watermarks list"],
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn watermarks() -> Result<()> {
    let platform = Platform::answering(&json!({"id": "w"}));
    let watermarks = platform.stream.watermarks();
    watermarks.generate("picture").await?;
    let logo = watermarks
        .generate_from_url("https://example.com/logo.png")
        .name("logo");
    let logo = logo.opacity(0.0).padding(0.5).scale(1.0);
    logo.position(Position::Other("somewhere".to_owned()))
        .await?;
    watermarks.get("w").await?;
    watermarks.delete("w").await?;
    assert_eq!(
        platform.calls(),
        json!([
            ["watermarks generate", {"streamed": "picture"}, {}],
            ["watermarks generate", "https://example.com/logo.png", {
                "name": "logo", "opacity": 0, "padding": 0.5, "scale": 1, "position": "somewhere",
            }],
            ["watermarks get", "w"],
            ["watermarks delete", "w"],
        ])
    );
    Ok(())
}

/// The platform hears of it a moment later.
#[worker_sdk::test]
async fn nothing_is_held_after_a_call() -> Result<()> {
    let platform = Platform::answering(&json!({"id": "v"}));
    let video = platform.stream.video("v");
    video.details().await?;
    sleep(Duration::from_millis(20)).await;
    assert_eq!(
        platform.told(),
        json!([["video v details"], "video v is let go of"])
    );

    let platform = Platform::answering_with_stub(&json!({"id": "v"}), "something newer");
    platform.stream.upload("https://example.com/v.mp4").await?;
    sleep(Duration::from_millis(20)).await;
    let told = platform.told();
    assert_eq!(told[1], "something newer is let go of", "{told}");

    let platform = Platform::refusing(&json!({"message": "no"}));
    let video = platform.stream.video("v");
    video.downloads().get().await.unwrap_err();
    sleep(Duration::from_millis(20)).await;
    assert_eq!(
        platform.told(),
        json!([["downloads get"], "video v is let go of"])
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_cannot_be_sent() -> Result<()> {
    let platform = Platform::answering(&json!({"id": "v"}));
    let never = Timestamp::from_millis(f64::NAN);
    let says = |error: worker_sdk::Error| error.to_string();
    let stream = &platform.stream;
    assert_eq!(
        says(
            stream
                .upload("x")
                .scheduled_deletion(never)
                .await
                .unwrap_err()
        ),
        "`scheduledDeletion` is a time that no calendar has; look at where it was made"
    );
    let direct = stream.create_direct_upload(Duration::from_secs(1));
    assert!(says(direct.expiry(never).await.unwrap_err()).starts_with("`expiry` "));
    let list = stream.videos().list();
    assert!(says(list.before(never).after(TIME).await.unwrap_err()).starts_with("`before` "));
    let update = stream.video("v").update().meta(&u64::MAX);
    let message = says(update.await.unwrap_err());
    assert!(message.contains("18446744073709551615"), "{message}");
    assert_eq!(platform.calls(), json!([]));
    Ok(())
}
