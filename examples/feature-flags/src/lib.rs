//! Feature flags and configuration in Workers KV: flags that are off unless somebody switched them on, all of a page's
//! flags in one read, and several settings read at the same time.
//!
//! Run it with `cargo xtask dev feature-flags`, then `curl -X PUT -d true http://localhost:8787/flags/dark-mode` and
//! `curl 'http://localhost:8787/flags?name=dark-mode&name=beta'`.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::try_join_all;
use serde_json::Value;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::kv::{MAX_BULK_KEYS, Namespace};
use worker_sdk::{Bindings, IntoResponse, Json, Request, Response, Result, event};

/// Flags are read often and may be a minute old.
const FLAGS_TTL: Duration = Duration::from_secs(60);

#[derive(Bindings)]
struct App {
    settings: Namespace,
}

#[event(fetch)]
async fn main(mut request: Request, App { settings }: App) -> Result<Response> {
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let mut parts = path.trim_matches('/').splitn(2, '/');
    match (method, parts.next(), parts.next()) {
        (Method::GET, Some("flags"), None) => flags(&settings, names(&request)).await,
        (Method::GET, Some("config"), None) => config(&settings, names(&request)).await,
        (Method::PUT, Some(kind @ ("flags" | "config")), Some(name)) => {
            let value: Value = match request.json().await {
                Err(error) if error.is_malformed() => {
                    return (StatusCode::BAD_REQUEST, error.to_string()).into_response();
                }
                value => value?,
            };
            settings.put_json(format!("{kind}:{name}"), &value).await?;
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The values of `name` in the query.
fn names(request: &Request) -> Vec<String> {
    let pairs = request.query_pairs().into_iter();
    pairs
        .filter(|(name, _)| name == "name")
        .map(|(_, value)| value)
        .collect()
}

/// One read for up to a hundred flags.
async fn flags(settings: &Namespace, names: Vec<String>) -> Result<Response> {
    let mut found = BTreeMap::new();
    for names in names.chunks(MAX_BULK_KEYS) {
        let keys = names.iter().map(|name| format!("flags:{name}"));
        found.extend(settings.get_many(keys).cache_ttl(FLAGS_TTL).text().await?);
    }
    let is_on = |name: &str| {
        found
            .get(&format!("flags:{name}"))
            .is_some_and(|value| value == "true")
    };
    let flags: BTreeMap<_, _> = names
        .into_iter()
        .map(|name| (name.clone(), is_on(&name)))
        .collect();
    Json(flags).into_response()
}

/// One read for each setting, all of them at the same time: the slowest decides, not their sum.
async fn config(settings: &Namespace, names: Vec<String>) -> Result<Response> {
    let reads = names.into_iter().map(async |name| {
        let value: Option<Value> = settings.get(format!("config:{name}")).json().await?;
        Ok::<_, worker_sdk::Error>((name, value))
    });
    let config: BTreeMap<_, _> = try_join_all(reads).await?.into_iter().collect();
    Json(config).into_response()
}
