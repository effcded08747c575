//! Subrequests to the service `PEER`, with the promises of `js-sys` and `wasm-bindgen-futures`.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker_sdk::{Env, Error, Result};

#[wasm_bindgen]
extern "C" {
    type Environment;
    type Fetcher;
    type Answer;

    #[wasm_bindgen(method, getter, js_name = "PEER")]
    fn peer(this: &Environment) -> Fetcher;
    #[wasm_bindgen(method)]
    fn fetch(this: &Fetcher, url: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn text(this: &Answer) -> Promise;
}

/// The body of the peer's answer to a request for `path`.
pub async fn ask(env: &Env, path: &str) -> Result<String> {
    let environment: &Environment = env.as_raw().unchecked_ref();
    let answer = environment.peer().fetch(&format!("http://peer/{path}"));
    let answer: Answer = wait(answer).await?.unchecked_into();
    let text = wait(answer.text()).await?;
    Ok(text.as_string().unwrap_or_default())
}

async fn wait(promise: Promise) -> Result<JsValue> {
    JsFuture::from(promise).await.map_err(Error::from_raw)
}
