//! Artifacts: Git repositories that workers make, one for each customer, agent or session.
//!
//! Each has an address and tokens, with which any Git client clones it and pushes to it. A worker makes, copies and deletes
//! repositories, gives tokens out, and reads what was committed. It commits nothing: that is done by Git. For files
//! without a history, take [R2](crate::r2).
//!
//! A binding has the repositories of one namespace, which comes into being with the first of them. The name of a repository
//! has letters, digits, `.`, `-` and `_`.
//!
//! Newer wranglers have a local simulator, which wants Git of its machine. With older ones, and with `"remote": true`,
//! `wrangler dev` passes calls on to the platform, which may charge for them, and in tests of `worker-build test` each call fails.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "artifacts": [{ "binding": "REPOS", "namespace": "default", "remote": true }]
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use std::time::Duration;
//! use worker_sdk::artifacts::{Artifacts, Scope};
//! use worker_sdk::{Bindings, Json, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     repos: Artifacts, // REPOS
//! }
//!
//! /// An address to push to for an hour.
//! async fn workspace(app: App, session: &str) -> Result<Json<(String, String)>> {
//!     let made = app.repos.create(session).description("of one session").await?;
//!     let repo = app.repos.get(session).await?;
//!     let token = repo.create_token(Scope::Write).ttl(Duration::from_secs(3600)).await?;
//!     Ok(Json((made.remote, token.plaintext)))
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/artifacts/>.

mod answer;
mod code;
mod create;
mod list;
mod objects;
mod repo;
mod sys;
mod tokens;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::Result;
use crate::js;
use answer::Method;
pub use code::ErrorKind;
pub use create::{Create, Created, Fork, Import};
pub use list::{List, Page};
pub use objects::{Commit, EntryKind, Log, Person, TreeEntry};
pub use repo::{Info, Repo};
pub use tokens::{CreateToken, NewToken, Scope, Token, TokenState, Tokens};

/// The repositories of a namespace, by a binding in `artifacts`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/artifacts/api/workers-binding/>.
#[derive(Clone)]
pub struct Artifacts(JsValue);

impl Artifacts {
    /// Wraps a JavaScript `Artifacts`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Artifacts`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Artifacts`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Makes a repository, which is empty. Nothing is sent before it is awaited.
    pub fn create(&self, name: impl Into<String>) -> Create {
        Create::new(&self.0, name.into())
    }

    /// Makes a repository of one that is elsewhere, at an address of HTTPS. Nothing is sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(repos: worker_sdk::artifacts::Artifacts) -> worker_sdk::Result<()> {
    /// let template = "https://github.com/cloudflare/workers-sdk";
    /// let copy = repos.import(template, "template").branch("main").depth(1).await?;
    /// worker_sdk::console_log!("git clone {}", copy.remote);
    /// # Ok(())
    /// # }
    /// ```
    pub fn import(&self, url: impl AsRef<str>, name: impl Into<String>) -> Import {
        Import::new(&self.0, url.as_ref(), name.into())
    }

    /// The repository of this name.
    ///
    /// # Errors
    ///
    /// Fails when there is no such repository ([`ErrorKind::NotFound`]), when it is still being created, and when the platform
    /// fails.
    pub async fn get(&self, name: impl Into<String>) -> Result<Repo> {
        let name = name.into();
        let repo = Method::GET.call_named(&self.0, &name, JsValue::UNDEFINED);
        Ok(Repo::new(repo.await?.into_raw(), name))
    }

    /// Lists the repositories. Nothing is sent before it is awaited.
    pub fn list(&self) -> List {
        List::new(&self.0)
    }

    /// Deletes a repository and its tokens; false when there was none of this name.
    ///
    /// # Errors
    ///
    /// Fails when no repository can have that name, and when the platform fails.
    pub async fn delete(&self, name: impl AsRef<str>) -> Result<bool> {
        let deleted = Method::DELETE.call_named(&self.0, name.as_ref(), JsValue::UNDEFINED);
        Ok(deleted.await?.is_truthy())
    }
}

impl Binding for Artifacts {
    const SECTION: &'static str = "artifacts";
    const EXPECTED: &'static str = "an artifact namespace";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "create get import").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Artifacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Artifacts { .. }")
    }
}
