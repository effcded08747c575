//! A field of a form.

use std::fmt;

use super::Content;
use super::error::TooLong;
use super::head::Head;
use crate::error::{Error, Result};
use crate::http::Body;
use crate::http::body::decode;
use crate::streams::ByteStream;

/// A field of a [`Multipart`](super::Multipart) form: text, or a file.
///
/// Its content is read before the next field is asked for; it is a [`Body`] that can be stored, sent on or read in chunks.
pub struct Field {
    head: Head,
    content: ByteStream,
    max_length: u64,
}

impl Field {
    pub(super) fn new(head: Head, content: Content, max_length: u64) -> Self {
        Self {
            head,
            content: ByteStream::from_rust(content),
            max_length,
        }
    }

    /// The name of the field.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.head.name
    }

    /// The name of the file, if the field is one; an empty name is none, as it is what browsers send where no file was chosen.
    /// The client chooses it, so it may be any text, also a path.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.head.file_name.as_deref()
    }

    /// What the client says that the content is, such as `image/png`; text fields mostly have none.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.head.content_type.as_deref()
    }

    /// The next chunk of the content, `None` at its end.
    ///
    /// # Errors
    ///
    /// Fails when the form was cut off, when the next field was asked for before, and when the body fails.
    pub async fn try_next(&mut self) -> Result<Option<Vec<u8>>> {
        self.content.try_next().await
    }

    /// All bytes of the content.
    ///
    /// # Errors
    ///
    /// As [`try_next`](Self::try_next), and when there are more bytes than
    /// [`max_field_length`](super::Multipart::max_field_length) allows; then the error
    /// [is too large](Error::is_too_large).
    pub async fn bytes(mut self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        while let Some(mut chunk) = self.content.try_next().await? {
            if (all.len() + chunk.len()) as u64 > self.max_length {
                return Err(Error::of(TooLong {
                    field: Some(self.head.name),
                    limit: self.max_length,
                }));
            }
            match all.is_empty() {
                true => all = chunk,
                false => all.append(&mut chunk),
            }
        }
        Ok(all)
    }

    /// The content as text. A byte order mark is removed and invalid UTF-8 is replaced by `U+FFFD`, as in JavaScript.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes).
    pub async fn text(self) -> Result<String> {
        self.bytes().await.map(decode)
    }

    /// The content as a stream.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        self.content
    }
}

impl From<Field> for Body {
    fn from(field: Field) -> Self {
        field.content.into()
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("name", &self.head.name)
            .field("file_name", &self.head.file_name)
            .field("content_type", &self.head.content_type)
            .finish_non_exhaustive()
    }
}
