//! What a stand-in with the interface of the binding is told, as the simulator leaves most of it out.
#![cfg(target_family = "wasm")]

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::images::{
    Composite, Draw, Fit, Flip, Format, Gravity, Images, Repeat, Rotation, Source, Text, Transform,
    Trim, TrimBorder,
};
use worker_sdk::{IntoResponse, Result};

#[wasm_bindgen(inline_js = r#"
export const recorder = (calls) => {
  const input = (stream, { encoding }) => begin(encoding ?? "bytes", stream instanceof ReadableStream);
  const begin = (...origin) => {
    const steps = [];
    const image = {
      steps: [...origin, steps],
      transform: (change) => (steps.push(change), image),
      draw: (other, options) => (steps.push(["draw", other.steps, options]), image),
      output: async (options) => {
        calls.push([image.steps, options]);
        return {};
      },
    };
    return image;
  };
  return { info() {}, input, text: begin };
};
export const failing = () => ({
  info() {},
  input() { throw new TypeError("not today") },
});
export const list = () => [];
export const written = (list) => JSON.stringify(list);
"#)]
extern "C" {
    fn recorder(calls: &JsValue) -> JsValue;
    fn failing() -> JsValue;
    fn list() -> JsValue;
    fn written(list: &JsValue) -> String;
}

async fn told(make: impl AsyncFnOnce(Images) -> Result<()>) -> Result<Value> {
    let calls = list();
    make(Images::from_raw(recorder(&calls))).await?;
    let calls: Vec<Value> = serde_json::from_str(&written(&calls))?;
    assert_eq!(calls.len(), 1, "{calls:?}");
    Ok(calls[0].clone())
}

async fn change(change: Transform) -> Result<Value> {
    let told = told(async |images| {
        images
            .input("x")
            .transform(change)
            .output(Format::Png)
            .await?;
        Ok(())
    });
    Ok(told.await?[0][2][0].clone())
}

