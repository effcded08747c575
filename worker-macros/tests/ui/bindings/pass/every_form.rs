#![deny(warnings)]
#![forbid(unsafe_code)]
#![allow(dead_code)]

extern crate worker_sdk as sdk;

use std::collections::BTreeMap;

use worker_sdk::env::{Raw, Secret};
use worker_sdk::fetch::Fetcher;
use worker_sdk::{Bindings, Context, Env, Json, Request, ScheduledEvent, event};

#[derive(Bindings)]
struct App {
    accounts: Fetcher,
    text: String,
    flag: bool,
    small: u8,
    large: i64,
    share: f64,
    key: Secret,
    limits: Json<BTreeMap<String, u32>>,
    other: Raw,
    maybe: Option<Fetcher>,
    #[binding("with-dash")]
    with_dash: Option<Json<Vec<String>>>,
    r#type: String,
    #[binding(flatten)]
    nested: nested::Limits,
    #[binding(flatten)]
    env: Env,
}

mod nested {
    #[derive(Debug, Clone, sdk::Bindings)]
    #[binding(crate = sdk)]
    pub(super) struct Limits {
        pub(super) max_items: u32,
    }
}

#[derive(worker_sdk::Bindings)]
struct Empty {}

#[event(fetch)]
async fn fetch(_: Request, _: Env, app: App, _: nested::Limits, _: Context) -> String {
    app.text
}

#[event(scheduled)]
fn tick(_: ScheduledEvent, limits: nested::Limits) {
    drop(limits);
}

fn by_hand(env: &Env) -> worker_sdk::Result<Empty> {
    let _: App = env.bindings()?;
    Empty::from_env(env)
}

fn main() {}
