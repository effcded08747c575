//! In the real runtime, with the bindings of `wrangler.jsonc`: `cargo test --target wasm32-unknown-unknown`.

use {{crate_name}}::greet;

use worker_sdk::{Env, Result};

#[worker_sdk::test]
async fn greets_with_the_variable(env: Env) -> Result<()> {
    let greeting = env.var("GREETING")?;
    assert_eq!(greet(&greeting, "/Ferris"), "Hello, Ferris!");
    Ok(())
}
