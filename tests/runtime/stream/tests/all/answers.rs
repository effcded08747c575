//! What the platform answers, and the simulator does not.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::Result;
use worker_sdk::stream::{DownloadType, Position, Progress, State};
use worker_sdk::time::Timestamp;

use crate::platform::Platform;

fn watermark() -> Value {
    json!({
        "id": "w", "size": 29472, "height": 600, "width": 400, "created": "2027-01-15T08:00:00Z",
        "downloadedFrom": "https://example.com/logo.png", "name": "logo", "opacity": 0.75, "padding": 0.1, "scale": 0.2,
        "position": "center",
    })
}

#[worker_sdk::test]
async fn all_of_a_video() -> Result<()> {
    let time = Some(Timestamp::from_millis(1_800_000_000_000.0));
    let text = "2027-01-15T08:00:00Z";
    let platform = Platform::answering(&json!({
        "id": "v", "creator": null, "thumbnail": "https://example.com/v.jpg", "thumbnailTimestampPct": 0.5,
        "readyToStream": false, "readyToStreamAt": text,
        "status": {
            "state": "inprogress", "step": "encoding", "pctComplete": "43.5", "errorReasonCode": "", "errorReasonText": "",
        },
        "meta": {"name": "beach"}, "created": text, "modified": text, "scheduledDeletion": text, "size": 4190963,
        "preview": "https://example.com/v/watch", "allowedOrigins": ["example.com"], "requireSignedURLs": null,
        "uploaded": text, "uploadExpiry": text, "maxSizeBytes": 1000, "maxDurationSeconds": 300, "duration": 12.5,
        "input": {"width": 1920, "height": 1080}, "hlsPlaybackUrl": "https://example.com/v.m3u8",
        "dashPlaybackUrl": "https://example.com/v.mpd", "watermark": watermark(), "liveInputId": "live",
        "clippedFromId": "other", "newer": 1,
        "publicDetails": {
            "title": "Beach", "share_link": "https://a.example", "channel_link": "https://b.example", "logo": null,
        },
    }));
    let video = platform.stream.video("v").details().await?;
    assert_eq!((video.creator, video.require_signed_urls), (None, false));
    assert_eq!(
        (video.thumbnail.as_str(), video.thumbnail_timestamp_pct),
        ("https://example.com/v.jpg", 0.5)
    );
    assert_eq!(
        (video.ready_to_stream, video.ready_to_stream_at),
        (false, time)
    );
    let status = video.status;
    assert_eq!(
        (status.state, status.step.as_deref()),
        (State::InProgress, Some("encoding"))
    );
    assert_eq!(status.pct_complete, Some(43.5));
    assert_eq!(
        (status.error_reason_code, status.error_reason_text),
        (None, None)
    );
    assert_eq!(
        (video.created, video.modified, video.scheduled_deletion),
        (time, time, time)
    );
    assert_eq!((video.uploaded, video.upload_expiry), (time, time));
    assert_eq!((video.size, video.max_size_bytes), (4_190_963, Some(1000)));
    assert_eq!(
        video.preview.as_deref(),
        Some("https://example.com/v/watch")
    );
    assert_eq!(video.max_duration, Some(Duration::from_secs(300)));
    assert_eq!(video.duration, Some(Duration::from_millis(12_500)));
    assert_eq!((video.width, video.height), (Some(1920), Some(1080)));
    assert_eq!(video.hls_playback_url, "https://example.com/v.m3u8");
    assert_eq!(video.dash_playback_url, "https://example.com/v.mpd");
    assert_eq!(
        (
            video.live_input_id.as_deref(),
            video.clipped_from_id.as_deref()
        ),
        (Some("live"), Some("other"))
    );
    let public = video.public_details.unwrap();
    assert_eq!(
        (public.title.as_deref(), public.share_link.as_deref()),
        (Some("Beach"), Some("https://a.example"))
    );
    assert_eq!(
        (public.channel_link.as_deref(), public.logo.as_deref()),
        (Some("https://b.example"), None)
    );

    let watermark = video.watermark.unwrap();
    assert_eq!(
        (
            watermark.id.as_str(),
            watermark.name.as_str(),
            watermark.size
        ),
        ("w", "logo", 29472)
    );
    assert_eq!(
        (watermark.width, watermark.height, watermark.created),
        (400, 600, time)
    );
    assert_eq!(
        watermark.downloaded_from.as_deref(),
        Some("https://example.com/logo.png")
    );
    assert_eq!(
        (watermark.opacity, watermark.padding, watermark.scale),
        (0.75, 0.1, 0.2)
    );
    assert_eq!(watermark.position, Position::Center);
    Ok(())
}

#[worker_sdk::test]
async fn a_video_that_failed_and_one_of_which_nothing_is_known() -> Result<()> {
    let platform = Platform::answering(&json!({
        "id": "v", "duration": -1, "maxDurationSeconds": 0, "input": {"width": -1, "height": 0},
        "status": {"state": "error", "pctComplete": 100, "errorReasonCode": "ERR_NON_VIDEO", "errorReasonText": "no video"},
    }));
    let video = platform.stream.upload("https://example.com/v.mp4").await?;
    assert_eq!((video.duration, video.max_duration), (None, None));
    assert_eq!((video.width, video.height), (None, None));
    assert_eq!(
        (video.status.state, video.status.pct_complete),
        (State::Error, Some(100.0))
    );
    assert_eq!(
        video.status.error_reason_code.as_deref(),
        Some("ERR_NON_VIDEO")
    );
    assert_eq!(video.status.error_reason_text.as_deref(), Some("no video"));

    let platform = Platform::answering(&json!({"id": "v", "status": {"state": "transcribing"}}));
    let video = platform.stream.video("v").update().await?;
    assert_eq!(video.status.state, State::Other("transcribing".to_owned()));
    assert_eq!(video.status.state.as_str(), "transcribing");
    assert_eq!(State::LiveInProgress.as_str(), "live-inprogress");
    let meta: Option<Value> = video.meta()?;
    assert_eq!((meta, video.created), (None, None));
    Ok(())
}

