//! Cloudflare Access: who calls a worker that it protects.
//!
//! The platform has checked the caller before the worker runs. A worker that is reached in other ways too, or runs
//! elsewhere, checks the token itself: [`jwt`](crate::jwt).
//!
//! ```no_run
//! # use worker_sdk::{Context, Response, Result};
//! async fn greet(context: Context) -> Result<Response> {
//!     let identity = match context.access() {
//!         Some(access) => access.identity().await?,
//!         None => None,
//!     };
//!     let email = identity.and_then(|identity| identity.email);
//!     Ok(Response::text(format!("hello {}", email.as_deref().unwrap_or("stranger"))))
//! }
//! ```
//!
//! For the simulator, the configuration says who calls; that of older wranglers has no Access:
//!
//! ```json
//! "access": { "dev": { "aud": "tag", "identity": { "email": "ada@example.com" } } }
//! ```
//!
//! See <https://developers.cloudflare.com/cloudflare-one/access-controls/>.

mod identity;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

pub use identity::{Group, Identity, Provider};

use crate::error::Result;
use crate::js;

/// That Access let the caller in: [`Context::access`](crate::Context::access).
#[derive(Clone)]
pub struct Access(JsValue);

impl Access {
    /// Wraps a JavaScript `CloudflareAccessContext`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `CloudflareAccessContext`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The audience tag of the application that Access protects.
    #[must_use]
    pub fn aud(&self) -> Option<String> {
        js::string_property(&self.0, "aud")
    }

    /// Who calls, as the identity provider has it; `None` for a caller without a person, such as a service token.
    ///
    /// # Errors
    ///
    /// Fails when Access does not answer.
    pub async fn identity(&self) -> Result<Option<Identity>> {
        let promise = sys::identity_of(&self.0);
        let raw = js::settled(promise, "the identity of the caller").await?;
        Ok(raw.is_object().then(|| Identity::from_raw(raw)))
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("aud", &self.aud())
            .finish_non_exhaustive()
    }
}
