//! What is made of a video.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::{Transformed, Transformer, sys};
use crate::error::Result;
use crate::http::Response;
use crate::js::{self, Options, awaited, choices};

choices! {
    /// What is made of a video.
    Mode {
        /// A clip: MP4 with H.264 and AAC.
        Video = "video",
        /// Several pictures of the video in one: JPEG.
        Spritesheet = "spritesheet",
        /// One picture: JPEG, or PNG with [`Output::format`].
        Frame = "frame",
        /// The sound: M4A with AAC.
        Audio = "audio",
    }

    /// How it is encoded.
    Format {
        /// JPEG, for a picture.
        Jpg = "jpg",
        /// PNG, for a picture.
        Png = "png",
        /// M4A, for sound.
        M4a = "m4a",
    }
}

const DOING: &str = "transforming media";

/// What is made of a video: [`Transformer::output`]. Nothing is sent before it, or its [`response`](Output::response), is
/// awaited.
///
/// # Errors
///
/// Fails when the body was read already, when it is no video that the platform knows, when the account may have no more, and
/// when the platform refuses an option or fails; [`Error::media_code`](crate::Error::media_code) says which of it.
#[must_use = "nothing is done before this is awaited"]
pub struct Output {
    transformer: Transformer,
    options: Options,
}

impl Output {
    pub(super) fn new(transformer: Transformer, mode: Mode) -> Self {
        Self {
            transformer,
            options: Options::new().value("mode", mode.into_js()),
        }
    }

    /// Where it begins, from the beginning of the video, which is where it begins without this.
    pub fn time(mut self, time: Duration) -> Self {
        self.options = self.options.text("time", seconds(time).as_str());
        self
    }

    /// How long it takes, for all but a single picture.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.options = self.options.text("duration", seconds(duration).as_str());
        self
    }

    /// Whether a clip has sound, which it has by default.
    pub fn audio(mut self, audio: bool) -> Self {
        self.options = self.options.flag("audio", audio);
        self
    }

    /// How many pictures there are in one.
    pub fn image_count(mut self, count: u32) -> Self {
        self.options = self.options.number("imageCount", f64::from(count));
        self
    }

    /// How it is encoded: [`Jpg`](Format::Jpg) or [`Png`](Format::Png) for a picture, [`M4a`](Format::M4a) for sound.
    pub fn format(mut self, format: Format) -> Self {
        self.options = self.options.value("format", format.into_js());
        self
    }

    /// The result as a response, in one round trip.
    ///
    /// # Errors
    ///
    /// As [the output](Output) itself.
    pub async fn response(self) -> Result<Response> {
        let promise = self.start(js::constant("response"))?;
        js::settled(promise, DOING).await.map(Response::from_raw)
    }

    async fn send(self) -> Result<Transformed> {
        let promise = self.start(JsValue::UNDEFINED)?;
        js::settled(promise, DOING).await.map(Transformed::new)
    }

    fn start(self, method: JsValue) -> Result<JsValue> {
        let Transformer {
            media,
            video,
            transform,
        } = self.transformer;
        let (video, transform) = (video.into_js()?, transform.into_js());
        let output = self.options.into_js();
        Ok(sys::transform(&media, &video, &transform, &output, &method))
    }
}

/// As the platform writes times: `5s`, `2.5s`.
fn seconds(time: Duration) -> String {
    let mut text = js::decimal_text(time.as_secs_f64());
    text.push('s');
    text
}

awaited!(Output => Transformed);
