//! What was committed.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::answer::{each, needed};
use super::repo::Repo;
use crate::error::Result;
use crate::js::{self, Options};
use crate::time::Timestamp;

/// A commit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Commit {
    /// Its hash: 40 digits of SHA-1.
    pub hash: String,
    /// The hash of its tree, for [`Repo::read_tree`].
    pub tree_hash: String,
    /// What it says.
    pub message: String,
    /// Who wrote it.
    pub author: Person,
    /// Who committed it.
    pub committer: Person,
    /// The hashes of the commits before it; none of the first one.
    pub parents: Vec<String>,
    /// When it was written.
    pub authored_at: Option<Timestamp>,
    /// When it was committed.
    pub committed_at: Option<Timestamp>,
}

/// Who made a commit, as they called themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Person {
    /// The name.
    pub name: String,
    /// The address of mail.
    pub email: String,
}

/// Something that is in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TreeEntry {
    /// Its name, without those of the trees around it.
    pub name: String,
    /// Its mode in Git, such as `100644`.
    pub mode: String,
    /// Its hash.
    pub hash: String,
    /// What it is.
    pub kind: EntryKind,
}

/// What is in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryKind {
    /// Another tree.
    Tree,
    /// A file.
    Blob,
    /// A file that can be run.
    Exec,
    /// A symbolic link.
    Symlink,
    /// A commit of another repository: a submodule.
    Gitlink,
    /// Another word of the platform.
    Other(String),
}

impl Commit {
    pub(super) fn from_js(commit: &JsValue) -> Result<Self> {
        Ok(Self {
            hash: needed(commit, "hash")?,
            tree_hash: needed(commit, "treeHash")?,
            message: js::string_property(commit, "message").unwrap_or_default(),
            author: Person::from_js(&js::property(commit, "author")),
            committer: Person::from_js(&js::property(commit, "committer")),
            parents: js::list_to_strings(&js::property(commit, "parents")),
            authored_at: seconds(commit, "authoredAt"),
            committed_at: seconds(commit, "committedAt"),
        })
    }
}

/// Seconds since 1970, as Git has them.
fn seconds(commit: &JsValue, name: &'static str) -> Option<Timestamp> {
    let seconds = js::number(&js::property(commit, name))?;
    Some(Timestamp::from_millis(seconds * 1000.0))
}

impl Person {
    fn from_js(person: &JsValue) -> Self {
        let text = |name| js::string_property(person, name).unwrap_or_default();
        Self {
            name: text("name"),
            email: text("email"),
        }
    }
}

impl TreeEntry {
    pub(super) fn from_js(entry: &JsValue) -> Result<Self> {
        Ok(Self {
            name: needed(entry, "name")?,
            mode: js::string_property(entry, "mode").unwrap_or_default(),
            hash: needed(entry, "hash")?,
            kind: EntryKind::new(js::string_property(entry, "type").unwrap_or_default()),
        })
    }
}

impl EntryKind {
    fn new(name: String) -> Self {
        match name.as_str() {
            "tree" => Self::Tree,
            "blob" => Self::Blob,
            "exec" => Self::Exec,
            "symlink" => Self::Symlink,
            "gitlink" => Self::Gitlink,
            _ => Self::Other(name),
        }
    }
}

/// The newest commits, along the first parents: [`Repo::log`]. Nothing is sent before it is awaited. None for a branch, a tag or a
/// commit that does not exist.
///
/// # Errors
///
/// Fails when the platform does.
#[must_use = "nothing is read until it is awaited"]
pub struct Log {
    repo: Repo,
    options: Options,
}

impl Log {
    pub(super) fn new(repo: Repo) -> Self {
        Self {
            repo,
            options: Options::new(),
        }
    }

    /// Of this branch, tag or commit; of `HEAD` without this.
    pub fn reference(mut self, reference: impl AsRef<str>) -> Self {
        self.options = self.options.text("ref", reference.as_ref());
        self
    }

    /// How many: 1 to 1000, and 50 without this.
    pub fn limit(mut self, limit: u32) -> Self {
        self.options = self.options.number("limit", f64::from(limit));
        self
    }

    /// How many of the newest are left out.
    pub fn offset(mut self, offset: u32) -> Self {
        self.options = self.options.number("offset", f64::from(offset));
        self
    }

    async fn send(self) -> Result<Vec<Commit>> {
        let commits = self.repo.ask("log", self.options.into_js()).await?;
        each(&commits, Commit::from_js)
    }
}

impl IntoFuture for Log {
    type Output = Result<Vec<Commit>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({:?})", self.repo.name())
    }
}
