//! The seam to what runs outside of the Workers runtime.

use wasm_bindgen::JsValue;

use super::{kit, sys};
use crate::error::Result;
use crate::js;

/// Asks the runner on the host for what no code in the runtime can do. Value and answer are what JSON knows.
#[doc(hidden)]
pub async fn host(method: &str, value: &JsValue) -> Result<JsValue> {
    let promise = sys::ask_host(&kit(), &js::text(method), value);
    js::settled(promise, "the runner").await
}
