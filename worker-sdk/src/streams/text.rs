//! Text in chunks.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::ByteStream;
use crate::error::Result;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl ByteStream {
    /// The stream as text: its chunks, cut between characters.
    ///
    /// A byte order mark is removed and what is not UTF-8 is replaced by `U+FFFD`. For other encodings, pipe the stream
    /// through [`Transform::decode`](super::Transform::decode) before.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(body: worker_sdk::Body) -> worker_sdk::Result<usize> {
    /// let mut text = body.into_stream()?.text_chunks();
    /// let mut characters = 0;
    /// while let Some(chunk) = text.try_next().await? {
    ///     characters += chunk.chars().count();
    /// }
    /// # Ok(characters)
    /// # }
    /// ```
    #[must_use]
    pub fn text_chunks(self) -> TextStream {
        TextStream {
            stream: self,
            decoder: Decoder::default(),
        }
    }
}

/// A stream of text, made by [`ByteStream::text_chunks`].
pub struct TextStream {
    stream: ByteStream,
    decoder: Decoder,
}

impl TextStream {
    /// The next text, never empty; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails when the stream fails.
    pub async fn try_next(&mut self) -> Result<Option<String>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }
}

impl Stream for TextStream {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let text = match ready!(Pin::new(&mut this.stream).poll_next(context)) {
                Some(Ok(chunk)) => this.decoder.decode(chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let rest = this.decoder.finish();
                    return Poll::Ready((!rest.is_empty()).then_some(Ok(rest)));
                }
            };
            if !text.is_empty() {
                return Poll::Ready(Some(Ok(text)));
            }
        }
    }
}

impl fmt::Debug for TextStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextStream { .. }")
    }
}

/// UTF-8 in pieces, as JavaScript decodes it.
#[derive(Default)]
pub(crate) struct Decoder {
    /// The beginning of a character, or of a byte order mark.
    partial: Vec<u8>,
    begun: bool,
}

impl Decoder {
    pub(crate) fn decode(&mut self, chunk: Vec<u8>) -> String {
        let mut bytes = std::mem::take(&mut self.partial);
        if bytes.is_empty() {
            bytes = chunk;
        } else {
            bytes.extend(chunk);
        }
        self.partial = bytes.split_off(bytes.len() - unfinished(&bytes));
        self.text(bytes)
    }

    pub(crate) fn finish(&mut self) -> String {
        let partial = std::mem::take(&mut self.partial);
        self.text(partial)
    }

    fn text(&mut self, mut bytes: Vec<u8>) -> String {
        if !self.begun && !bytes.is_empty() {
            self.begun = true;
            if bytes.starts_with(BYTE_ORDER_MARK) {
                bytes.drain(..BYTE_ORDER_MARK.len());
            }
        }
        String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

/// How many bytes at the end are the beginning of a character.
fn unfinished(bytes: &[u8]) -> usize {
    let is_begun = |length: &usize| {
        let tail = bytes.get(bytes.len() - length..).unwrap_or_default();
        std::str::from_utf8(tail)
            .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..=bytes.len().min(3)).find(is_begun).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Decoder;

    fn decoded(bytes: &[u8], size: usize) -> String {
        let mut decoder = Decoder::default();
        let mut text: String = bytes
            .chunks(size)
            .map(|chunk| decoder.decode(chunk.to_vec()))
            .collect();
        text += &decoder.finish();
        text
    }

    #[test]
    fn pieces_of_any_size_make_the_same_text() {
        let texts: [&[u8]; 8] = [
            "grüße 🦀, 漢字 und ASCII".as_bytes(),
            "\u{feff}marked \u{feff}".as_bytes(),
            b"a\xffb\xc3",
            b"\xe2\x82",
            b"\xf0\x9f\xa6x",
            b"\xed\xa0\x80",
            b"\xef\xbb",
            b"",
        ];
        for bytes in texts {
            let whole = String::from_utf8_lossy(bytes);
            let whole = whole.strip_prefix('\u{feff}').unwrap_or(&whole);
            for size in 1..=bytes.len().max(1) {
                assert_eq!(decoded(bytes, size), whole, "{bytes:?} by {size}");
            }
        }
    }
}
