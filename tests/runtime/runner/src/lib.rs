//! The worker whose tests test the runner.

use worker_sdk::{Env, Result, event};

#[event(fetch)]
async fn main(env: Env) -> Result<String> {
    env.var("GREETING")
}

/// What an example in the documentation can use.
///
/// ```
/// assert_eq!(runtime_runner::double(2), 4);
/// ```
#[must_use]
pub fn double(number: u32) -> u32 {
    number * 2
}
