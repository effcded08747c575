//! Against the simulator, which keeps what it is given and looks into nothing. It is of an older compatibility date, so the
//! names of its errors are in their messages or in their stacks.

use std::time::Duration;

use futures_util::stream;
use serde_json::{Value, json};
use worker_sdk::stream::{
    Comparison, Details, DownloadType, ErrorKind, Position, Progress, State, Stream, Video,
};
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Env, Error, Result, fetch, now, sleep};

use crate::wrangler::IS_TODAYS;

/// The bytes `no video`, which the simulator loads as from any other address.
const ADDRESS: &str = "data:video/mp4;base64,bm8gdmlkZW8=";
const BYTES: &[u8] = b"no video";

fn binding(env: &Env) -> Result<Stream> {
    env.get("STREAM")
}

async fn uploaded(stream: &Stream) -> Result<Video> {
    Ok(stream.video(stream.upload(ADDRESS).await?.id))
}

fn ids(videos: &[Details]) -> Vec<&str> {
    videos.iter().map(|video| video.id.as_str()).collect()
}

/// The pinned simulator has the name of the error in its stack, today's in its message.
fn is_a_bad_request(error: &Error, doing: &str, said: &str) {
    assert_eq!(error.stream_kind(), Some(ErrorKind::BadRequest));
    let name = if IS_TODAYS { "BadRequestError: " } else { "" };
    assert_eq!(error.to_string(), format!("{doing}: Error: {name}{said}"));
}

#[worker_sdk::test]
async fn a_video_from_an_address(env: Env) -> Result<()> {
    let stream = binding(&env)?;
    let began = now();
    let deletion = Timestamp::from_millis(4_102_444_800_000.0);
    let stored = stream
        .upload(ADDRESS)
        .allowed_origins(["example.com", "*.example.org"])
        .creator("ada")
        .meta(&json!({"name": "beach", "year": "2026"}))
        .require_signed_urls(true)
        .scheduled_deletion(deletion)
        .thumbnail_timestamp_pct(0.25)
        .await?;
    let video = stream.video(stored.id.as_str());
    let found = video.details().await?;
    for details in [&stored, &found] {
        assert_eq!(details.id, video.id());
        assert_eq!(details.allowed_origins, ["example.com", "*.example.org"]);
        assert_eq!(details.creator.as_deref(), Some("ada"));
        let meta: Option<Value> = details.meta()?;
        assert_eq!(meta, Some(json!({"name": "beach", "year": "2026"})));
        assert!(details.require_signed_urls);
        assert_eq!(details.scheduled_deletion, Some(deletion));
        assert_eq!(details.thumbnail_timestamp_pct, 0.25);
        assert_eq!(details.size, BYTES.len() as u64);
        assert_eq!(details.status.state, State::Ready);
        assert!(details.ready_to_stream);
        assert!(details.created >= Some(began), "{:?}", details.created);
        assert_eq!(details.modified, details.created);
        assert_eq!(details.uploaded, details.created);
        assert!(details.thumbnail.contains(video.id()));
        assert!(details.hls_playback_url.ends_with(".m3u8"));
        assert!(details.dash_playback_url.ends_with(".mpd"));
    }
    assert_eq!(
        (stored.duration, stored.width, stored.height),
        (None, None, None)
    );
    assert_eq!((stored.max_duration, stored.max_size_bytes), (None, None));
    assert!(stored.watermark.is_none() && stored.public_details.is_none());
    let page = fetch(stored.preview.unwrap()).await?;
    assert_eq!(page.read_bytes().await?, BYTES);
    Ok(())
}

