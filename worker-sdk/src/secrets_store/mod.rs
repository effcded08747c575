//! Secrets Store: secrets of an account, which several workers share and somebody else may keep.
//!
//! A secret has up to 65,536 bytes, and an account up to 100 of them. Its value is fetched when it is asked for; that of
//! an [`env::Secret`](crate::env::Secret) is there when the event begins, so take that for a secret of one worker.
//!
//! Locally the store is empty and its own: `wrangler secrets-store secret create` without `--remote` puts a value into it.
//!
//! # Examples
//!
//! ```no_run
//! # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
//! use worker_sdk::secrets_store::Secret;
//!
//! let key: Secret = env.get("API_KEY")?;
//! let authorization = format!("Bearer {}", key.get().await?);
//! # drop(authorization);
//! # Ok(())
//! # }
//! ```
//!
//! See <https://developers.cloudflare.com/secrets-store/>.

mod error;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js;
use error::NotText;

/// A secret of a Secrets Store, by a binding in `secrets_store_secrets`. Cheap to clone.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::secrets_store::Secret;
/// use worker_sdk::{Bindings, Result};
///
/// #[derive(Bindings)]
/// struct Shop {
///     api_key: Secret, // API_KEY
/// }
///
/// async fn authorization(shop: &Shop) -> Result<String> {
///     Ok(format!("Bearer {}", shop.api_key.get().await?))
/// }
/// ```
///
/// See <https://developers.cloudflare.com/secrets-store/integrations/workers/>.
#[derive(Clone)]
pub struct Secret(JsValue);

impl Secret {
    /// Wraps a JavaScript `SecretsStoreSecret`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `SecretsStoreSecret`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `SecretsStoreSecret`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Reads the value of the secret.
    ///
    /// # Errors
    ///
    /// Fails when the store has no such secret, or cannot be asked.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(key: worker_sdk::secrets_store::Secret) -> worker_sdk::Result<()> {
    /// let key: String = key.get().await?;
    /// # drop(key);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get(&self) -> Result<String> {
        let value = js::settled(sys::get_secret(&self.0), "reading a secret").await?;
        js::string(&value).ok_or_else(|| Error::of(NotText))
    }
}

impl Binding for Secret {
    const SECTION: &'static str = "secrets_store_secrets";
    const EXPECTED: &'static str = "a secret of a Secrets Store";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "get").then(|| Self::from_raw(value))
    }
}

/// Shows nothing of the value.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret { .. }")
    }
}
