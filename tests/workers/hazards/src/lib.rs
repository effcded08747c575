//! Requests that are abandoned, woken by other requests, or lost in a panic. Driven by `tests/e2e`.

mod abandoned;
mod cached;
mod foreign;
mod layers;
mod panics;
mod peer;
mod probes;
mod shared;
mod tasks;
mod throws;
mod wakes;

use worker_sdk::{Context, Env, Request, Response, Result, ScheduledEvent, event};

#[event(fetch)]
async fn main(request: Request, env: Env, context: Context) -> Result<Response> {
    let path = request.path().to_owned();
    let text = match path.split('/').nth(1).unwrap_or_default() {
        "stream" => return Ok(Response::new(abandoned::stream())),
        "flood" => return Ok(Response::new(abandoned::flood())),
        "layers" => return layers::ROUTER.handle(request, env, context).await,
        "cached" => return cached::answer(rest(&path), &env, &context).await,
        "outcome" => cached::outcome(rest(&path)),
        "kept" => cached::kept(rest(&path)).await?,
        "live" => probes::live().to_string(),
        "tasks" => worker_sdk::task::live().to_string(),
        "pages" => probes::pages().to_string(),
        "count" => probes::count(rest(&path)).to_string(),
        "say" => {
            worker_sdk::console_error!("{}", rest(&path));
            "said".to_owned()
        }
        "garbage" => probes::garbage(),
        "abandoned" => abandoned::route(rest(&path), request, &env).await?,
        "foreign" => foreign::route(rest(&path), request, &env).await?,
        "wakes" => wakes::route(rest(&path), request, &env).await?,
        "tasks-of" => tasks::route(rest(&path), &env, &context).await?,
        "shared" => shared::route(rest(&path), &env).await?,
        "panics" => panics::route(rest(&path), &env).await?,
        "throws" => throws::route(rest(&path)).await?,
        "peer" => peer::ask(&env, rest(&path)).await?,
        _ => "hi".to_owned(),
    };
    Ok(Response::text(text))
}

/// What follows the second slash.
fn rest(path: &str) -> &str {
    path.splitn(3, '/').nth(2).unwrap_or_default()
}

#[event(scheduled)]
async fn tick(event: ScheduledEvent, _env: Env, context: Context) -> Result<()> {
    tasks::scheduled(event.cron(), &context).await
}
