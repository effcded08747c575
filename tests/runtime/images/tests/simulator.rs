//! Images against the simulator, which resizes, turns and encodes.
#![cfg(target_family = "wasm")]

#[path = "../../wrangler.rs"]
mod wrangler;

use futures_util::stream;
use runtime_images::{PHOTO, PHOTO_BASE64};
use wasm_bindgen::prelude::*;
use worker_sdk::images::{
    Draw, Fit, Format, Images, Info, Rotation, Source, Text, Transform, Transformed,
};
use worker_sdk::{Body, Env, IntoResponse, Request, Response, Result};

use crate::wrangler::IS_TODAYS;

#[wasm_bindgen(inline_js = r#"
export const bytes_of = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
"#)]
extern "C" {
    fn bytes_of(base64: &str) -> Vec<u8>;
}

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>"#;

fn images(env: &Env) -> Result<Images> {
    env.get("IMAGES")
}

fn described(info: &Info) -> (&str, Option<u64>, Option<u32>, Option<u32>) {
    (&info.format, info.file_size, info.width, info.height)
}

async fn size_of(
    images: &Images,
    image: Transformed,
) -> Result<(String, Option<u32>, Option<u32>)> {
    let content_type = image.content_type()?;
    let info = images.info(image.into_body()?).await?;
    assert_eq!(info.format, content_type);
    Ok((content_type, info.width, info.height))
}

#[worker_sdk::test]
async fn what_an_image_is(env: Env) -> Result<()> {
    let images = images(&env)?;
    let photo = ("image/png", Some(96), Some(40), Some(20));
    let info = images.info(PHOTO).await?;
    assert_eq!(described(&info), photo);
    let chunks = stream::iter(PHOTO.chunks(7).map(|chunk| Ok(chunk.to_vec())));
    let info = images.info(Body::from_stream(chunks)).await?;
    assert_eq!(described(&info), photo);
    let info = images.info(Response::bytes(PHOTO).into_body()).await?;
    assert_eq!(described(&info), photo);
    let info = images.info(Source::base64(PHOTO_BASE64)).await?;
    assert_eq!(described(&info), photo);
    let info = images.info(SVG).await?;
    assert_eq!(described(&info), ("image/svg+xml", None, None, None));
    assert_eq!(format!("{images:?}"), "Images { .. }");
    Ok(())
}

/// The simulator draws no text, and the pinned runtime has none.
#[worker_sdk::test]
async fn text_is_for_the_platform(env: Env) -> Result<()> {
    const OLD: &str = "changing an image failed: TypeError: this runtime has no `text`; deploy the worker, or update wrangler";
    let images = images(&env)?;
    let text = || images.text(Text::new("Hello", "https://fonts.example/inter.woff2"));
    let alone = text().output(Format::Png).await.unwrap_err();
    let photo = images.input(PHOTO).draw(Draw::of(text()));
    let photo = photo.output(Format::Png).await;
    if IS_TODAYS {
        let unchanged = ("image/png".to_owned(), Some(40), Some(20));
        assert_eq!(size_of(&images, photo?).await?, unchanged);
        assert_eq!(alone.images_code(), Some(9523), "{alone}");
    } else {
        let errors = [photo.unwrap_err(), alone].map(|error| error.to_string());
        assert_eq!(errors, [OLD; 2]);
    }
    Ok(())
}

#[worker_sdk::test]
async fn formats_and_sizes(env: Env) -> Result<()> {
    let images = images(&env)?;
    for (format, name) in [
        (Format::Jpeg, "image/jpeg"),
        (Format::Png, "image/png"),
        (Format::Webp, "image/webp"),
    ] {
        let image = images.input(PHOTO).output(format).await?;
        let size = size_of(&images, image).await?;
        assert_eq!(size, (name.to_owned(), Some(40), Some(20)));
    }
    let small = Transform::new().width(10);
    let image = images.input(Source::base64(PHOTO_BASE64));
    let image = image.transform(small).output(Format::Png).await?;
    let size = size_of(&images, image).await?;
    assert_eq!(size, ("image/png".to_owned(), Some(10), Some(5)));
    let turned = images
        .input(PHOTO)
        .transform(Transform::new().rotate(Rotation::Quarter));
    let size = size_of(&images, turned.output(Format::Png).await?).await?;
    assert_eq!(size, ("image/png".to_owned(), Some(20), Some(40)));
    Ok(())
}

