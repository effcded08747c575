//! Orders, kept in KV.

use serde::{Deserialize, Serialize};
use worker_sdk::crypto::random_uuid;
use worker_sdk::extract::{Path, Problems, Query, State, Valid, Validate};
use worker_sdk::http::StatusCode;
use worker_sdk::{HttpError, IntoResponse, Json, Response, Result};

use crate::App;

#[derive(Serialize, Deserialize)]
pub(crate) struct Order {
    items: Vec<Item>,
    note: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Item {
    name: String,
    price: f64,
}

impl Validate for Order {
    fn validate(&self, problems: &mut Problems) {
        problems.check(!self.items.is_empty(), "items", "are none");
        for (index, item) in self.items.iter().enumerate() {
            problems.check(
                item.price >= 0.0,
                &format!("items[{index}].price"),
                "is below 0",
            );
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Page {
    after: Option<String>,
}

pub(crate) async fn create(
    State(app): State<App>,
    Valid(Json(order)): Valid<Json<Order>>,
) -> Result<impl IntoResponse> {
    let id = random_uuid()?;
    app.orders.put_json(id.as_str(), &order).await?;
    let location = format!("/api/admin/orders/{id}");
    Ok((StatusCode::CREATED, [("location", location)], Json(id)))
}

pub(crate) async fn list(
    State(app): State<App>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<String>>> {
    let keys = app.orders.list().limit(100).cursor(page.after).await?.keys;
    Ok(Json(keys.into_iter().map(|key| key.name).collect()))
}

pub(crate) async fn read(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, HttpError> {
    let order = app.orders.get(id.as_str()).json::<Order>().await?;
    let order = order.ok_or_else(|| HttpError::not_found(format!("there is no order {id}")))?;
    Ok(Json(order).into_response()?)
}

pub(crate) async fn remove(State(app): State<App>, Path(id): Path<String>) -> Result<StatusCode> {
    app.orders.delete(id.as_str()).await?;
    Ok(StatusCode::NO_CONTENT)
}
