//! One repository.

use std::fmt;

use wasm_bindgen::JsValue;

use super::answer::{Answer, Method};
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
    pub(super) fn read(info: &Answer) -> Result<Self> {
        let text = |name| info.text(name);
        Ok(Self {
            id: text("id").unwrap_or_default(),
            name: info.needed("name")?,
            description: text("description"),
            default_branch: text("defaultBranch").unwrap_or_default(),
            created_at: info.time("createdAt"),
            updated_at: info.time("updatedAt"),
            last_push_at: info.time("lastPushAt"),
            source: text("source"),
            read_only: info.part("readOnly").is_truthy(),
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
    /// Fails when it was deleted ([`ErrorKind::NotFound`](super::ErrorKind::NotFound)), and when the platform fails.
    pub async fn info(&self) -> Result<Info> {
        Info::read(&self.ask(Method::INFO, JsValue::UNDEFINED).await?)
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
        let tokens = self.ask(Method::LIST_TOKENS, JsValue::UNDEFINED);
        Tokens::read(&tokens.await?)
    }

    /// Ends a token, by its text or its id; false when there is no such token.
    ///
    /// # Errors
    ///
    /// Fails for a text that is no token, and when the platform fails.
    pub async fn revoke_token(&self, token_or_id: impl AsRef<str>) -> Result<bool> {
        let revoked = self.ask(Method::REVOKE_TOKEN, js::text(token_or_id.as_ref()));
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
        let commit = self.object(Method::READ_COMMIT, "commit", hash.as_ref());
        commit.await?.as_ref().map(Commit::read).transpose()
    }

    /// What is directly in a tree, by its hash, as [`Commit::tree_hash`] and trees themselves have them; `None` when there is no
    /// such tree.
    ///
    /// # Errors
    ///
    /// Fails for a text that is no hash, and when the platform fails.
    pub async fn read_tree(&self, hash: impl AsRef<str>) -> Result<Option<Vec<TreeEntry>>> {
        let tree = self.object(Method::READ_TREE, "tree", hash.as_ref());
        let entries = |tree: Answer| tree.each("entries", TreeEntry::read);
        tree.await?.map(entries).transpose()
    }

    /// The content of a file, by its hash, without a content type; `None` when there is no such file.
    ///
    /// # Errors
    ///
    /// Fails for a text that is no hash, and when the platform fails.
    pub async fn read_blob(&self, hash: impl AsRef<str>) -> Result<Option<Blob>> {
        let blob = self.object(Method::READ_BLOB, "blob", hash.as_ref());
        Ok(blob.await?.map(Answer::into_raw).map(Blob::from_raw))
    }

    /// The content of the file at this path, with a content type, as a branch, a tag or the hash of a commit has it; `None` when
    /// there is no such file.
    ///
    /// # Errors
    ///
    /// Fails when either is empty, and when the platform fails.
    pub async fn read_file(
        &self,
        reference: impl AsRef<str>,
        path: impl AsRef<str>,
    ) -> Result<Option<Blob>> {
        let (reference, path) = (reference.as_ref(), path.as_ref());
        let file = Options::new().text("ref", reference).text("path", path);
        let content = self.ask(Method::READ_FILE, file.into_js()).await;
        let content = content.map_err(|error| error.about("path", path).about("ref", reference));
        Ok(content?.found().map(Answer::into_raw).map(Blob::from_raw))
    }

    /// `what` is what errors call it.
    async fn object(
        &self,
        method: Method,
        what: &'static str,
        hash: &str,
    ) -> Result<Option<Answer>> {
        let object = self.ask(method, js::text(hash)).await;
        let object = object.map_err(|error| error.about(what, hash));
        object.map(Answer::found)
    }

    pub(super) async fn ask(&self, method: Method, argument: JsValue) -> Result<Answer> {
        self.ask_two(method, argument, JsValue::UNDEFINED).await
    }

    pub(super) async fn ask_two(
        &self,
        method: Method,
        first: JsValue,
        second: JsValue,
    ) -> Result<Answer> {
        let answer = method.call(self.as_raw(), first, second).await;
        answer.map_err(|error| error.about("repository", self.name.as_str()))
    }
}

impl fmt::Debug for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Repo({:?})", self.name)
    }
}
