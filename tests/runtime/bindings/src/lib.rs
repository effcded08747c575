//! A worker whose handlers take structs of bindings.

mod plain;

use worker_sdk::fetch::Fetcher;
use worker_sdk::{Bindings, Context, Env, Request, Response, Result, ScheduledEvent, event};

#[derive(Bindings)]
struct App {
    text: String,
    pages: Fetcher,
    #[binding(flatten)]
    limits: Limits,
    #[binding(flatten)]
    env: Env,
}

#[derive(Bindings)]
struct Limits {
    byte: u8,
}

/// Not all of it is there.
#[derive(Bindings)]
struct Broken {
    text: String,
    missing: Fetcher,
}

#[event(fetch)]
async fn main(request: Request, env: Env, app: App, _: Context) -> Result<Response> {
    assert_eq!(env.names(), app.env.names());
    match request.path() {
        "/" => {
            let names = app.env.names().len();
            Ok(Response::text(format!(
                "{} {} {}",
                app.text,
                app.limits.byte,
                names > 10
            )))
        }
        _ => app.pages.fetch(request).await,
    }
}

#[event(scheduled)]
fn tick(event: ScheduledEvent, broken: Broken) {
    drop((event, broken.text, broken.missing));
}
