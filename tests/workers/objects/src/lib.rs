//! Objects that fail, and objects that are many. Driven by `tests/e2e`.

mod large;
mod ledger;
mod subject;

use worker_sdk::{Env, Request, Response, Result, event};

#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Response> {
    let path = request.path().to_owned();
    let mut parts = path.splitn(4, '/').skip(1);
    let mut part = || parts.next().unwrap_or_default();
    match (part(), part(), part()) {
        ("failing", what, _) => {
            subject::fail_constructors(what);
            Ok(Response::text("from now on"))
        }
        ("large", what, count) => large::route(what, count.parse().unwrap_or(0), &env).await,
        (binding, name, rest) => {
            let subject = env.durable_object(binding)?.get_by_name(name);
            let answer = subject.fetch(format!("/{rest}")).await;
            Ok(answer.unwrap_or_else(|error| {
                let is_reset = error.is_durable_object_reset();
                let note = if is_reset { " (reset)" } else { "" };
                Response::text(format!("{error}{note}"))
            }))
        }
    }
}
