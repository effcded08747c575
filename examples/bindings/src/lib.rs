//! Variables, a secret and static assets as the fields of a struct. `worker-build types` wrote the struct from
//! `wrangler.jsonc` and `.env` into `src/bindings.rs`; a field that one of the environments lacks is an `Option`.
//! Misspell a name in `wrangler.jsonc` and see what the build says.
//!
//! Run it with `cargo xtask dev bindings`, then `curl http://localhost:8787/` and
//! `curl -H 'authorization: Bearer open sesame' http://localhost:8787/limits`.

mod bindings;

use bindings::Env;
use serde::Serialize;
use worker_sdk::http::StatusCode;
use worker_sdk::{IntoResponse, Json, Request, Response, Result, event};

#[derive(Serialize)]
struct Limits {
    max_items: i64,
    regions: Vec<String>,
    banner: Option<String>,
}

#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Response> {
    match request.path() {
        "/limits" if is_allowed(&request, &env) => Json(limits(env)).into_response(),
        "/limits" => StatusCode::UNAUTHORIZED.into_response(),
        _ => env.pages.fetch(request).await,
    }
}

fn is_allowed(request: &Request, env: &Env) -> bool {
    let given = request.headers().get("authorization").unwrap_or_default();
    given
        .strip_prefix("Bearer ")
        .is_some_and(|key| env.api_key.matches(key))
}

fn limits(env: Env) -> Limits {
    Limits {
        max_items: env.max_items,
        regions: env.regions.0,
        banner: env.banner,
    }
}
