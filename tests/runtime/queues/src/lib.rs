//! A worker that does with messages what they say, and keeps in KV what it got.

mod commands;
mod soak;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use worker_sdk::queues::{Batch, Message, Outgoing};
use worker_sdk::{Bytes, Env, IntoResponse, Request, Response, Result, event};

/// A message as it was received.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    pub id: String,
    pub attempts: u32,
    pub content: Value,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub id: u32,
}

/// JSON has its bytes as numbers, other values have them as bytes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Photo {
    pub name: String,
    pub data: Bytes,
}

#[event(fetch)]
async fn main(mut request: Request, env: Env) -> Result<Response> {
    match request.path() {
        "/commands" => {
            let commands = request.text().await?;
            let messages = commands.lines().map(Outgoing::text);
            env.queue("COMMANDS")?.send_batch(messages).await?;
            Ok(Response::text("sent"))
        }
        "/orders" => {
            let orders: Vec<Value> = request.json().await?;
            let messages = orders.iter().map(Outgoing::json);
            env.queue("ORDERS")?.send_batch(messages).await?;
            Ok(Response::text("sent"))
        }
        "/soak" => soak::begin(&env).await,
        "/seen" => Response::json(&seen(&env, "").await?),
        _ => "alive".into_response(),
    }
}

#[event(queue)]
async fn consume(batch: Batch, env: Env) -> Result<()> {
    match batch.queue() {
        "commands" => {
            keep_all(&batch, &env).await?;
            commands::obey(&batch).await
        }
        "orders" => orders(batch.typed(), &env).await,
        "work" => soak::work(batch.typed(), &env).await,
        "work-dead" => soak::bury(batch.typed(), &env).await,
        _ => keep_all(&batch, &env).await,
    }
}

async fn orders(batch: Batch<Order>, env: &Env) -> Result<()> {
    for message in &batch {
        let content = serde_json::to_value(message.body())?;
        keep(batch.queue(), &message, content, env).await?;
    }
    Ok(())
}

async fn keep_all(batch: &Batch, env: &Env) -> Result<()> {
    for message in batch {
        let content = content(&message)?;
        keep(batch.queue(), &message, content, env).await?;
    }
    Ok(())
}

/// Text as text, bytes as their number and sum, anything else as it is.
fn content(message: &Message) -> Result<Value> {
    let body = message.body();
    if let Ok(bytes) = body.bytes() {
        let sum: u64 = bytes.iter().map(|byte| u64::from(*byte)).sum();
        return Ok(format!("{} bytes, sum {sum}", bytes.len()).into());
    }
    if let Ok(Photo { name, data }) = body.parse() {
        return Ok(format!("{} bytes of {name}", data.0.len()).into());
    }
    body.text().map(Value::from).or_else(|_| body.parse())
}

async fn keep<T>(queue: &str, message: &Message<T>, content: Value, env: &Env) -> Result<()> {
    let (id, attempts) = (message.id(), message.attempts());
    let key = format!("{queue}/{id}/{attempts}");
    let seen = Seen {
        id,
        attempts,
        content,
    };
    env.kv("SEEN")?.put_json(&key, &seen).await
}

/// What was kept of the queues whose names begin with `prefix`, with the name of the queue.
pub async fn seen(env: &Env, prefix: &str) -> Result<Vec<(String, Value)>> {
    let kv = env.kv("SEEN")?;
    let mut found = Vec::new();
    let mut keys = kv.list().prefix(prefix).keys();
    while let Some(key) = keys.try_next().await? {
        let queue = key.name.split('/').next().unwrap_or_default().to_owned();
        if let Some(seen) = kv.get(&key.name).json().await? {
            found.push((queue, seen));
        }
    }
    Ok(found)
}
