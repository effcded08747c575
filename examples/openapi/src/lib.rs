//! An API that describes itself: `utoipa` reads the types and the handlers on the machine that builds the worker, and the
//! worker serves what it wrote. Nothing of it is compiled into the worker.
//!
//! Run it with `cargo xtask dev openapi`, then `curl http://localhost:8787/openapi.json`. After a change,
//! `cargo run --bin openapi-document > openapi.json` writes the document again; a test says when that was forgotten.

use serde::{Deserialize, Serialize};
use worker_sdk::extract::{Path, Query};
use worker_sdk::http::StatusCode;
use worker_sdk::router::get;
use worker_sdk::{HttpError, Json, Response, Result, Router, event};

#[cfg(not(target_family = "wasm"))]
pub mod document;

/// A thing that is for sale.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Item {
    /// What it is called.
    name: String,
    /// In cents.
    price: u32,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct Filter {
    /// The highest price, in cents.
    up_to: Option<u32>,
}

#[event(fetch)]
fn shop() -> Router {
    Router::new()
        .route("/items", get(items).post(add))
        .route("/items/{name}", get(item))
        .route("/openapi.json", get(described))
}

fn described() -> Result<Response> {
    Response::text(include_str!("../openapi.json")).with_header("content-type", "application/json")
}

fn all() -> impl Iterator<Item = Item> {
    let items = [("tea", 250), ("coffee", 300)].into_iter();
    items.map(|(name, price)| Item {
        name: name.into(),
        price,
    })
}

/// Lists what is for sale.
#[cfg_attr(
    not(target_family = "wasm"),
    utoipa::path(get, path = "/items", tag = "items", params(Filter), responses((status = 200, body = Vec<Item>)))
)]
fn items(Query(filter): Query<Filter>) -> Json<Vec<Item>> {
    let fits = |item: &Item| filter.up_to.is_none_or(|price| item.price <= price);
    Json(all().filter(fits).collect())
}

/// Says what something costs.
#[cfg_attr(
    not(target_family = "wasm"),
    utoipa::path(get, path = "/items/{name}", tag = "items", params(("name" = String, Path)),
        responses((status = 200, body = Item), (status = 404, description = "there is no such item")))
)]
fn item(Path(name): Path<String>) -> Result<Json<Item>, HttpError> {
    let found = all().find(|item| item.name == name);
    found
        .map(Json)
        .ok_or_else(|| HttpError::not_found("there is no such item"))
}

/// Would add an item, if there was a place to keep it.
#[cfg_attr(
    not(target_family = "wasm"),
    utoipa::path(post, path = "/items", tag = "items", request_body = Item, responses((status = 201, body = Item)))
)]
fn add(Json(item): Json<Item>) -> (StatusCode, Json<Item>) {
    (StatusCode::CREATED, Json(item))
}
