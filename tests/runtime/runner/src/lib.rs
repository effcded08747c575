//! The worker whose tests test the runner.

use worker_sdk::{Env, Result, event};

#[event(fetch)]
async fn main(env: Env) -> Result<String> {
    env.var("GREETING")
}
