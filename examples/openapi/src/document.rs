//! The document.

use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(title = "shop", version = "1.0.0", description = "What is for sale."),
    paths(super::items, super::item, super::add)
)]
struct Shop;

/// The document of the API, as JSON.
pub fn json() -> String {
    let json = Shop::openapi().to_pretty_json();
    json.unwrap_or_else(|error| format!("{error}"))
}