#[worker_sdk::test]
async fn changed_and_deleted(env: Env) -> Result<()> {
    let video = uploaded(&binding(&env)?).await?;
    let before = video.details().await?;
    assert_eq!((before.creator, before.require_signed_urls), (None, false));
    assert_eq!(before.scheduled_deletion, None);

    let deletion = Timestamp::from_millis(4_102_444_800_000.0);
    let changed = video
        .update()
        .creator("eve")
        .meta(&json!({"name": "lake"}))
        .allowed_origins([""; 0])
        .require_signed_urls(true)
        .scheduled_deletion(deletion)
        .thumbnail_timestamp_pct(0.5)
        .max_duration(Duration::from_millis(90_500))
        .await?;
    assert_eq!(changed.creator.as_deref(), Some("eve"));
    let meta: Option<Value> = changed.meta()?;
    assert_eq!(meta, Some(json!({"name": "lake"})));
    assert!(changed.allowed_origins.is_empty() && changed.require_signed_urls);
    assert_eq!(changed.scheduled_deletion, Some(deletion));
    assert_eq!(changed.thumbnail_timestamp_pct, 0.5);
    assert_eq!(changed.max_duration, Some(Duration::from_secs(90)));

    let same = video.update().await?;
    assert_eq!(same.creator.as_deref(), Some("eve"));
    let kept = video.update().no_scheduled_deletion().await?;
    assert_eq!(kept.scheduled_deletion, None);

    video.delete().await?;
    let error = video.details().await.unwrap_err();
    assert_eq!(error.stream_kind(), Some(ErrorKind::NotFound));
    let text = format!(
        "reading a video failed: Error: NotFoundError: Video not found: {0} (video `{0}`)",
        video.id()
    );
    assert_eq!(error.to_string(), text);
    for error in [
        video.delete().await.unwrap_err(),
        video.update().await.unwrap_err(),
        video.generate_token().await.unwrap_err(),
        video.captions().list().await.unwrap_err(),
        video.downloads().get().await.unwrap_err(),
    ] {
        assert_eq!(error.stream_kind(), Some(ErrorKind::NotFound), "{error}");
        assert!(
            error
                .to_string()
                .ends_with(&format!("(video `{}`)", video.id()))
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_token(env: Env) -> Result<()> {
    let video = uploaded(&binding(&env)?).await?;
    let token = video.generate_token().await?;
    // The simulator signs nothing: it is JSON, in base64.
    assert!(token.starts_with("eyJzdWIi"), "{token}");
    Ok(())
}

#[worker_sdk::test]
async fn listed_by_the_time_at_which_they_were_made(env: Env) -> Result<()> {
    let stream = binding(&env)?;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(stream.upload(ADDRESS).await?);
        sleep(Duration::from_millis(5)).await;
    }
    let [first, second, third] = [0, 1, 2].map(|at: usize| made[at].id.as_str());
    let created = |at: usize| made[at].created.unwrap();
    let list = || stream.videos().list();

    let from_first = list().after(created(0)).await?;
    assert_eq!(ids(&from_first), [third, second, first]);
    let newest = list().after(created(0)).limit(1).await?;
    assert_eq!(ids(&newest), [third]);
    let later = list()
        .after(created(0))
        .after_comp(Comparison::Greater)
        .await?;
    assert_eq!(ids(&later), [third, second]);
    let between = list().after(created(0)).before(created(2)).await?;
    assert_eq!(ids(&between), [second, first]);
    let to_third = list()
        .after(created(1))
        .before(created(2))
        .before_comp(Comparison::LessOrEqual)
        .await?;
    assert_eq!(ids(&to_third), [third, second]);
    assert!(list().await?.len() >= 3);
    Ok(())
}

#[worker_sdk::test]
async fn captions(env: Env) -> Result<()> {
    let video = uploaded(&binding(&env)?).await?;
    let captions = video.captions();
    assert_eq!(captions.list().await?, []);

    let written = captions
        .upload("en", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
        .await?;
    assert_eq!(
        (written.language.as_str(), written.label.as_str()),
        ("en", "English")
    );
    assert_eq!(
        (written.generated, &written.status),
        (false, &Some(Progress::Ready))
    );
    let chunks = stream::iter([Ok(b"WEBVTT\n\n".to_vec()), Ok(b"00:00.000".to_vec())]);
    let streamed = captions.upload("cs", Body::from_stream(chunks)).await?;
    let generated = captions.generate("de").await?;
    assert_eq!(
        (generated.label.as_str(), generated.generated),
        ("German", true)
    );

    let mut all = captions.list().await?;
    all.sort_by(|a, b| a.language.cmp(&b.language));
    assert_eq!(all, [streamed, generated.clone(), written]);
    assert_eq!(captions.list_language("de").await?, [generated]);
    assert_eq!(captions.list_language("fr").await?, []);

    captions.delete("de").await?;
    assert_eq!(captions.list().await?.len(), 2);
    let error = captions.delete("de").await.unwrap_err();
    assert_eq!(error.stream_kind(), Some(ErrorKind::NotFound));
    Ok(())
}

#[worker_sdk::test]
async fn downloads(env: Env) -> Result<()> {
    let video = uploaded(&binding(&env)?).await?;
    let downloads = video.downloads();
    let none = downloads.get().await?;
    assert_eq!((&none.default, &none.audio), (&None, &None));

    let sound = downloads.generate(DownloadType::Audio).await?;
    let audio = sound.audio.unwrap();
    assert_eq!(
        (audio.status, audio.percent_complete, audio.url),
        (Progress::Ready, 100.0, None)
    );
    assert_eq!(sound.default, None);
    let both = downloads.generate(DownloadType::Default).await?;
    assert!(both.default.is_some() && both.audio.is_some());
    assert_eq!(downloads.get().await?, both);

    downloads.delete(DownloadType::Audio).await?;
    let left = downloads.get().await?;
    assert!(left.default.is_some() && left.audio.is_none());
    let error = downloads.delete(DownloadType::Audio).await.unwrap_err();
    assert_eq!(error.stream_kind(), Some(ErrorKind::NotFound));
    Ok(())
}

#[worker_sdk::test]
async fn watermarks(env: Env) -> Result<()> {
    let watermarks = binding(&env)?.watermarks();
    let began = now();
    let logo = watermarks
        .generate(b"no picture".as_slice())
        .name("logo")
        .opacity(0.5)
        .padding(0.1)
        .scale(0.25)
        .position(Position::LowerLeft)
        .await?;
    assert_eq!((logo.name.as_str(), logo.size), ("logo", 10));
    assert_eq!((logo.opacity, logo.padding, logo.scale), (0.5, 0.1, 0.25));
    assert_eq!(logo.position, Position::LowerLeft);
    assert_eq!(logo.downloaded_from, None);
    assert!(logo.created >= Some(began), "{:?}", logo.created);

    let plain = watermarks
        .generate_from_url("data:image/png;base64,bm8=")
        .await?;
    assert_eq!(
        plain.downloaded_from.as_deref(),
        Some("data:image/png;base64,bm8=")
    );
    assert_eq!(
        (plain.size, plain.position.clone()),
        (2, Position::UpperRight)
    );

    let mut all = watermarks.list().await?;
    all.retain(|watermark| [&logo.id, &plain.id].contains(&&watermark.id));
    assert_eq!(all.len(), 2);
    assert_eq!(watermarks.get(&logo.id).await?, logo);
    watermarks.delete(&logo.id).await?;
    for error in [
        watermarks.get(&logo.id).await.unwrap_err(),
        watermarks.delete(&logo.id).await.unwrap_err(),
    ] {
        assert_eq!(error.stream_kind(), Some(ErrorKind::NotFound));
        let about = format!("(watermark `{}`)", logo.id);
        assert!(error.to_string().ends_with(&about), "{error}");
    }
    let error = watermarks.generate("x").opacity(1.5).await.unwrap_err();
    is_a_bad_request(
        &error,
        "generating a watermark failed",
        "opacity must be between 0.0 and 1.0",
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_the_simulator_refuses(env: Env) -> Result<()> {
    let stream = binding(&env)?;
    let direct = stream.create_direct_upload(Duration::from_secs(60));
    is_a_bad_request(
        &direct.await.unwrap_err(),
        "making an address for an upload failed",
        "createDirectUpload is not supported in local mode",
    );
    Ok(())
}

#[worker_sdk::test]
async fn another_binding_is_none(env: Env) -> Result<()> {
    let error = env.get::<Stream>("TEXT").unwrap_err();
    assert!(error.to_string().contains("Stream"), "{error}");
    Ok(())
}
