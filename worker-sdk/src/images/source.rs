//! Where the bytes of an image come from.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::http::Body;
use crate::js;

/// The bytes of an image: anything that is a [`Body`], or [base64](Source::base64).
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::images::Source;
/// # async fn run(images: worker_sdk::images::Images) -> worker_sdk::Result<()> {
///
/// let info = images.info(Source::base64("R0lGODlhAQABAAAAACw=")).await?;
/// # Ok(())
/// # }
/// ```
pub struct Source {
    body: Body,
    is_base64: bool,
}

impl Source {
    /// The base64 of an image, with the letters of the standard.
    pub fn base64(text: impl Into<Body>) -> Self {
        Self {
            body: text.into(),
            is_base64: true,
        }
    }

    /// What it is, and its encoding.
    pub(super) fn into_js(self) -> Result<JsValue> {
        Ok(js::list(self.into_parts()?))
    }

    pub(super) fn into_parts(self) -> Result<[JsValue; 2]> {
        let encoding = match self.is_base64 {
            true => js::constant("base64"),
            false => JsValue::UNDEFINED,
        };
        Ok([self.body.into_js()?, encoding])
    }
}

impl<B: Into<Body>> From<B> for Source {
    fn from(body: B) -> Self {
        Self {
            body: body.into(),
            is_base64: false,
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Source { .. }")
    }
}
