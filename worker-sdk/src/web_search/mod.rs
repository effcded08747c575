//! Web search: addresses of pages of the web, with their titles, found by words.
//!
//! What is found is no more than what a list of results shows. To read a page, [fetch](crate::fetch()) its address: then the
//! rules of its owner hold, such as payment for crawlers.
//!
//! There are two ways. [`Ai::websearch`](crate::ai::Ai::websearch) asks a provider through a gateway of AI Gateway. A binding
//! of its own is a [`WebSearch`]; current releases of wrangler do not know its key yet. Neither has a local simulator.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "ai": { "binding": "AI" },
//! "web_search": { "binding": "WEB" }
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::web_search::WebSearch;
//! use worker_sdk::{Result, fetch};
//!
//! async fn first_page(web: &WebSearch, words: &str) -> Result<String> {
//!     let found = web.search(words).limit(1).await?;
//!     match found.items.first() {
//!         Some(page) => fetch(&page.url).await?.read_text().await,
//!         None => Ok(String::new()),
//!     }
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/web-search/>.

mod found;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::Result;
use crate::js::{self, Checked, awaited, codec};
pub use found::{Found, Metadata, Page};

/// The web, by the binding in `web_search`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/web-search/>.
#[derive(Clone)]
pub struct WebSearch(JsValue);

impl WebSearch {
    /// Wraps a JavaScript `WebSearch`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `WebSearch`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `WebSearch`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Searches the web. Nothing is sent before it is awaited.
    pub fn search(&self, query: impl AsRef<str>) -> Search {
        let options = Checked::new().text("query", query.as_ref());
        Search(options, self.0.clone())
    }
}

impl Binding for WebSearch {
    const SECTION: &'static str = "web_search";
    const EXPECTED: &'static str = "Web Search";

    fn from_value(value: JsValue) -> Option<Self> {
        // Text has such a method, too.
        let is_web = value.is_object() && js::is_binding(&value, "search");
        is_web.then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for WebSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebSearch { .. }")
    }
}

/// Searches the web: [`WebSearch::search`]. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does.
#[must_use = "nothing is searched until it is awaited"]
pub struct Search(Checked, JsValue);

impl Search {
    js::members! {
        /// How many pages are found at most, from 1 to 20; 10 without this.
        limit: integer() = "limit";
    }

    async fn send(self) -> Result<Found> {
        read(sys::search(&self.1, &self.0.into_js()?)).await
    }
}

/// Searches the web through AI Gateway: [`Ai::websearch`](crate::ai::Ai::websearch). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when there is no such gateway, provider or key, when nothing is left to pay with, when the platform fails, and
/// where it is older than this method.
///
/// See <https://developers.cloudflare.com/web-search/how-to-use/>.
#[must_use = "nothing is searched until it is awaited"]
pub struct GatewaySearch(Checked, JsValue, String);

impl GatewaySearch {
    pub(crate) fn new(ai: &JsValue, gateway_id: &str, query: &str) -> Self {
        let options = Checked::new().text("gatewayId", gateway_id);
        let gateway_id = gateway_id.to_owned();
        Self(options.text("query", query), ai.clone(), gateway_id)
    }

    js::members! {
        /// How many pages are found at most, from 1 to 10; 10 without this.
        limit: integer() = "limit";
        /// Who searches: `ceramic`, which does so without this, `exa`, `linkup`, or a newer one.
        provider: text() = "provider";
        /// The name of your own key of the provider, which the gateway has. Without it, the key `default` is taken if there is
        /// one; else the search is paid for with credits of AI Gateway.
        byok_alias: text() = "byokAlias";
    }

    async fn send(self) -> Result<Found> {
        let found = read(sys::websearch(&self.1, &self.0.into_js()?)).await;
        found.map_err(|error| error.about("gateway", self.2))
    }
}

async fn read(promise: JsValue) -> Result<Found> {
    let found = js::settled(promise, "searching the web").await?;
    codec::from_js_of(&found, "what was found in the web")
}

awaited!(Search => Found);
awaited!(GatewaySearch => Found);
