//! What was committed.

use std::fmt;

use super::answer::{Answer, Method};
use super::repo::Repo;
use crate::error::Result;
use crate::js::{Options, sent, words};
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

words! {
    /// What is in a tree.
    EntryKind {
        /// Another tree.
        Tree = "tree",
        /// A file.
        Blob = "blob",
        /// A file that can be run.
        Exec = "exec",
        /// A symbolic link.
        Symlink = "symlink",
        /// A commit of another repository: a submodule.
        Gitlink = "gitlink",
    }
}

impl Commit {
    pub(super) fn read(commit: &Answer) -> Result<Self> {
        Ok(Self {
            hash: commit.needed("hash")?,
            tree_hash: commit.needed("treeHash")?,
            message: commit.text("message").unwrap_or_default(),
            author: Person::read(&commit.part("author")),
            committer: Person::read(&commit.part("committer")),
            parents: commit.part("parents").each("parents", Answer::hash)?,
            authored_at: seconds(commit, "authoredAt"),
            committed_at: seconds(commit, "committedAt"),
        })
    }
}

/// Seconds since 1970, as Git has them.
fn seconds(commit: &Answer, name: &'static str) -> Option<Timestamp> {
    let seconds = commit.number(name)?;
    Some(Timestamp::from_millis(seconds * 1000.0))
}

impl Person {
    fn read(person: &Answer) -> Self {
        let text = |name| person.text(name).unwrap_or_default();
        Self {
            name: text("name"),
            email: text("email"),
        }
    }
}

impl TreeEntry {
    pub(super) fn read(entry: &Answer) -> Result<Self> {
        Ok(Self {
            name: entry.needed("name")?,
            mode: entry.text("mode").unwrap_or_default(),
            hash: entry.needed("hash")?,
            kind: entry.word("type"),
        })
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
    reference: Option<String>,
    options: Options,
}

impl Log {
    pub(super) fn new(repo: Repo) -> Self {
        Self {
            repo,
            reference: None,
            options: Options::new(),
        }
    }

    /// Of this branch, tag or commit; of `HEAD` without this.
    pub fn reference(mut self, reference: impl AsRef<str>) -> Self {
        self.reference = Some(reference.as_ref().to_owned());
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
        let options = self.options.text("ref", self.reference.as_deref());
        let commits = self.repo.ask(Method::LOG, options.into_js()).await;
        let commits = commits.map_err(|error| match self.reference {
            Some(reference) => error.about("ref", reference),
            None => error,
        });
        commits?.each("commits", Commit::read)
    }
}

sent!(Log => Vec<Commit>);

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({:?})", self.repo.name())
    }
}
