//! What is found in the web.

use crate::js::object::{Text, object};

/// What was found in the web.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Found {
    /// The pages, the best first.
    pub items: Vec<Page>,
    /// What is known of the search itself.
    pub metadata: Metadata,
}

/// A page of the web.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
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

/// What is known of a search.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Metadata {
    /// What was searched for.
    pub query: String,
    /// The id of the search, for questions to the platform's support.
    pub request_id: String,
    /// How long it took, in milliseconds.
    pub latency_ms: f64,
}

object!(Found, "what was found", { "items" => items, "metadata" => metadata } needs "items");
object!(Page, "a page", {
    "url" => url, "title" => title as Text, "description" => description, "lastModifiedDate" => last_modified_date,
    "imageUrl" => image_url, "faviconUrl" => favicon_url,
});
object!(Metadata, "a search", { "query" => query, "requestId" => request_id, "latencyMs" => latency_ms });
