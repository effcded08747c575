use worker_sdk::{Context, Env, Request, ScheduledEvent, event};

#[event(fetch)]
async fn one(_request: Request, _env: Env, _ctx: Context, _more: u32) -> &'static str {
    "hello"
}

#[event(scheduled)]
async fn two(_event: ScheduledEvent, _env: Env, _ctx: Context, _more: u32, _most: u64) {}

fn main() {}
