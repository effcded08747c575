//! Images: what an image is, images resized, cut, drawn over each other and encoded anew, and a store of images.
//!
//! The image comes from anywhere: an upload, R2, a subrequest. A body that is a stream goes through as it is, and never enters
//! the memory of the worker. Each [`output`](Transformer::output) is paid for, so keep what is asked for again in
//! [the cache](crate::cache) or in [R2](crate::r2). An image that has an address needs no binding:
//! [`fetch` changes it on its way](crate::fetch::cf::Image).
//!
//! The local simulator resizes and turns, and encodes as JPEG, PNG, WebP and AVIF; all else that is asked for it leaves out
//! without a word. It keeps hosted images in a file. Those of older wranglers cut whatever [fit](Transform::fit) says, and give
//! hosted images no addresses.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "images": { "binding": "IMAGES" }
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::images::{Fit, Format, Images, Transform};
//! use worker_sdk::{Bindings, IntoResponse, Request, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     images: Images, // IMAGES
//! }
//!
//! async fn thumbnail(request: Request, app: App) -> Result<Response> {
//!     let small = Transform::new().width(200).height(200).fit(Fit::Cover);
//!     let image = app.images.input(request.into_body()).transform(small);
//!     image.output(Format::Webp).quality(80).await?.into_response()
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/images/transform-images/bindings/>.

mod code;
mod format;
mod hosted;
mod info;
mod output;
mod shape;
mod source;
mod sys;
mod text;
mod transform;
mod transformer;
mod trim;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::Result;
use crate::js;
pub use format::Format;
pub use hosted::{
    CreateDirectUpload, Details, DirectUpload, Hosted, HostedImage, List, Page, SignedUrl, Update,
    Upload,
};
pub use info::Info;
pub use output::{Output, Transformed};
pub use shape::{Composite, Fit, Flip, Gravity, Repeat, Rotation};
pub(crate) use shape::{effects, geometry, placement};
pub use source::Source;
pub use text::Text;
pub use transform::Transform;
pub use transformer::{Draw, Transformer};
pub use trim::{Trim, TrimBorder};

/// Images, by the binding in `images`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/images/transform-images/bindings/>.
#[derive(Clone)]
pub struct Images(JsValue);

impl Images {
    /// Wraps a JavaScript `ImagesBinding`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `ImagesBinding`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `ImagesBinding`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// What an image is: its format and its size.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already, when it is not an image ([the code](crate::Error::images_code) is 9412;
    /// locally 9523), and when the platform fails.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(images: worker_sdk::images::Images, request: worker_sdk::Request) -> worker_sdk::Result<bool> {
    /// let info = images.info(request.into_body()).await?;
    /// let is_wide = info.width > info.height;
    /// # Ok(is_wide)
    /// # }
    /// ```
    pub async fn info(&self, image: impl Into<Source>) -> Result<Info> {
        let source = image.into().into_js()?;
        let promise = sys::info(&self.0, &source);
        drop(source);
        let info = js::settled(promise, "asking what an image is").await?;
        Ok(Info::from_js(&info))
    }

    /// An image that is to be changed. Nothing is sent before its [`output`](Transformer::output) is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::images::{Draw, Format, Transform};
    /// # async fn run(images: worker_sdk::images::Images, photo: worker_sdk::Body, logo: worker_sdk::Body) -> worker_sdk::Result<()> {
    ///
    /// let logo = images.input(logo).transform(Transform::new().width(32));
    /// let photo = images
    ///     .input(photo)
    ///     .transform(Transform::new().width(800))
    ///     .draw(Draw::of(logo).bottom(10).right(10).opacity(0.5));
    /// let marked = photo.output(Format::Avif).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn input(&self, image: impl Into<Source>) -> Transformer {
        Transformer::new(&self.0, image.into())
    }

    /// An image of text, which [`Draw`] puts over another one. Nothing is sent before its [`output`](Transformer::output) is
    /// awaited.
    ///
    /// The local simulator draws none: it leaves text out that is drawn over an image, and text alone fails. Older runtimes do
    /// not have it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::images::{Draw, Format, Text};
    /// # async fn run(images: worker_sdk::images::Images, photo: worker_sdk::Body) -> worker_sdk::Result<()> {
    ///
    /// let font = "https://example.com/fonts/inter.woff2";
    /// let name = images.text(Text::new("Žofie", font).size(48.0).color("white"));
    /// let card = images.input(photo).draw(Draw::of(name).bottom(20).left(20));
    /// let card = card.output(Format::Png).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn text(&self, text: Text) -> Transformer {
        Transformer::new(&self.0, text)
    }

    /// The images that the platform stores and serves.
    #[must_use]
    pub fn hosted(&self) -> Hosted {
        Hosted::new(&self.0)
    }
}

impl Binding for Images {
    const SECTION: &'static str = "images";
    const EXPECTED: &'static str = "Images";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "info input").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Images {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Images { .. }")
    }
}
