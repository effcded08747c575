//! Media Transformations.

use std::time::Duration;

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::env::Binding;
use worker_sdk::media_transformations::{Fit, Format, Media, Mode, Transform};
use worker_sdk::{Body, Env, Request, Result, sleep};

use crate::{calls_of, list, needs_to_be_remote};

#[wasm_bindgen(module = "/tests/all/media.js")]
extern "C" {
    #[wasm_bindgen(js_name = standIn)]
    fn stand_in(calls: &JsValue) -> JsValue;
    fn plain(calls: &JsValue) -> JsValue;
    fn untyped() -> JsValue;
}

fn media(calls: &JsValue) -> Media {
    Media::from_value(stand_in(calls)).unwrap()
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// What is let go of is told a moment later.
async fn told() {
    sleep(Duration::from_millis(20)).await;
}

#[worker_sdk::test]
async fn a_response_in_one_round_trip() -> Result<()> {
    let calls = list();
    let small = Transform::new().width(480).height(270).fit(Fit::Cover);
    let clip = media(&calls).input("žluť").transform(small);
    let clip = clip.output(Mode::Video).time(Duration::from_millis(2500));
    let response = clip
        .duration(Duration::from_secs(5))
        .audio(false)
        .response()
        .await?;
    told().await;
    assert_eq!(
        calls_of(&calls),
        json!([
            "input",
            "transform",
            "response",
            "step gone",
            "step gone",
            "result gone"
        ])
    );
    let content_type = response.headers().get("content-type");
    assert_eq!(content_type.as_deref(), Some("video/mp4"));
    assert_eq!(
        json_of(&response.read_text().await?),
        json!({
            "text": "žluť",
            "transform": {"width": 480, "height": 270, "fit": "cover"},
            "output": {"mode": "video", "time": "2.5s", "duration": "5s", "audio": false},
        })
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_result_that_is_asked_for_what_it_is() -> Result<()> {
    let calls = list();
    let media = media(&calls);
    let upload = Request::post("https://example.com/")
        .body("a stream")
        .build()?;
    let first = Transform::new().fit(Fit::Contain);
    let second = Transform::new().fit(Fit::ScaleDown);
    let sheet = media.input(upload.into_body()).transform(first);
    let sheet = sheet.transform(second.clone()).output(Mode::Spritesheet);
    let sheet = sheet.image_count(9).await?;
    assert_eq!(sheet.content_type().await?, "image/jpeg");
    let read = sheet.media().await?;
    let response = sheet.response().await?;
    drop(sheet);
    told().await;
    let told = calls_of(&calls);
    let gone = told.as_array().unwrap().iter();
    assert_eq!(gone.filter(|call| *call == "result gone").count(), 1);

    // What it gave before stays.
    let made = json!({
        "text": "a stream", "transform": {"fit": "scale-down"},
        "output": {"mode": "spritesheet", "imageCount": 9},
    });
    assert_eq!(json_of(&read.text().await?), made);
    assert_eq!(json_of(&response.read_text().await?), made);
    Ok(())
}

#[worker_sdk::test]
async fn an_object_is_let_go_of() -> Result<()> {
    let calls = list();
    let media = Media::from_raw(plain(&calls));
    let clip = media.input("x").output(Mode::Video).await?;
    assert_eq!(clip.content_type().await?, "video/mp4");
    assert_eq!(calls_of(&calls), json!([]));
    drop(clip);
    assert_eq!(calls_of(&calls), json!(["result gone"]));
    Ok(())
}

#[worker_sdk::test]
async fn a_result_without_a_content_type() -> Result<()> {
    let media = Media::from_raw(untyped());
    let error = media.input("x").output(Mode::Video).await?;
    let error = error.content_type().await.unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "reading transformed media failed: the content type is no text"
    );
    Ok(())
}

#[worker_sdk::test]
async fn without_a_change_of_the_size() -> Result<()> {
    let calls = list();
    let media = media(&calls);
    let modes = [
        (Mode::Frame, Format::Jpg, "frame", "jpg"),
        (Mode::Frame, Format::Png, "frame", "png"),
        (Mode::Audio, Format::M4a, "audio", "m4a"),
    ];
    for (mode, format, mode_name, format_name) in modes {
        let output = media.input("x").output(mode).format(format);
        let made = json_of(&output.response().await?.read_text().await?);
        assert_eq!(
            made,
            json!({"text": "x", "output": {"mode": mode_name, "format": format_name}})
        );
    }
    let empty = media.input(Body::empty()).transform(Transform::default());
    let empty = empty.output(Mode::Frame).response().await?;
    assert_eq!(
        json_of(&empty.read_text().await?),
        json!({"text": "", "output": {"mode": "frame"}})
    );
    assert!(!calls_of(&calls).to_string().contains("transform"));
    Ok(())
}

#[worker_sdk::test]
async fn what_the_platform_refuses() -> Result<()> {
    let media = media(&list());
    let response = media.input("no video").output(Mode::Frame).response().await;
    let awaited = media.input("no video").output(Mode::Frame).await;
    for error in [response.unwrap_err(), awaited.unwrap_err()] {
        assert_eq!(
            error.to_string(),
            "transforming media failed: MediaError: the input is no video"
        );
        assert_eq!(error.media_code(), Some(9412));
    }
    let mut request = Request::post("https://example.com/").body("read").build()?;
    request.text().await?;
    let read = media.input(request.into_body()).output(Mode::Frame);
    let error = read.response().await.unwrap_err();
    let said = error.to_string();
    assert!(said.contains("was read already"), "{said}");
    assert_eq!(error.media_code(), None);
    Ok(())
}

#[worker_sdk::test]
async fn the_binding(env: Env) -> Result<()> {
    let media: Media = env.get("MEDIA")?;
    let error = media.input("x").output(Mode::Frame).response().await;
    needs_to_be_remote(&error.unwrap_err());
    let error = env.get::<Media>("TEXT").unwrap_err();
    assert!(
        error.to_string().contains("Media Transformations"),
        "{error}"
    );
    let error = env.get::<Media>("NONE").unwrap_err();
    assert!(error.is_missing_binding());
    let transformer = media.input("x").transform(Transform::new());
    assert_eq!(
        format!("{media:?} {transformer:?} {:?}", Transform::new()),
        "Media { .. } Transformer { .. } Transform { .. }"
    );
    assert_eq!(
        format!("{:?}", transformer.output(Mode::Video)),
        "Output { .. }"
    );
    Ok(())
}
