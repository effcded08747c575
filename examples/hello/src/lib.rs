//! A text answer that depends on the environment.
//!
//! Run it with `cargo xtask dev hello`, then `curl http://localhost:8787`.

use worker_sdk::{Env, Request, Response, Result, event};

#[event(fetch)]
async fn main(_request: Request, env: Env) -> Result<Response> {
    Ok(Response::text(format!(
        "Hello from {}!",
        env.var("ENVIRONMENT")?
    )))
}
