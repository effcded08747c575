//! The body of a response.

use http::StatusCode;
use wasm_bindgen::JsValue;

use super::{Built, Response, ResponseInit};
use crate::error::{Error, Result};
use crate::http::Headers;
use crate::http::blob::{Blob, received};
use crate::http::body::{Body, check_unused, decode, read};
use crate::http::forms::{FormData, parsed, read_form};
use crate::http::sys;
use crate::js;
use crate::streams::copied;

impl Response {
    /// All bytes of the body.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already or the other side went away.
    pub async fn read_bytes(self) -> Result<Vec<u8>> {
        match self.raw {
            None => self.built.body.bytes().await,
            Some(raw) => read(raw).await,
        }
    }

    /// The body as text, decoded as in JavaScript.
    ///
    /// # Errors
    ///
    /// As [`Response::read_bytes`].
    pub async fn read_text(self) -> Result<String> {
        self.read_bytes().await.map(decode)
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// As [`Response::read_bytes`]; when the body is not the expected JSON the error
    /// [is malformed](crate::Error::is_malformed).
    #[cfg(feature = "json")]
    pub async fn read_json<T: serde::de::DeserializeOwned>(self) -> Result<T> {
        crate::http::json::parse(self.read_bytes().await?)
    }

    /// The body as a [`Blob`], which JavaScript holds: its size costs no memory of the worker.
    ///
    /// # Errors
    ///
    /// As [`Response::read_bytes`].
    pub async fn read_blob(self) -> Result<Blob> {
        received(&self.into_raw()?).await
    }

    /// The body as a form, urlencoded or multipart.
    ///
    /// # Errors
    ///
    /// As [`Response::read_bytes`]; when the body or its content type is not that of a form the error
    /// [is malformed](crate::Error::is_malformed).
    pub async fn read_form_data(self) -> Result<FormData> {
        let raw = self.into_raw()?;
        check_unused(&raw)?;
        parsed(read_form(&raw)).await
    }

    /// The unread body.
    #[must_use]
    pub fn into_body(self) -> Body {
        match self.raw {
            None => self.built.body,
            Some(raw) => Body::from_raw(raw),
        }
    }

    #[cfg(feature = "router")]
    pub(crate) fn is_text(&self) -> bool {
        self.raw.is_none() && self.built.body.is_text()
    }

    /// How many bytes the body has, unless it takes reading to know.
    #[cfg(feature = "router")]
    pub(crate) fn known_length(&self) -> Option<u64> {
        match self.raw {
            None => self.built.body.known_length(),
            Some(_) => None,
        }
    }

    /// A second response with the same status, headers and body; both can be read. In JavaScript `clone`, for the body
    /// `tee`.
    ///
    /// A body that Rust makes, or changes with [`HtmlRewriter`](crate::html_rewriter::HtmlRewriter), goes on for the second one
    /// when the client leaves.
    ///
    /// The second one of an [encoded](crate::http::RequestBuilder::encoded_response_body) answer does not know where it came
    /// from: its [`url`](Response::url) is empty, and it [is not redirected](Response::is_redirected).
    ///
    /// The body is not copied but handed to both as it comes. The platform keeps what one has read and the other has not,
    /// so read or hand on both, and at the same time. Dropping one of them is enough too.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already, and as [`Response::into_raw`]; the response stays as it is.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Context, Response, Result};
    /// # use worker_sdk::cache::Cache;
    /// # fn run(mut response: Response, context: Context) -> Result<Response> {
    /// let copy = response.try_clone()?;
    /// context.wait_until(Cache::default().put("https://example.com/", copy));
    /// Ok(response)
    /// # }
    /// ```
    #[doc(alias = "clone")]
    #[doc(alias = "tee")]
    pub fn try_clone(&mut self) -> Result<Self> {
        let raw = copied(|| self.shared())?;
        check_unused(&raw)?;
        let clone = sys::clone_message(&raw);
        if clone.is_undefined() {
            return Err(Error::last_failure("cloning a response"));
        }
        let mut clone = Self::from_raw(clone);
        clone.built.init = self.built.init.clone();
        // The platform would compress that of its own clone again.
        if js::string_property(&clone.built.init, "encodeBody").is_some() {
            clone.built();
        }
        Ok(clone)
    }

    /// The JavaScript `Response` that this one is from now on; where there can be none, all stays.
    fn shared(&mut self) -> Result<JsValue> {
        if let Some(raw) = &self.raw {
            return Ok(raw.clone());
        }
        self.check_allowed()?;
        let init = self.built.init.clone();
        let raw = std::mem::replace(self, Self::empty()).into_raw()?;
        *self = Self::from_raw(raw.clone());
        self.built.init = init;
        Ok(raw)
    }

    /// Has the platform say why it has no such response, with another body.
    fn check_allowed(&self) -> Result<()> {
        let Built {
            status, body, init, ..
        } = &self.built;
        body.check_unused()?;
        if *status == StatusCode::OK && init.is_undefined() {
            return Ok(());
        }
        let body = match body.is_empty() {
            true => Body::empty(),
            false => "body".into(),
        };
        let init = ResponseInit(init.clone());
        let made = Self::from_parts(*status, Headers::new(), body, init).into_raw();
        made.map(drop)
    }
}