#[worker_sdk::test]
async fn all_that_a_change_says() -> Result<()> {
    let all = Transform::new()
        .width(200)
        .height(100)
        .fit(Fit::Pad)
        .gravity(Gravity::AtBoxCenter { x: 0.25, y: 1.0 })
        .background("#ff0000")
        .flip(Flip::Vertical)
        .rotate(Rotation::Half)
        .segment_foreground()
        .trim(
            Trim::new()
                .bottom(1)
                .right(2)
                .height(3)
                .border(TrimBorder::Any),
        )
        .sharpen(1.0)
        .blur(2.0)
        .brightness(0.5)
        .contrast(1.5)
        .gamma(1.0)
        .saturation(0.0)
        .border("red", [1, 2, 3, 4])
        .raw("newer", &JsValue::TRUE);
    assert_eq!(
        change(all).await?,
        json!({
            "width": 200, "height": 100, "fit": "pad", "gravity": {"x": 0.25, "y": 1, "mode": "box-center"},
            "background": "#ff0000", "flip": "v", "rotate": 180, "segment": "foreground",
            "trim": {"bottom": 1, "right": 2, "height": 3, "border": true},
            "sharpen": 1, "blur": 2, "brightness": 0.5, "contrast": 1.5, "gamma": 1, "saturation": 0,
            "border": {"color": "red", "top": 1, "right": 2, "bottom": 3, "left": 4}, "newer": true,
        })
    );
    let trimmed = Transform::new().trim_border().gravity(Gravity::Entropy);
    assert_eq!(
        change(trimmed).await?,
        json!({"trim": "border", "gravity": "entropy"})
    );
    let grown = Transform::new()
        .fit(Fit::ScaleUp)
        .gravity(Gravity::AtRemainder { x: 0.5, y: 0.0 });
    assert_eq!(
        change(grown).await?,
        json!({"fit": "scale-up", "gravity": {"x": 0.5, "y": 0, "mode": "remainder"}})
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_clone_is_changed_alone() -> Result<()> {
    let base = Transform::new().width(1);
    let other = base.clone().height(2);
    assert_eq!(change(base).await?, json!({"width": 1}));
    assert_eq!(change(other).await?, json!({"width": 1, "height": 2}));
    Ok(())
}

const FONT: &str = "https://fonts.example/inter.woff2";

#[worker_sdk::test]
async fn text_is_drawn() -> Result<()> {
    let written = told(async |images| {
        let plain = images.text(Text::new("b", FONT));
        let text = Text::new("žluť", FONT).size(48.5).color("#ff000080");
        let text = images.text(text).transform(Transform::new().width(9));
        text.draw(Draw::of(plain).top(1))
            .output(Format::Png)
            .await?;
        Ok(())
    });
    let plain = json!(["b", {"font": {"url": FONT}}, []]);
    assert_eq!(
        written.await?[0],
        json!([
            "žluť", {"size": 48.5, "color": "#ff000080", "font": {"url": FONT}},
            [{"width": 9}, ["draw", plain, {"top": 1}]],
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_older_runtime_has_no_text() {
    let image = Images::from_raw(failing()).text(Text::new("a", FONT));
    let error = image.output(Format::Png).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "changing an image failed: TypeError: this runtime has no `text`; deploy the worker, or update wrangler"
    );
}

#[worker_sdk::test]
async fn steps_in_their_order() -> Result<()> {
    let steps = told(async |images| {
        let logo = images
            .input(Source::base64("AAAA"))
            .transform(Transform::new().width(32));
        let mark = Draw::of(logo)
            .opacity(0.5)
            .repeat(Repeat::X)
            .composite(Composite::Atop)
            .top(1)
            .left(2)
            .bottom(3)
            .right(4);
        let photo = images
            .input(vec![1, 2])
            .transform(Transform::new().width(800))
            .draw(mark)
            .draw(Draw::of(images.input("plain")))
            .transform(Transform::new().blur(3.0));
        photo
            .output(Format::Avif)
            .quality(80)
            .background("white")
            .anim(false)
            .await?;
        Ok(())
    });
    let logo = json!(["base64", true, [{"width": 32}]]);
    let placement = json!({
        "opacity": 0.5, "repeat": "x", "composite": "atop", "top": 1, "left": 2, "bottom": 3, "right": 4,
    });
    let plain = json!(["bytes", true, []]);
    assert_eq!(
        steps.await?,
        json!([
            ["bytes", true, [
                {"width": 800},
                ["draw", logo, placement],
                ["draw", plain, null],
                {"blur": 3},
            ]],
            {"format": "image/avif", "quality": 80, "background": "white", "anim": false},
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn formats() -> Result<()> {
    for (format, name) in [
        (Format::Jpeg, "image/jpeg"),
        (Format::Png, "image/png"),
        (Format::Gif, "image/gif"),
        (Format::Webp, "image/webp"),
        (Format::Avif, "image/avif"),
        (Format::Rgb, "rgb"),
        (Format::Rgba, "rgba"),
    ] {
        let told = told(async |images| {
            drop(images.input("never sent").output(format));
            images.input("x").output(format).await?;
            Ok(())
        });
        assert_eq!(told.await?[1], json!({"format": name}));
    }
    Ok(())
}

#[worker_sdk::test]
async fn failures_that_are_thrown() -> Result<()> {
    let images = Images::from_raw(failing());
    let error = images.input("x").output(Format::Png).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "changing an image failed: TypeError: not today"
    );
    assert_eq!(error.images_code(), None);
    let images = Images::from_raw(recorder(&list()));
    let image = images.input("x").output(Format::Png).await?;
    let said = "reading a changed image failed: TypeError: result[method] is not a function";
    assert_eq!(image.content_type().unwrap_err().to_string(), said);
    assert_eq!(image.into_response().unwrap_err().to_string(), said);
    Ok(())
}
