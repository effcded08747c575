//! Webhooks that come in, from GitHub and from a partner, and one that goes out. What is not signed is refused, and what comes
//! twice is done once.
//!
//! Run it with `cargo xtask dev webhooks`, then
//! `curl -i http://localhost:8787/hooks/github -H 'x-github-event: ping' -d 'Hello, World!' -H
//! 'x-hub-signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'`, and again with another
//! letter anywhere. `POST` to `/orders/tea` tells the partner at `PARTNER_URL`.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use worker_sdk::env::Secret;
use worker_sdk::extract::{Extension, Path, State};
use worker_sdk::http::StatusCode;
use worker_sdk::middleware::VerifyWebhook;
use worker_sdk::router::post;
use worker_sdk::webhooks::{Signer, Verified, Verifier};
use worker_sdk::{
    Bindings, HttpError, Json, Request, Result, Router, console_log, crypto, event, kv,
};

#[derive(Bindings, Clone)]
struct App {
    stock: kv::Namespace,
    done: kv::Namespace,
    github_secret: Secret,
    partner_secret: Secret,
    partner_url: String,
}

#[derive(Deserialize)]
struct Delivery {
    article: String,
    count: u32,
}

#[event(fetch)]
fn app() -> Router<App> {
    let github = VerifyWebhook::with(|app: &App| Verifier::github(app.github_secret.expose()));
    let partner = VerifyWebhook::with(|app: &App| Verifier::standard(app.partner_secret.expose()));
    Router::new()
        .route("/hooks/github", post(on_github).layer(github))
        .route("/hooks/partner", post(on_delivery).layer(partner))
        .route("/orders/{article}", post(order))
}

/// GitHub says in a header what has happened.
async fn on_github(mut request: Request) -> Result<StatusCode> {
    let event = request.header("x-github-event").unwrap_or_default();
    let length = request.text().await?.len();
    console_log!("GitHub: `{event}`, {length} bytes");
    Ok(StatusCode::NO_CONTENT)
}

/// The partner sends again what was not answered in time. KV may let two of them through that come at the same moment; where
/// that does harm, a Durable Object for each id lets one.
async fn on_delivery(
    State(app): State<App>,
    Extension(hook): Extension<Verified>,
    Json(delivery): Json<Delivery>,
) -> Result<String, HttpError> {
    let id = hook.id().unwrap_or_default();
    if app.done.get(id).text().await?.is_some() {
        return Ok("known already".to_owned());
    }
    let before = app.stock.get(delivery.article.as_str()).text().await?;
    let before: u32 = before.as_deref().unwrap_or("0").parse()?;
    let count = (before + delivery.count).to_string();
    app.stock.put(delivery.article, count.as_str()).await?;
    let day = Duration::from_secs(24 * 60 * 60);
    app.done.put(id, "").expiration_ttl(day).await?;
    Ok(format!("{count} in stock"))
}

/// Tells the partner. A queue would send again what the partner did not take, with the same id.
async fn order(Path(article): Path<String>, State(app): State<App>) -> Result<String, HttpError> {
    let id = format!("order_{}", crypto::random_uuid()?);
    let body = json!({"type": "order.placed", "article": article}).to_string();
    let signer = Signer::new(app.partner_secret.expose())?;
    let headers = signer.sign(&id, &body).await?;
    let request = Request::post(&app.partner_url)
        .headers(headers)
        .header("content-type", "application/json");
    match request.body(body).await?.is_ok() {
        true => Ok(id),
        false => Err(HttpError::new(
            StatusCode::BAD_GATEWAY,
            "the partner did not take the order",
        )),
    }
}
