//! A transformation of a pipeline, called as the platform does.

use wasm_bindgen::prelude::*;
use worker_sdk::env::Raw;
use worker_sdk::rpc::{Client, Stub};
use worker_sdk::{Env, Result, rpc};

#[wasm_bindgen(module = "/tests/transformation/dispatcher.js")]
extern "C" {
    fn dispatcher(transformation: &JsValue) -> JsValue;
}

#[rpc]
trait Dispatcher {
    async fn dispatch(&self, lines: String) -> Result<String>;
}

async fn transformed(env: &Env, lines: &str) -> Result<String> {
    transformed_by(env, "CLEAN", lines).await
}

async fn transformed_by(env: &Env, binding: &str, lines: &str) -> Result<String> {
    let transformation: Raw = env.get(binding)?;
    let dispatcher = Stub::from_raw(dispatcher(transformation.as_raw()));
    let dispatcher = DispatcherStub::from_stub(dispatcher);
    dispatcher.dispatch(lines.to_owned()).await
}

#[worker_sdk::test]
async fn records_come_and_go_in_batches(env: Env) -> Result<()> {
    let lines = "{\"page\":\"/\"}\n{\"page\":\"/robots.txt\"}\n{\"page\":\"/ž\",\"more\":1}\n";
    assert_eq!(
        transformed(&env, lines).await?,
        "b1 json_stream 2\n{\"page\":\"/\",\"note\":\"hello p1 clicks\"}\n{\"page\":\"/ž\",\"note\":\"hello p1 clicks\"}\n"
    );
    assert_eq!(transformed(&env, "").await?, "b1 json_stream 0\n");
    Ok(())
}

#[worker_sdk::test]
async fn what_fails_is_told_to_the_platform(env: Env) {
    let error = transformed(&env, "{\"page\":\"/broken\"}").await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("no such page"), "{error}");
    let error = transformed(&env, "{\"pages\":1}").await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("the records") && error.contains("`page`"),
        "{error}"
    );
}

#[worker_sdk::test]
async fn errors_that_are_text(env: Env) -> Result<()> {
    let lines = transformed_by(&env, "CARTS", "{\"tea\":3}\n").await?;
    assert_eq!(lines, "b1 json_stream 1\n{\"tea\":3}\n");
    let error = transformed_by(&env, "CARTS", "{\"tea\":3}\n{}\n").await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("a cart is empty"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn records_of_an_array(env: Env) -> Result<()> {
    let lines = transformed_by(&env, "SUMMED", "{\"tea\":3}\n{\"tea\":1,\"cups\":2}\n").await?;
    assert_eq!(lines, "b1 json_stream 1\n{\"pieces\":6}\n");
    Ok(())
}
