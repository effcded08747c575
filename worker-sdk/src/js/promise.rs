//! Waiting for promises.

use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::executor::Promised;

/// Waits for `promise`; a rejection becomes an error that says what was being done.
pub(crate) async fn settled(promise: JsValue, doing: &'static str) -> Result<JsValue, Error> {
    let promised = Promised::new(&promise);
    drop(promise);
    promised
        .await
        .map_err(|thrown| Error::thrown(thrown, doing))
}
