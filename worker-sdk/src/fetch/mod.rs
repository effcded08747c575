//! Requests to other servers and workers.

use std::fmt;

use wasm_bindgen::prelude::*;

use crate::error::Result;
use crate::http::{Request, Response};
use crate::js;

#[wasm_bindgen(module = "/src/js/fetch.js")]
extern "C" {
    fn fetch_globally(request: &JsValue) -> JsValue;
    fn fetch_from(service: &JsValue, request: &JsValue) -> JsValue;
}

/// Sends a request to its URL.
///
/// The request's body is handed on by identity, the response's body stays in JavaScript until it is read.
///
/// # Errors
///
/// Fails when no response arrives: the connection is lost, the name does not resolve. A status such as 500 is a
/// response.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Response, Result};
/// # use http::Method;
/// async fn proxy() -> Result<Response> {
///     worker_sdk::fetch(Request::new(Method::GET, "https://example.com/")?).await
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/fetch/>.
pub async fn fetch(request: Request) -> Result<Response> {
    let promise = fetch_globally(request.as_raw());
    Ok(Response::from_raw(js::settled(promise, "fetch").await?))
}

/// Another worker, or anything else that answers requests.
#[derive(Clone)]
pub struct Fetcher(JsValue);

impl Fetcher {
    /// Wraps a JavaScript object that has `fetch`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// Sends a request to it. The host in the URL has no meaning but must be there.
    ///
    /// # Errors
    ///
    /// As [`fetch`](crate::fetch()); also when the other worker throws.
    pub async fn fetch(&self, request: Request) -> Result<Response> {
        let promise = fetch_from(&self.0, request.as_raw());
        Ok(Response::from_raw(
            js::settled(promise, "fetch from a service").await?,
        ))
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetcher { .. }")
    }
}
