//! What Cloudflare does with a request on its way.

mod image;
mod vary;

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::js::{self, Options, choices, members};

pub use crate::images::{Composite, Fit, Flip, Gravity, Repeat, Rotation, Trim, TrimBorder};
pub use image::{Compression, Draw, Format, Image, ImageMetadata, Quality, Upscale};
pub use vary::{Vary, VaryAction};

/// What Cloudflare does with a request: how its answer is cached, changed and resized. See
/// [`RequestBuilder::cf`](crate::http::RequestBuilder::cf).
///
/// What is not set is not sent. Most members have an effect only on Cloudflare's network and for some plans; elsewhere
/// they are ignored.
///
/// # Examples
///
/// ```no_run
/// # use std::time::Duration;
/// # use worker_sdk::{Request, Response, Result};
/// use worker_sdk::fetch::cf::{CfOptions, Fit, Format, Image};
///
/// # async fn run() -> Result<Response> {
/// let thumbnail = Image::new().width(200).height(200).fit(Fit::Cover).format(Format::Webp);
/// let cf = CfOptions::new().cache_everything(true).cache_ttl(Duration::from_secs(3600)).image(thumbnail);
/// Request::get("https://example.com/photo.jpg").cf(cf).await
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/request/#the-cf-property-requestinitcfproperties>.
#[derive(Clone)]
#[must_use = "options do nothing until a request has them"]
pub struct CfOptions(Options);

impl CfOptions {
    /// No options.
    pub const fn new() -> Self {
        Self(Options::new())
    }

    members! {
        /// Caches all that the origin answers, whatever its content type.
        cache_everything: flag() = "cacheEverything";
        /// What identifies the copy in the cache, in place of the URL.
        cache_key: text() = "cacheKey";
        /// A `cache-control` header in place of the origin's. Not together with [`cache_ttl`](CfOptions::cache_ttl).
        cache_control: text() = "cacheControl";
        /// Whether the copy may go to Cache Reserve.
        cache_reserve_eligible: flag() = "cacheReserveEligible";
        /// The smallest file for Cache Reserve, in bytes.
        cache_reserve_minimum_file_size: number() = "cacheReserveMinimumFileSize";
        /// Whether the extension of the URL has to match the content type.
        cache_deception_armor: flag() = "cacheDeceptionArmor";
        /// Whether a strong `etag` stays strong.
        respect_strong_etag: flag() = "respectStrongEtag";
        /// Whether the `etag` is removed.
        strip_etags: flag() = "stripEtags";
        /// Whether `last-modified` is removed.
        strip_last_modified: flag() = "stripLastModified";
        /// Whether Scrape Shield works on the answer.
        scrape_shield: flag() = "scrapeShield";
        /// Whether apps work on the answer.
        apps: flag() = "apps";
        /// Whether Mirage works on the answer.
        mirage: flag() = "mirage";
        /// Whether Polish makes images smaller.
        polish: one_of(Polish) = "polish";
        /// Whether gRPC-Web is translated.
        grpc_web: one_of(GrpcWeb) = "grpcWeb";
        /// The host to connect to, of the same zone, in place of the URL's.
        resolve_override: text() = "resolveOverride";
    }

    /// Whether ranges are asked of the origin.
    pub fn origin_range_requests(self, on: bool) -> Self {
        let value = js::constant(if on { "on" } else { "off" });
        Self(self.0.value("originRangeRequests", value))
    }

    /// Tags by which the copy can be purged.
    pub fn cache_tags<T: AsRef<str>>(self, tags: impl IntoIterator<Item = T>) -> Self {
        let tags = tags.into_iter().map(|tag| js::text(tag.as_ref()));
        Self(self.0.value("cacheTags", js::list(tags)))
    }

    /// How long the copy is fresh, whatever the origin says.
    pub fn cache_ttl(self, ttl: Duration) -> Self {
        Self(self.0.number("cacheTtl", ttl.as_secs_f64()))
    }

    /// How long, by status, as `("200-299", 3600)`, in seconds. A negative number keeps the answer out of the cache.
    pub fn cache_ttl_by_status<S: AsRef<str>>(
        self,
        seconds: impl IntoIterator<Item = (S, i32)>,
    ) -> Self {
        let object = seconds
            .into_iter()
            .fold(Options::new(), |object, (statuses, seconds)| {
                object.named(statuses.as_ref(), &JsValue::from_f64(seconds.into()))
            });
        Self(self.0.options("cacheTtlByStatus", object))
    }

    /// Which kinds of files are made smaller by removing what has no meaning in them.
    pub fn minify(self, javascript: bool, css: bool, html: bool) -> Self {
        let minify = Options::new()
            .flag("javascript", javascript)
            .flag("css", css)
            .flag("html", html);
        Self(self.0.options("minify", minify))
    }

    /// How the answer, an image, is changed.
    pub fn image(self, image: Image) -> Self {
        Self(self.0.options("image", image.0))
    }

    /// By which headers of the request copies in the cache differ.
    pub fn vary(self, vary: Vary) -> Self {
        Self(self.0.options("vary", vary.into_options()))
    }

    /// The data centre of the R2 bucket behind the URL.
    pub fn r2_bucket_colo_id(self, id: impl AsRef<str>) -> Self {
        let r2 = Options::new().text("bucketColoId", id.as_ref());
        Self(self.0.options("r2", r2))
    }

    /// A member that has no method here, with its JavaScript value.
    pub fn raw(self, name: impl AsRef<str>, value: &JsValue) -> Self {
        Self(self.0.named(name.as_ref(), value))
    }

    /// The JavaScript object; `undefined` when nothing was set.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0.into_js()
    }
}

impl Default for CfOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CfOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CfOptions { .. }")
    }
}

choices! {
    /// How Polish makes images smaller.
    Polish {
        /// It may lose details.
        Lossy = "lossy",
        /// It keeps each pixel.
        Lossless = "lossless",
        /// Not at all.
        Off = "off",
    }

    /// What becomes of gRPC-Web.
    GrpcWeb {
        /// It is handed on.
        Passthrough = "passthrough",
        /// It is translated into gRPC.
        Convert = "convert",
    }
}
