//! Requests to providers.

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::js::tape::Writer;
use crate::js::{self, Options, codec};

/// A request to a model of any provider: [`Gateway::run`](super::Gateway::run).
#[must_use = "nothing is asked until a gateway runs it"]
pub struct ProviderRequest {
    options: Options,
    headers: Options,
    query: Result<JsValue>,
}

impl ProviderRequest {
    /// To a provider, such as `openai` or `workers-ai`, at its endpoint, such as `chat/completions`, with the body that it
    /// wants.
    pub fn new(
        provider: impl AsRef<str>,
        endpoint: impl AsRef<str>,
        query: &impl Serialize,
    ) -> Self {
        let mut writer = Writer::for_json();
        let written = codec::append(query, &mut writer);
        Self {
            options: Options::new()
                .text("provider", provider.as_ref())
                .text("endpoint", endpoint.as_ref()),
            headers: Options::new().text("content-type", "application/json"),
            query: written.map(|()| writer.into_js()),
        }
    }

    /// A header, such as the key of the provider in `authorization`, or one of
    /// [those that the gateway knows](https://developers.cloudflare.com/ai-gateway/glossary/).
    /// One of the same name replaces it, `content-type` too, which is `application/json` by default.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let name = name.as_ref().to_ascii_lowercase();
        self.headers = self.headers.named(&name, &js::text(value.as_ref()));
        self
    }

    pub(super) fn into_js(self) -> Result<JsValue> {
        let options = self.options.options("headers", self.headers);
        Ok(options.value("query", self.query?).into_js())
    }
}

impl fmt::Debug for ProviderRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProviderRequest { .. }")
    }
}
