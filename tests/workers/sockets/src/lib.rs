//! A worker that opens connections, and does what the test asks with them.

mod postgres;
mod sockets;

use std::time::Duration;

use worker_sdk::{Env, Request, Response, Result, event, task, timeout};

#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Response> {
    let path = request.path().to_owned();
    if path == "/live" {
        return Ok(Response::text(task::live().to_string()));
    }
    let work = async {
        match path.strip_prefix("/postgres/") {
            Some(what) => postgres::answer(what, &request, &env).await,
            None => sockets::answer(&path, &request).await,
        }
    };
    let limit = request.query_value("limit").and_then(|ms| ms.parse().ok());
    let limit = Duration::from_millis(limit.unwrap_or(20_000));
    let answer = timeout(limit, work).await.map_err(Into::into);
    Ok(match answer.and_then(|answer| answer) {
        Ok(text) => Response::text(text),
        Err(error) => Response::text(format!("failed: {error}")),
    })
}

/// What the query of the request says of this.
fn asked(request: &Request, name: &str) -> Result<String> {
    let value = request.query_value(name);
    Ok(value.ok_or_else(|| format!("the query has no `{name}`"))?)
}
