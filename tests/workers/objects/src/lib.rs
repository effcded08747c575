//! Objects that fail, and objects that are many. Driven by `tests/e2e`.

mod large;
mod ledger;
mod routed;
mod sockets;
mod subject;

use std::collections::BTreeMap;
use std::time::Duration;

use worker_sdk::{Context, Env, Request, Response, Result, console_log, event, sleep};

#[event(fetch)]
async fn main(request: Request, env: Env, context: Context) -> Result<Response> {
    let path = request.path().to_owned();
    let mut parts = path.splitn(4, '/').skip(1);
    let mut part = || parts.next().unwrap_or_default();
    match (part(), part(), part()) {
        ("exports", what, _) => exports(what, &context).await,
        ("props", _, _) => {
            let props: BTreeMap<String, u32> = context.props()?;
            Ok(Response::text(format!("{props:?}")))
        }
        ("current", what, _) => current(what).await,
        ("failing", what, _) => {
            subject::fail_constructors(what);
            Ok(Response::text("from now on"))
        }
        ("large", what, count) => large::route(what, count.parse().unwrap_or(0), &env).await,
        ("sockets", what, name) => sockets::route(what, name, request, &env).await,
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

/// As code does that no parameter reaches.
async fn current(what: &str) -> Result<Response> {
    let context = Context::current();
    match what {
        "exports" => {
            let itself = context.exports().service("default")?;
            itself.fetch("https://worker/props").await
        }
        "wait" => {
            context.wait_until(async {
                sleep(Duration::from_millis(1)).await;
                console_log!("waited for");
            });
            Ok(Response::text("soon"))
        }
        binding => {
            let subject = Env::current().durable_object(binding)?;
            subject.get_by_name("current").fetch("/exports").await
        }
    }
}

async fn exports(what: &str, context: &Context) -> Result<Response> {
    let exports = context.exports();
    let url = "https://worker/props";
    match what {
        "object" => {
            let subjects = exports.durable_object("Subject")?;
            subjects.get_by_name("exported").fetch("/exports").await
        }
        "props" => {
            let props = BTreeMap::from([("level", 7)]);
            let itself = exports.service_with_props("default", &props)?;
            itself.fetch(url).await
        }
        "no-props" => exports.service("default")?.fetch(url).await,
        name => {
            let missing = exports.durable_object(name);
            let text = missing.map_or_else(|error| error.to_string(), |_| "there".to_owned());
            Ok(Response::text(text))
        }
    }
}
