//! Pairs of streams: what is written to one is read from the other.

use std::fmt;

use futures_core::Stream;
use wasm_bindgen::JsValue;

use super::{ByteStream, Writable, sys};
use crate::encoding::TextDecoder;
use crate::error::{Error, Result};
use crate::js;

/// How bytes are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompressionFormat {
    /// As `content-encoding: gzip`.
    Gzip,
    /// As `content-encoding: deflate`.
    Deflate,
    /// Deflate without a header.
    DeflateRaw,
    /// As `content-encoding: br`. Runtimes of 2026 refuse it.
    Brotli,
}

impl CompressionFormat {
    const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::DeflateRaw => "deflate-raw",
            Self::Brotli => "brotli",
        }
    }
}

/// Two ends of one stream: what is written to the one comes out of the other, maybe changed.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Body, Response, Result};
/// use worker_sdk::streams::{CompressionFormat, Transform};
///
/// fn compressed(body: Body) -> Result<Response> {
///     let gzip = Transform::compress(CompressionFormat::Gzip)?;
///     Response::new(body.into_stream()?.pipe_through(gzip)?)
///         .with_encoded_body()
///         .with_header("content-encoding", "gzip")
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/streams/transformstream/>.
pub struct Transform(JsValue);

impl Transform {
    /// Changes nothing. Writing waits for reading, chunk by chunk.
    #[must_use]
    pub fn identity() -> Self {
        Self(sys::identity(0.0))
    }

    /// As [`identity`](Self::identity), but writing waits only while more than `bytes` are not read yet: for a writer and a
    /// reader that are slow in turn.
    #[must_use]
    pub fn buffered(bytes: u64) -> Self {
        Self(sys::identity(bytes as f64))
    }

    /// Changes nothing, and says how many bytes there will be: as a body it has a `content-length`, and products that
    /// have to know the length take it.
    ///
    /// Writing more is an error on both sides; when it is closed before, reading fails.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the length.
    pub fn fixed_length(length: u64) -> Result<Self> {
        Self::fixed_length_buffered(length, 0)
    }

    /// As [`fixed_length`](Self::fixed_length), but writing waits only while more than `bytes` are not read yet.
    ///
    /// # Errors
    ///
    /// As [`fixed_length`](Self::fixed_length).
    pub fn fixed_length_buffered(length: u64, bytes: u64) -> Result<Self> {
        made(
            sys::fixed_length(length as f64, bytes as f64),
            "making a stream of fixed length",
        )
    }

    /// Compresses, with the platform's own code.
    ///
    /// # Errors
    ///
    /// Fails when the runtime does not know the format.
    pub fn compress(format: CompressionFormat) -> Result<Self> {
        made(sys::compressor(&js::constant(format.name())), "compressing")
    }

    /// Decompresses, with the platform's own code. Bytes of another format, or behind the end, are an error.
    ///
    /// # Errors
    ///
    /// Fails when the runtime does not know the format.
    pub fn decompress(format: CompressionFormat) -> Result<Self> {
        let made_of = sys::decompressor(&js::constant(format.name()));
        made(made_of, "decompressing")
    }

    /// Turns text of an older encoding, such as `"windows-1252"` or `"shift_jis"`, into UTF-8. What is malformed is
    /// replaced by `U+FFFD`.
    ///
    /// # Errors
    ///
    /// Fails when the runtime does not know the encoding.
    pub fn decode(encoding: &str) -> Result<Self> {
        Self::decode_with(&TextDecoder::of(encoding, 0)?)
    }

    /// As [`decode`](Self::decode), but malformed text is an error.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    pub fn decode_strictly(encoding: &str) -> Result<Self> {
        Self::decode_with(&TextDecoder::of(encoding, 1)?)
    }

    /// As [`decode`](Self::decode), with the options of a decoder, whose own text is another one.
    ///
    /// # Errors
    ///
    /// Fails when the runtime refuses the options.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::Body;
    /// use worker_sdk::encoding::TextDecoder;
    /// use worker_sdk::streams::Transform;
    /// # fn run(body: Body) -> worker_sdk::Result<Body> {
    ///
    /// let decoder = TextDecoder::new("utf-16le")?.fatal(true).ignore_bom(true);
    /// let utf8 = body.into_stream()?.pipe_through(Transform::decode_with(&decoder)?)?;
    /// # Ok(utf8.into())
    /// # }
    /// ```
    pub fn decode_with(decoder: &TextDecoder) -> Result<Self> {
        made(sys::text_decoder(decoder.as_raw()), "decoding text")
    }

    /// A change that is written in Rust: `change` gets what is written, and what it gives is read.
    ///
    /// Where no JavaScript is involved, give `change(stream)` to [`Body::from_stream`](crate::Body::from_stream) instead.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// use worker_sdk::streams::Transform;
    ///
    /// let upper = Transform::new(|input| input.map_ok(|chunk| chunk.to_ascii_uppercase()));
    /// # let _ = upper;
    /// ```
    #[must_use]
    pub fn new<S, T>(change: impl FnOnce(ByteStream) -> S) -> Self
    where
        S: Stream<Item = Result<T>> + 'static,
        T: Into<Vec<u8>>,
    {
        let (writable, input) = Self::identity().split();
        let output = ByteStream::from_rust(change(input));
        Self(sys::pair(&output.into_raw(), &writable.into_raw()))
    }

    /// Wraps a JavaScript object with `readable` and `writable`, such as a `TransformStream`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript object.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The end to write to, and the end to read from.
    #[must_use]
    pub fn split(self) -> (Writable, ByteStream) {
        (
            Writable::from_raw(js::property(&self.0, "writable")),
            ByteStream::from_js(js::property(&self.0, "readable")),
        )
    }
}

fn made(pair: JsValue, doing: &'static str) -> Result<Transform> {
    if pair.is_undefined() {
        return Err(Error::last_failure(doing));
    }
    Ok(Transform(pair))
}

impl fmt::Debug for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transform { .. }")
    }
}
