//! Text that comes in pieces.

use std::fmt;

use wasm_bindgen::prelude::*;

use crate::error::{Error, Result};
use crate::js;

/// As it is.
const KEPT: i32 = -1;

#[wasm_bindgen(module = "/src/js/encoding.js")]
extern "C" {
    fn new_decoder(label: &JsValue, fatal: i32) -> JsValue;
    fn renewed_decoder(decoder: &JsValue, fatal: i32, ignore_bom: i32) -> JsValue;
    fn encoding_of(decoder: &JsValue) -> JsValue;
    fn decode_part(decoder: &JsValue, bytes: &JsValue, more: i32) -> JsValue;
}

/// Decodes text that comes in pieces, which may be cut within characters: the platform's `TextDecoder`.
///
/// What is malformed is replaced by `U+FFFD` unless it is [`fatal`](Self::fatal), and a byte order mark is removed unless
/// it is [to be ignored](Self::ignore_bom). A stream is decoded as a whole by
/// [`Transform::decode_with`](crate::streams::Transform::decode_with).
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::encoding::TextDecoder;
/// # async fn run(body: worker_sdk::Body) -> worker_sdk::Result<()> {
///
/// let mut decoder = TextDecoder::new("shift_jis")?.fatal(true);
/// let mut chunks = body.into_stream()?;
/// let mut text = String::new();
/// while let Some(chunk) = chunks.try_next().await? {
///     text += &decoder.decode_stream(chunk)?;
/// }
/// text += &decoder.finish()?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/encoding/>.
pub struct TextDecoder(JsValue);

impl TextDecoder {
    /// For text of an encoding such as `"utf-8"` or `"shift_jis"`, by any of its labels.
    ///
    /// # Errors
    ///
    /// Fails when the runtime does not know the encoding.
    pub fn new(encoding: &str) -> Result<Self> {
        Self::of(encoding, 0)
    }

    pub(crate) fn of(encoding: &str, fatal: i32) -> Result<Self> {
        let raw = new_decoder(&js::text(encoding), fatal);
        if raw.is_undefined() {
            return Err(Error::last_failure("decoding text"));
        }
        Ok(Self(raw))
    }

    /// Whether malformed text is an error; otherwise it is replaced by `U+FFFD`. Say so before the first piece.
    #[must_use]
    pub fn fatal(self, fatal: bool) -> Self {
        self.renewed(i32::from(fatal), KEPT)
    }

    /// Whether a byte order mark is no mark: it stays in the text, as `U+FEFF`. Say so before the first piece.
    #[must_use]
    pub fn ignore_bom(self, ignore: bool) -> Self {
        self.renewed(KEPT, i32::from(ignore))
    }

    /// The name of the encoding: `windows-1252` for the label `latin1`.
    #[must_use]
    pub fn encoding(&self) -> String {
        js::string(&encoding_of(&self.0)).unwrap_or_default()
    }

    /// The whole text, or the last piece of one that [`decode_stream`](Self::decode_stream) has begun. What comes next is
    /// another text.
    ///
    /// # Errors
    ///
    /// Fails for malformed text if that is [`fatal`](Self::fatal). What comes next is another text then, too.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::encoding::TextDecoder;
    /// # fn run() -> worker_sdk::Result<()> {
    /// let mut decoder = TextDecoder::new("utf-8")?.ignore_bom(true);
    /// assert_eq!(decoder.decode("\u{feff}with its mark")?, "\u{feff}with its mark");
    /// # Ok(())
    /// # }
    /// ```
    pub fn decode(&mut self, bytes: impl AsRef<[u8]>) -> Result<String> {
        self.part(bytes.as_ref(), 0)
    }

    /// The next piece of a text. A character that it has only the beginning of comes with the piece that completes it.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    #[doc(alias = "stream")]
    pub fn decode_stream(&mut self, chunk: impl AsRef<[u8]>) -> Result<String> {
        self.part(chunk.as_ref(), 1)
    }

    /// What is left of the text at its end: nothing, or what stands for a character that is cut off.
    ///
    /// # Errors
    ///
    /// Fails when a character is cut off and malformed text is [`fatal`](Self::fatal).
    pub fn finish(&mut self) -> Result<String> {
        self.part(&[], 0)
    }

    /// Wraps a JavaScript `TextDecoder`.
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

    fn renewed(&self, fatal: i32, ignore_bom: i32) -> Self {
        Self(renewed_decoder(&self.0, fatal, ignore_bom))
    }

    fn part(&mut self, bytes: &[u8], more: i32) -> Result<String> {
        let text = decode_part(&self.0, &js::bytes_to_js(bytes), more);
        if let Some(text) = js::string(&text) {
            return Ok(text);
        }
        let error = Error::last_failure("decoding text");
        // The standard lets one that failed keep what it has read.
        *self = self.renewed(KEPT, KEPT);
        Err(error)
    }
}

impl fmt::Debug for TextDecoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextDecoder { .. }")
    }
}
