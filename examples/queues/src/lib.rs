//! Events are taken at once, and sent to an upstream in batches. What the upstream is too busy for comes again later; what
//! it will never take ends in the dead-letter queue, and so in KV for somebody to look at.
//!
//! Run it with `cargo xtask dev queues`, then
//! `curl -d '[{"user": "ada", "action": "login"}]' http://localhost:8787/events`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::kv::MAX_BULK_KEYS;
use worker_sdk::queues::{Batch, MAX_SENT, Message, Outgoing, Producer};
use worker_sdk::{
    Bindings, Error, IntoResponse, Request, Response, Result, console_error, event, kv,
};

const ACTIONS: [&str; 3] = ["login", "logout", "purchase"];

#[derive(Bindings)]
struct App {
    events: Producer,
    refused: kv::Namespace,
    upstream: String,
}

#[derive(Serialize, Deserialize)]
struct Event {
    user: String,
    action: String,
}

#[event(fetch)]
async fn main(mut request: Request, app: App) -> Result<Response> {
    match (request.method().clone(), request.path()) {
        (Method::POST, "/events") => {
            let events: Vec<Event> = match request.json().await {
                Err(error) if error.is_malformed() => {
                    return (StatusCode::BAD_REQUEST, error.to_string()).into_response();
                }
                events => events?,
            };
            for events in events.chunks(MAX_SENT) {
                app.events
                    .send_batch(events.iter().map(Outgoing::json))
                    .await?;
            }
            StatusCode::ACCEPTED.into_response()
        }
        (Method::GET, "/refused") => {
            let page = app.refused.list().limit(MAX_BULK_KEYS as u32).await?;
            let values = app.refused.get_many(page.keys.iter().map(|key| &key.name));
            Response::json(&values.json::<Event>().await?)
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

#[event(queue)]
async fn consume(batch: Batch, app: App) -> Result<()> {
    match batch.queue() {
        "events" => forward(batch.typed(), &app).await,
        "events-dead" => keep(batch, &app).await,
        other => Err(Error::new(format!("nobody consumes `{other}`"))),
    }
}

/// One request for all events of a batch.
async fn forward(batch: Batch<Event>, app: &App) -> Result<()> {
    let (good, bad): (Vec<_>, Vec<_>) = batch
        .into_iter()
        .partition(|message| ACTIONS.contains(&message.body().action.as_str()));
    bad.iter().for_each(Message::retry);
    if good.is_empty() {
        return Ok(());
    }
    let events: Vec<_> = good.iter().map(Message::body).collect();
    let answer = Request::post(app.upstream.as_str()).json(&events).await?;
    for message in good {
        match answer.status().is_success() {
            true => message.ack(),
            false => message.retry_after(Duration::from_secs(1 << message.attempts().min(10))),
        }
    }
    Ok(())
}

async fn keep(batch: Batch, app: &App) -> Result<()> {
    for message in &batch {
        match message.body().parse::<Event>() {
            Ok(event) => app.refused.put_json(message.id(), &event).await?,
            Err(error) => console_error!("the dead letter {} is no event: {error}", message.id()),
        }
    }
    Ok(())
}
