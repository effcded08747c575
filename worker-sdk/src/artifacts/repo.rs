//! One repository.

use std::fmt;

use wasm_bindgen::JsValue;

use super::answer::{self, each, found, needed};
use super::create::Fork;
use super::objects::{Commit, Log, TreeEntry};
use super::tokens::{CreateToken, Scope, Tokens};
use crate::error::Result;
use crate::http::Blob;
use crate::js::{self, Options};
use crate::rpc::Stub;
use crate::time::Timestamp;

/// A repository: [`Artifacts::get`](super::Artifacts::get). Cheap to clone.
///
/// It is an object at the platform, which is let go of when the last clone is dropped. It belongs to the event in which it was
/// asked for.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::{IntoResponse, Response, Result};
/// # use worker_sdk::artifacts::Artifacts;
/// # use worker_sdk::http::StatusCode;
///
/// async fn readme(repos: &Artifacts) -> Result<Response> {
///     let repo = repos.get("starter").await?;
///     match repo.read_file("main", "README.md").await? {
///         Some(file) => Response::text(file.text().await?).into_response(),
///         None => Ok(Response::text("no readme").with_status(StatusCode::NOT_FOUND)),
///     }
/// }
/// ```
///
/// See <https://developers.cloudflare.com/artifacts/api/workers-binding/>.
#[derive(Clone)]
pub struct Repo {
    stub: Stub,
    name: String,
}

/// What is known of a repository.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Info {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its default branch.
    pub default_branch: String,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was changed.
    pub updated_at: Option<Timestamp>,
    /// When somebody pushed to it; `None` if nobody has.
    pub last_push_at: Option<Timestamp>,
    /// What it was copied from, such as `artifacts:default/starter`.
    pub source: Option<String>,
    /// Whether nobody may push to it.
    pub read_only: bool,
    /// The address for Git; `None` in a listing of the platform.
    pub remote: Option<String>,
    /// In a listing: `ready`, `importing` or `forking`.
    pub status: Option<String>,
}

impl Info {
    pub(super) fn from_js(info: &JsValue) -> Result<Self> {
        let text = |name| js::string_property(info, name);
        Ok(Self {
            id: text("id").unwrap_or_default(),
            name: needed(info, "name")?,
            description: text("description"),
            default_branch: text("defaultBranch").unwrap_or_default(),
            created_at: js::time_property(info, "createdAt"),
            updated_at: js::time_property(info, "updatedAt"),
            last_push_at: js::time_property(info, "lastPushAt"),
            source: text("source"),
            read_only: js::property(info, "readOnly").is_truthy(),
            remote: text("remote"),
            status: text("status"),
        })
    }
}

impl Repo {
    pub(super) fn new(raw: JsValue, name: String) -> Self {
        Self {
            stub: Stub::given(raw),
            name,
        }
    }

    /// The JavaScript `ArtifactsRepo`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        self.stub.as_raw()
    }

    /// The name by which it was asked for.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the platform knows of it now.
    ///
    /// # Errors
    ///
    /// Fails when it was deleted ([`ErrorCode::NotFound`](super::ErrorCode::NotFound)), and when the platform fails.
    pub async fn info(&self) -> Result<Info> {
        Info::from_js(&self.ask("info", JsValue::UNDEFINED).await?)
    }

    /// Makes a token for Git. Nothing is sent before it is awaited.
    pub fn create_token(&self, scope: Scope) -> CreateToken {
        CreateToken::new(self.clone(), scope)
    }

    /// The tokens that there are, without their texts.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn list_tokens(&self) -> Result<Tokens> {
        Tokens::from_js(&self.ask("listTokens", JsValue::UNDEFINED).await?)
    }

    /// Ends a token, by its text or its id; false when there is no such token.
    ///
    /// # Errors
    ///
    /// Fails for a text that is no token, and when the platform fails.
    pub async fn revoke_token(&self, token_or_id: impl AsRef<str>) -> Result<bool> {
        let revoked = self.ask("revokeToken", js::text(token_or_id.as_ref()));
        Ok(revoked.await?.is_truthy())
    }

    /// Makes a copy of this name. Nothing is sent before it is awaited.
    pub fn fork(&self, name: impl Into<String>) -> Fork {
        Fork::new(self.clone(), name.into())
    }

    /// The newest commits, along the first parents. Nothing is sent before it is awaited.
    pub fn log(&self) -> Log {
        Log::new(self.clone())
    }

    /// A commit, by its hash; `None` when there is no such commit.
    ///
    /// # Errors
    ///
    /// Fails for a text that is no hash, and when the platform fails.
    pub async fn read_commit(&self, hash: impl AsRef<str>) -> Result<Option<Commit>> {
        let commit = self.object("readCommit", hash.as_ref()).await?;
        commit.as_ref().map(Commit::from_js).transpose()
    }

    /// What is directly in a tree, by its hash, as [`Commit::tree_hash`] and trees themselves have them; `None` when there is no
    /// such tree.
    ///
    /// # Errors
    ///
    /// Fails for a text that is no hash, and when the platform fails.
    pub async fn read_tree(&self, hash: impl AsRef<str>) -> Result<Option<Vec<TreeEntry>>> {
        let tree = self.object("readTree", hash.as_ref()).await?;
        tree.map(|tree| each(&tree, TreeEntry::from_js)).transpose()
    }

    /// The content of a file, by its hash, without a content type; `None` when there is no such file.
    ///
    /// # Errors
    ///
    /// Fails for a text that is no hash, and when the platform fails.
    pub async fn read_blob(&self, hash: impl AsRef<str>) -> Result<Option<Blob>> {
        let blob = self.object("readBlob", hash.as_ref()).await?;
        Ok(blob.map(Blob::from_raw))
    }

    /// The content of the file at this path, with a content type, as a branch, a tag or the hash of a commit has it; `None` when
    /// there is no such file.
    ///
    /// # Errors
    ///
    /// Fails when one of both is empty, and when the platform fails.
    pub async fn read_file(
        &self,
        reference: impl AsRef<str>,
        path: impl AsRef<str>,
    ) -> Result<Option<Blob>> {
        let file = Options::new().text("ref", reference.as_ref());
        let file = file.text("path", path.as_ref()).into_js();
        let content = self.ask("readFile", file).await?;
        Ok(found(content).map(Blob::from_raw))
    }

    async fn object(&self, method: &'static str, hash: &str) -> Result<Option<JsValue>> {
        self.ask(method, js::text(hash)).await.map(found)
    }

    pub(super) async fn ask(&self, method: &'static str, argument: JsValue) -> Result<JsValue> {
        self.ask_two(method, argument, JsValue::UNDEFINED).await
    }

    pub(super) async fn ask_two(
        &self,
        method: &'static str,
        first: JsValue,
        second: JsValue,
    ) -> Result<JsValue> {
        let answer = answer::call(self.as_raw(), method, first, second).await;
        answer.map_err(|error| error.about("repository", self.name.as_str()))
    }
}

impl fmt::Debug for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Repo({:?})", self.name)
    }
}