#[worker_sdk::test]
async fn metadata_of_another_type() -> Result<()> {
    let platform = Platform::answering(&json!({"id": "v", "meta": {"name": 1}}));
    let video = platform.stream.video("v").details().await?;
    let error = video.meta::<Vec<u8>>().unwrap_err();
    assert!(error.is_malformed());
    assert!(
        error.to_string().contains("the metadata of the video `v`"),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn lists() -> Result<()> {
    let platform = Platform::answering(&json!([{"id": "a"}, {"id": "b"}]));
    let videos = platform.stream.videos().list().await?;
    let ids: Vec<&str> = videos.iter().map(|video| video.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
    let watermarks = platform.stream.watermarks().list().await?;
    assert_eq!((watermarks[0].id.as_str(), watermarks.len()), ("a", 2));
    Ok(())
}

#[worker_sdk::test]
async fn captions_and_downloads_that_are_made() -> Result<()> {
    let platform =
        Platform::answering(&json!({"language": "en", "status": "inprogress", "generated": true}));
    let caption = platform.stream.video("v").captions().generate("en").await?;
    assert_eq!(
        (caption.status, caption.label.as_str()),
        (Some(Progress::InProgress), "")
    );

    let platform = Platform::answering(&json!({
        "default": {"percentComplete": 12.5, "status": "error"},
        "audio": {"percentComplete": 100, "status": "archived", "url": "https://example.com/v.m4a"},
    }));
    let downloads = platform.stream.video("v").downloads();
    let made = downloads.generate(DownloadType::Audio).await?;
    let default = made.default.unwrap();
    assert_eq!(
        (default.status, default.percent_complete),
        (Progress::Error, 12.5)
    );
    let audio = made.audio.unwrap();
    assert_eq!(audio.status, Progress::Other("archived".to_owned()));
    assert_eq!(audio.url.as_deref(), Some("https://example.com/v.m4a"));
    Ok(())
}

#[worker_sdk::test]
async fn direct_uploads_with_a_watermark() -> Result<()> {
    let platform = Platform::answering(&json!({
        "id": "v", "uploadURL": "https://upload.example/v", "watermark": watermark(),
        "scheduledDeletion": "2027-01-15T08:00:00Z",
    }));
    let direct = platform
        .stream
        .create_direct_upload(Duration::from_secs(1))
        .await?;
    assert_eq!(direct.watermark.unwrap().name, "logo");
    assert_eq!(
        direct.scheduled_deletion,
        Some(Timestamp::from_millis(1_800_000_000_000.0))
    );
    Ok(())
}

#[worker_sdk::test]
async fn answers_without_what_was_asked_for() -> Result<()> {
    let platform = Platform::answering(&json!({"videos": []}));
    let stream = &platform.stream;
    let video = stream.video("v");
    let failures = [
        (video.details().await.err(), "the id of a video (video `v`)"),
        (video.update().await.err(), "the id of a video (video `v`)"),
        (video.generate_token().await.err(), "a token (video `v`)"),
        (video.captions().list().await.err(), "a list (video `v`)"),
        (
            video.captions().generate("en").await.err(),
            "the language of captions (video `v`)",
        ),
        (stream.videos().list().await.err(), "a list"),
        (stream.watermarks().list().await.err(), "a list"),
        (
            stream.watermarks().get("w").await.err(),
            "the id of a watermark (watermark `w`)",
        ),
        (
            stream.watermarks().generate("x").await.err(),
            "the id of a watermark",
        ),
        (stream.upload("x").await.err(), "the id of a video"),
        (
            stream
                .create_direct_upload(Duration::from_secs(1))
                .await
                .err(),
            "an address for an upload",
        ),
    ];
    assert_eq!(video.downloads().get().await?.default, None);
    for (error, what) in failures {
        let error = error.unwrap();
        assert_eq!(error.to_string(), format!("Stream answered without {what}"));
        assert!(error.is_malformed(), "{error}");
    }

    let platform = Platform::answering(&json!([{"id": "v"}, {}]));
    let error = platform.stream.videos().list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Stream answered without the id of a video"
    );
    Ok(())
}

#[worker_sdk::test]
async fn shown_for_debugging() -> Result<()> {
    let stream = Platform::answering(&json!({})).stream;
    let video = stream.video("v");
    assert_eq!(
        format!("{stream:?} {video:?}"),
        "Stream { .. } Video(\"v\")"
    );
    assert_eq!(format!("{:?}", video.captions()), "Captions(Video(\"v\"))");
    assert_eq!(
        format!("{:?}", video.downloads()),
        "Downloads(Video(\"v\"))"
    );
    assert_eq!(format!("{:?}", video.update()), "Update { .. }");
    Ok(())
}
