//! Searches in the web.

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::Result;
use crate::js::object::{Text, object};
use crate::js::{self, Checked, awaited, codec};

/// Searches the web: [`Ai::websearch`](super::Ai::websearch). Nothing is sent before it is awaited.
///
/// What is found is no more than what a list of results shows. To read a page, [fetch](crate::fetch()) its address: then the
/// rules of its owner hold, such as payment for crawlers.
///
/// # Errors
///
/// Fails when there is no such gateway, provider or key, when nothing is left to pay with, when the platform fails, and
/// where it is older than this method.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::ai::Ai;
/// use worker_sdk::{Result, fetch};
///
/// async fn first_page(ai: &Ai, words: &str) -> Result<String> {
///     let found = ai.websearch("default", words).limit(1).await?;
///     match found.items.first() {
///         Some(page) => fetch(&page.url).await?.read_text().await,
///         None => Ok(String::new()),
///     }
/// }
/// ```
///
/// See <https://developers.cloudflare.com/web-search/how-to-use/>.
#[must_use = "nothing is searched until it is awaited"]
pub struct WebSearch(Checked, JsValue, String);

/// What was found in the web.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct WebSearchResults {
    /// The pages, the best first.
    pub items: Vec<WebPage>,
    /// What is known of the search itself.
    pub metadata: WebSearchMetadata,
}

/// A page of the web.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebPage {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it is about, or a part of it; some providers give up to 8000 characters.
    pub description: Option<String>,
    /// When it was changed last, as ISO 8601, also without a time zone.
    pub last_modified_date: Option<String>,
    /// The address of its picture.
    pub image_url: Option<String>,
    /// The address of the icon of its site.
    pub favicon_url: Option<String>,
}

/// What is known of a search in the web.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct WebSearchMetadata {
    /// What was searched for.
    pub query: String,
    /// The id of the search, for questions to the platform's support.
    pub request_id: String,
    /// How long it took, in milliseconds.
    pub latency_ms: f64,
}

object!(WebSearchResults, "what was found", { "items" => items, "metadata" => metadata } needs "items");
object!(WebPage, "a page", {
    "url" => url, "title" => title as Text, "description" => description, "lastModifiedDate" => last_modified_date,
    "imageUrl" => image_url, "faviconUrl" => favicon_url,
});
object!(WebSearchMetadata, "a search", { "query" => query, "requestId" => request_id, "latencyMs" => latency_ms });

impl WebSearch {
    pub(super) fn new(ai: &JsValue, gateway_id: &str, query: &str) -> Self {
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

    async fn send(self) -> Result<WebSearchResults> {
        let promise = sys::websearch(&self.1, &self.0.into_js()?);
        let found = js::settled(promise, "searching the web").await;
        let found = found.and_then(|found| codec::from_js_of(&found, "what was found in the web"));
        found.map_err(|error| error.about("gateway", self.2))
    }
}

awaited!(WebSearch => WebSearchResults);