/// What becomes of the photo.
async fn shaped(images: &Images, transform: Transform) -> Result<(u32, u32)> {
    let image = images.input(PHOTO).transform(transform);
    let (_, width, height) = size_of(images, image.output(Format::Png).await?).await?;
    Ok((width.unwrap(), height.unwrap()))
}

#[worker_sdk::test]
async fn how_an_image_fits(env: Env) -> Result<()> {
    let images = images(&env)?;
    let square = || Transform::new().width(10).height(10);
    let plain = shaped(&images, square()).await?;
    if !IS_TODAYS {
        // This simulator knows nothing of `fit`: it cuts all.
        assert_eq!(plain, (10, 10));
        return Ok(());
    }
    assert_eq!(plain, (10, 5));
    let large = || Transform::new().width(80).height(80);
    for (transform, size) in [
        (square().fit(Fit::ScaleDown), (10, 5)),
        (large().fit(Fit::ScaleDown), (40, 20)),
        (large().fit(Fit::Contain), (80, 40)),
        (large().fit(Fit::Cover), (80, 80)),
        (square().fit(Fit::Crop), (10, 10)),
        (square().fit(Fit::Pad), (10, 10)),
        (square().fit(Fit::Squeeze), (10, 10)),
    ] {
        assert_eq!(shaped(&images, transform).await?, size, "{size:?}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_changed_image_is_a_response_a_body_and_base64(env: Env) -> Result<()> {
    let images = images(&env)?;
    let made = || images.input(PHOTO).output(Format::Png).into_future();
    let response = made().await?.into_response()?;
    assert_eq!(
        response.headers().get("content-type").as_deref(),
        Some("image/png")
    );
    let bytes = response.read_bytes().await?;
    assert_eq!(bytes.get(1..4), Some(&b"PNG"[..]));
    assert_eq!(made().await?.into_body()?.bytes().await?, bytes);
    let text = made().await?.into_base64()?.text().await?;
    assert_eq!(bytes_of(&text), bytes);
    Ok(())
}

#[worker_sdk::test]
async fn what_the_simulator_draws_is_left_out_and_taken(env: Env) -> Result<()> {
    let images = images(&env)?;
    let over = images.input(PHOTO).transform(Transform::new().width(4));
    let drawn = images.input(PHOTO).draw(Draw::of(over).opacity(0.5));
    let size = size_of(&images, drawn.output(Format::Png).await?).await?;
    assert_eq!(size, ("image/png".to_owned(), Some(40), Some(20)));
    Ok(())
}

#[worker_sdk::test]
async fn a_format_that_the_simulator_has_not(env: Env) -> Result<()> {
    let images = images(&env)?;
    for (format, message) in [
        (Format::Gif, "GIF output is not supported in local mode"),
        (
            Format::Rgba,
            "RGB/RGBA output is not supported in local mode",
        ),
    ] {
        let error = images.input(PHOTO).output(format).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "changing an image failed: Error: IMAGES_TRANSFORM_ERROR 9520: ERROR: {message}"
            )
        );
        assert_eq!(error.images_code(), Some(9520));
    }
    Ok(())
}

#[worker_sdk::test]
async fn what_is_no_image(env: Env) -> Result<()> {
    let images = images(&env)?;
    for text in ["no image", ""] {
        let error = images.info(text).await.unwrap_err();
        // The platform says 9412.
        assert_eq!(error.images_code(), Some(9523));
        let said = "asking what an image is failed: Error: Unexpected error response 500: ";
        assert!(error.to_string().starts_with(said), "{error}");
    }
    let changed = images.input("no image").output(Format::Png).await;
    if !IS_TODAYS {
        // This simulator begins to answer before it has looked.
        assert_eq!(changed?.into_body()?.bytes().await?, b"");
        return Ok(());
    }
    let Err(error) = changed else {
        panic!("an image of a text");
    };
    assert_eq!(error.images_code(), Some(9523));
    let said = "changing an image failed: Error: Unexpected error response 500: ";
    assert!(error.to_string().starts_with(said), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn a_body_that_was_read(env: Env) -> Result<()> {
    let images = images(&env)?;
    let mut request = Request::post("https://example.com/").body(PHOTO).build()?;
    request.bytes().await?;
    let read =
        "the body was read already; read it once and keep the result, or clone the message before";
    let body = Body::from_raw(request.into_raw());
    let error = images.info(body).await.unwrap_err();
    assert_eq!(error.to_string(), read);
    Ok(())
}
