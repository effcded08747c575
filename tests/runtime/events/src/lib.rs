//! A worker that keeps in KV what it was told about others.

mod email;
mod errands;
pub mod faults;
mod tail;

use serde_json::Value;
use worker_sdk::{Env, Request, Response, Result, event};

#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Response> {
    let path = request.path().trim_start_matches('/');
    Response::json(&match path.split_once('/') {
        Some(("call", how)) => faults::called(&env, how).await?,
        Some(("errand", errand)) => errands::asked(&env, errand).await?,
        _ => Value::Array(seen(&env, path).await?),
    })
}

/// All that was kept under keys that begin with `prefix`.
pub async fn seen(env: &Env, prefix: &str) -> Result<Vec<Value>> {
    let kv = env.kv("SEEN")?;
    let mut found = Vec::new();
    let mut keys = kv.list().prefix(prefix).keys();
    while let Some(key) = keys.try_next().await? {
        found.extend(kv.get(&key.name).json::<Value>().await?);
    }
    Ok(found)
}
