//! Pictures that are drawn over videos.

use std::fmt;

use wasm_bindgen::JsValue;

use super::call::{call, list_of, without};
use crate::error::Result;
use crate::http::Body;
use crate::js::{self, Checked, Options, awaited, words};
use crate::time::Timestamp;

/// Pictures that are drawn over videos when they are uploaded: [`Stream::watermarks`](super::Stream::watermarks).
///
/// # Examples
///
/// ```no_run
/// # async fn run(stream: worker_sdk::stream::Stream) -> worker_sdk::Result<()> {
/// use worker_sdk::stream::Position;
///
/// let logo = stream
///     .watermarks()
///     .generate_from_url("https://example.com/logo.png")
///     .name("logo")
///     .position(Position::LowerRight)
///     .opacity(0.5)
///     .await?;
/// stream.upload("https://example.com/beach.mp4").watermark_id(logo.id).await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/stream/edit-videos/applying-watermarks/>.
#[derive(Clone)]
pub struct Watermarks(JsValue);

/// A picture that is drawn over videos, and how.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Watermark {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The length of the picture in bytes.
    pub size: u64,
    /// In pixels; the local simulator does not know it.
    pub width: u32,
    /// In pixels; the local simulator does not know it.
    pub height: u32,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// The address that the picture is from, if it is from one.
    pub downloaded_from: Option<String>,
    /// How much of what is behind it is hidden: from 0, nothing, to 1.
    pub opacity: f64,
    /// How far it is from the sides, as a part of the video.
    pub padding: f64,
    /// How large it is, as a part of the video; 0 leaves the picture as it is.
    pub scale: f64,
    /// Where it is.
    pub position: Position,
}

words! {
    /// Where a watermark is.
    Position {
        /// Above, on the right.
        UpperRight = "upperRight",
        /// Above, on the left.
        UpperLeft = "upperLeft",
        /// Below, on the left.
        LowerLeft = "lowerLeft",
        /// Below, on the right.
        LowerRight = "lowerRight",
        /// In the middle.
        Center = "center",
    }
}

impl Watermarks {
    pub(super) fn new(stream: &JsValue) -> Self {
        Self(stream.clone())
    }

    /// Makes a watermark of a picture, a PNG of 2 MB at most. Nothing is sent before it is awaited.
    pub fn generate(&self, picture: impl Into<Body>) -> GenerateWatermark {
        self.generated(picture.into().into_readable())
    }

    /// Makes a watermark of the picture at an address that anybody may read, a PNG of 2 MB at most. Nothing is sent before
    /// it is awaited.
    pub fn generate_from_url(&self, url: impl AsRef<str>) -> GenerateWatermark {
        self.generated(Ok(js::text(url.as_ref())))
    }

    /// All watermarks of the account.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn list(&self) -> Result<Vec<Watermark>> {
        let doing = "listing watermarks";
        let watermarks = call(&self.0, None, "watermarks list", [], doing).await?;
        list_of(&watermarks, Watermark::of)
    }

    /// The watermark of this id.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such watermark](super::ErrorKind::NotFound), and when the platform fails.
    pub async fn get(&self, id: impl AsRef<str>) -> Result<Watermark> {
        let id = id.as_ref();
        let answer = self.of_one(id, "watermarks get", "reading a watermark");
        Watermark::of(&answer.await?).map_err(|error| error.about("watermark", id))
    }

    /// Deletes a watermark. Videos that have it keep it.
    ///
    /// # Errors
    ///
    /// Fails when there is [no such watermark](super::ErrorKind::NotFound), and when the platform fails.
    pub async fn delete(&self, id: impl AsRef<str>) -> Result<()> {
        let id = id.as_ref();
        self.of_one(id, "watermarks delete", "deleting a watermark")
            .await?;
        Ok(())
    }

    async fn of_one(&self, id: &str, path: &'static str, doing: &'static str) -> Result<JsValue> {
        let answer = call(&self.0, None, path, [js::text(id)], doing).await;
        answer.map_err(|error| error.about("watermark", id))
    }

    fn generated(&self, picture: Result<JsValue>) -> GenerateWatermark {
        GenerateWatermark {
            stream: self.0.clone(),
            picture,
            params: Checked::new(),
        }
    }
}

/// Makes a watermark: [`Watermarks::generate`] and [`Watermarks::generate_from_url`]. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the body was read already, when the picture cannot be loaded or is none, when a number is not from 0 to 1, when
/// the account has as many watermarks as it may, and when the platform fails; [`Error::stream_kind`] says which of it. The
/// local simulator takes any picture.
///
/// [`Error::stream_kind`]: crate::Error::stream_kind
#[must_use = "nothing is made until it is awaited"]
pub struct GenerateWatermark {
    stream: JsValue,
    picture: Result<JsValue>,
    params: Checked,
}

impl GenerateWatermark {
    /// What it is called.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set(|options| options.text("name", name.as_ref()))
    }

    /// How much of what is behind it is hidden: from 0, nothing, to 1, which it is without this.
    pub fn opacity(self, opacity: f64) -> Self {
        self.set(|options| options.number("opacity", opacity))
    }

    /// How far it is from the sides, as a part of the video; 0.05 without this. In the middle it has no meaning.
    pub fn padding(self, padding: f64) -> Self {
        self.set(|options| options.number("padding", padding))
    }

    /// How large it is, as a part of the video; 0.15 without this. With 0 the picture stays as it is.
    pub fn scale(self, scale: f64) -> Self {
        self.set(|options| options.number("scale", scale))
    }

    /// Where it is; above on the right without this.
    pub fn position(self, position: Position) -> Self {
        self.set(|options| options.text("position", position.as_str()))
    }

    fn set(mut self, set: impl FnOnce(Options) -> Options) -> Self {
        self.params = self.params.set(set);
        self
    }

    async fn send(self) -> Result<Watermark> {
        let args = [self.picture?, self.params.into_object()?];
        let doing = "generating a watermark";
        Watermark::of(&call(&self.stream, None, "watermarks generate", args, doing).await?)
    }
}

awaited!(GenerateWatermark => Watermark);

impl Watermark {
    fn of(answer: &JsValue) -> Result<Self> {
        Self::from_js(answer).ok_or_else(|| without("the id of a watermark"))
    }

    /// `None` when it is not an object with an id.
    pub(super) fn from_js(watermark: &JsValue) -> Option<Self> {
        let text = |name| js::string_property(watermark, name);
        let number = |name| js::number(&js::property(watermark, name)).unwrap_or_default();
        Some(Self {
            id: text("id")?,
            name: text("name").unwrap_or_default(),
            size: number("size") as u64,
            width: number("width") as u32,
            height: number("height") as u32,
            created: js::time_property(watermark, "created"),
            downloaded_from: text("downloadedFrom"),
            opacity: number("opacity"),
            padding: number("padding"),
            scale: number("scale"),
            position: Position::from(text("position").unwrap_or_default()),
        })
    }
}

impl fmt::Debug for Watermarks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watermarks { .. }")
    }
}
