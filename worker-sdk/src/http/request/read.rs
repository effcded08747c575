//! The body of a request.

use crate::error::{Error, Result};
use crate::http::blob::{Blob, received};
use crate::http::body::{Body, check_unused, decode, read};
use crate::http::forms::{FormData, parsed, read_form};
use crate::http::{Request, sys};

impl Request {
    /// Whether the body was read or handed on.
    #[must_use]
    pub fn is_body_used(&self) -> bool {
        sys::is_body_used(&self.raw) == 1
    }

    /// Whether there is a body, which may have no bytes.
    pub(crate) fn has_body(&self) -> bool {
        !sys::stream_of(&self.raw).is_null()
    }

    /// All bytes of the body.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already or the client went away.
    pub async fn bytes(&mut self) -> Result<Vec<u8>> {
        read(self.raw.clone()).await
    }

    /// The body as text. A byte order mark is removed and invalid UTF-8 is replaced by `U+FFFD`, as in JavaScript.
    ///
    /// # Errors
    ///
    /// As [`Request::bytes`].
    pub async fn text(&mut self) -> Result<String> {
        self.bytes().await.map(decode)
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// As [`Request::bytes`]; when the body is not the expected JSON the error
    /// [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(mut request: worker_sdk::Request) -> worker_sdk::Result<()> {
    /// let value: serde_json::Value = request.json().await?;
    /// # let _ = value;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub async fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        crate::http::json::parse(self.bytes().await?)
    }

    /// The body as a [`Blob`], which JavaScript holds: its size costs no memory of the worker.
    ///
    /// # Errors
    ///
    /// As [`Request::bytes`].
    pub async fn blob(&mut self) -> Result<Blob> {
        received(&self.raw).await
    }

    /// The body as a form, urlencoded or multipart. Files of any size are read by `Request::multipart`, as streams.
    ///
    /// # Errors
    ///
    /// As [`Request::bytes`]; when the body or its content type is not that of a form the error
    /// [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(mut request: worker_sdk::Request) -> worker_sdk::Result<()> {
    /// let form = request.form_data().await?;
    /// let name = form.text("name");
    /// # let _ = name;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn form_data(&mut self) -> Result<FormData> {
        check_unused(&self.raw)?;
        parsed(read_form(&self.raw)).await
    }

    /// The text fields of a form as a value of type `T`; files are left out. A `Vec` takes the fields of one name.
    ///
    /// # Errors
    ///
    /// As [`Request::form_data`]; when the fields are not the expected ones the error
    /// [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Result};
    /// #[derive(serde::Deserialize)]
    /// struct Order {
    ///     article: String,
    ///     count: u32,
    /// }
    ///
    /// async fn order(mut request: Request) -> Result<Order> {
    ///     request.form_as().await
    /// }
    /// ```
    #[cfg(feature = "form")]
    pub async fn form_as<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        self.form_data().await?.parse()
    }

    /// The unread body.
    #[must_use]
    pub fn into_body(self) -> Body {
        Body::from_raw(self.raw)
    }

    /// A second request with the same body; both can be read.
    ///
    /// The platform buffers what only one of the two has read.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn try_clone(&self) -> Result<Self> {
        check_unused(&self.raw)?;
        let raw = sys::clone_message(&self.raw);
        if raw.is_undefined() {
            return Err(Error::last_failure("cloning a request"));
        }
        Ok(Self::from_raw(raw).asking(self.asked))
    }
}
