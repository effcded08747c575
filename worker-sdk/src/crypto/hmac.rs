//! Keyed hashes.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;

use super::{Hash, Verification};
use crate::error::Result;
use crate::js;

#[wasm_bindgen(module = "/src/js/hmac.js")]
extern "C" {
    #[wasm_bindgen(js_name = hmac)]
    fn js_hmac(hash: &JsValue, key: &JsValue, data: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = verify_hmac)]
    fn js_verify_hmac(hash: &JsValue, key: &JsValue, mac: &JsValue, data: &JsValue) -> JsValue;
}

/// The HMAC of `data` with `key`: only who has the key can make it, or check it.
///
/// To check one that somebody sent, use [`verify_hmac`].
///
/// # Errors
///
/// Fails when the key is empty.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::crypto::{Hash, hex, hmac};
///
/// let mac = hmac(Hash::Sha256, "secret", "message").await?;
/// assert_eq!(hex(&mac).len(), 64);
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/>.
pub async fn hmac(hash: Hash, key: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Result<Vec<u8>> {
    let promise = js_hmac(
        &js::constant(hash.name()),
        &js::bytes_to_js(key.as_ref()),
        &js::bytes_to_js(data.as_ref()),
    );
    drop((key, data));
    let buffer = js::settled(promise, "signing").await?;
    Ok(js::bytes_from_js(&buffer))
}

/// Checks whether `mac` is the HMAC of `data` with `key`. The comparison takes the same time wherever the two differ.
///
/// # Errors
///
/// Fails when the key is empty. An HMAC that is wrong is no error.
///
/// # Examples
///
/// ```no_run
/// # async fn run(mac: Vec<u8>) -> worker_sdk::Result<bool> {
/// use worker_sdk::crypto::{Hash, verify_hmac};
///
/// Ok(verify_hmac(Hash::Sha256, "secret", &mac, "message").await?.is_valid())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/>.
pub async fn verify_hmac(
    hash: Hash,
    key: impl AsRef<[u8]>,
    mac: impl AsRef<[u8]>,
    data: impl AsRef<[u8]>,
) -> Result<Verification> {
    let promise = js_verify_hmac(
        &js::constant(hash.name()),
        &js::bytes_to_js(key.as_ref()),
        &js::bytes_to_js(mac.as_ref()),
        &js::bytes_to_js(data.as_ref()),
    );
    drop((key, mac, data));
    let same = js::settled(promise, "checking a signature").await?;
    Ok(Verification(same == JsValue::TRUE))
}
