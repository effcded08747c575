//! Formats.

use crate::js::choices;

choices! {
    /// How an image is encoded.
    ///
    /// See <https://developers.cloudflare.com/images/transform-images/bindings/>.
    Format {
        /// JPEG.
        Jpeg = "image/jpeg",
        /// PNG.
        Png = "image/png",
        /// GIF, which the local simulator refuses.
        Gif = "image/gif",
        /// WebP.
        Webp = "image/webp",
        /// AVIF. It is the smallest, takes longest, and has at most 1200 pixels on its longer side.
        Avif = "image/avif",
        /// Three bytes for each pixel, from the upper left; the local simulator refuses it.
        Rgb = "rgb",
        /// As `Rgb`, with a fourth byte for how opaque it is.
        Rgba = "rgba",
    }
}
