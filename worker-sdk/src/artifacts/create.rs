//! Making repositories: new ones, copies of others, and copies from elsewhere.

use std::fmt;

use wasm_bindgen::JsValue;

use super::answer::{Answer, Method};
use super::repo::Repo;
use crate::error::Result;
use crate::js::{Options, sent};
use crate::time::Timestamp;

/// A repository that was made.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Created {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its default branch.
    pub default_branch: String,
    /// The address for Git.
    pub remote: String,
    /// A token that may push. The platform does not show it again.
    pub token: String,
    /// Until when the token is of use.
    pub token_expires_at: Option<Timestamp>,
}

impl Created {
    fn read(created: &Answer) -> Result<Self> {
        let name = created.needed("name")?;
        let remote = created.needed("remote")?;
        let token = created.needed("token")?;
        Ok(Self {
            id: created.text("id").unwrap_or_default(),
            name,
            description: created.text("description"),
            default_branch: created.text("defaultBranch").unwrap_or_default(),
            remote,
            token_expires_at: created.time("tokenExpiresAt").or_else(|| expiry(&token)),
            token,
        })
    }
}

/// Newer platforms say it in the token alone: `art_v2_…?expires=1767323046`.
fn expiry(token: &str) -> Option<Timestamp> {
    let (_, seconds) = token.split_once("?expires=")?;
    let seconds: u32 = seconds.parse().ok()?;
    Some(Timestamp::from_millis(f64::from(seconds) * 1000.0))
}

/// Makes a repository: [`Artifacts::create`](super::Artifacts::create). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the name is taken ([`ErrorKind::AlreadyExists`](super::ErrorKind::AlreadyExists)) or none that a repository can
/// have, and when the platform fails.
#[must_use = "no repository is made until it is awaited"]
pub struct Create {
    artifacts: JsValue,
    name: String,
    options: Options,
}

impl Create {
    pub(super) fn new(artifacts: &JsValue, name: String) -> Self {
        Self {
            artifacts: artifacts.clone(),
            name,
            options: Options::new(),
        }
    }

    /// The name of the branch that Git takes without being told one; `main` without this.
    pub fn default_branch(mut self, branch: impl AsRef<str>) -> Self {
        self.options = self.options.text("setDefaultBranch", branch.as_ref());
        self
    }

    async fn send(self) -> Result<Created> {
        let options = self.options.into_js();
        let created = Method::CREATE.call_named(&self.artifacts, &self.name, options);
        Created::read(&created.await?)
    }
}

/// Makes a copy: [`Repo::fork`]. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the name is taken ([`ErrorKind::AlreadyExists`](super::ErrorKind::AlreadyExists)) or none that a repository can
/// have, and when the platform fails.
#[must_use = "no repository is made until it is awaited"]
pub struct Fork {
    repo: Repo,
    name: String,
    options: Options,
}

impl Fork {
    pub(super) fn new(repo: Repo, name: String) -> Self {
        Self {
            repo,
            name,
            options: Options::new(),
        }
    }

    /// Whether only the default branch is copied, which it is by default.
    pub fn default_branch_only(mut self, only: bool) -> Self {
        self.options = self.options.flag("defaultBranchOnly", only);
        self
    }

    async fn send(self) -> Result<Created> {
        let options = self.options.into_js();
        let created = Method::FORK.call_named(self.repo.as_raw(), &self.name, options);
        Created::read(&created.await?)
    }
}

/// Makes a copy of a repository that is elsewhere: [`Artifacts::import`](super::Artifacts::import). Nothing is sent before it
/// is awaited.
///
/// # Errors
///
/// Fails when the name is taken or none that a repository can have, when there is no public repository at the address, when it
/// is too large for the service, and when one of both sides fails; [`Error::artifacts_kind`](crate::Error::artifacts_kind) says
/// which of it.
#[must_use = "no repository is made until it is awaited"]
pub struct Import {
    artifacts: JsValue,
    name: String,
    source: Options,
    options: Options,
}

impl Import {
    pub(super) fn new(artifacts: &JsValue, url: &str, name: String) -> Self {
        Self {
            artifacts: artifacts.clone(),
            name,
            source: Options::new().text("url", url),
            options: Options::new(),
        }
    }

    /// Which branch; the default one without this.
    pub fn branch(mut self, branch: impl AsRef<str>) -> Self {
        self.source = self.source.text("branch", branch.as_ref());
        self
    }

    /// How many commits of the branch, from its end.
    pub fn depth(mut self, depth: u32) -> Self {
        self.source = self.source.number("depth", f64::from(depth));
        self
    }

    async fn send(self) -> Result<Created> {
        let target = Options::new().text("name", self.name.as_str());
        let params = Options::new()
            .options("source", self.source)
            .options("target", target.options("opts", self.options));
        let (params, nothing) = (params.into_js(), JsValue::UNDEFINED);
        let created = Method::IMPORT.call(&self.artifacts, params, nothing).await;
        Created::read(&created.map_err(|error| error.about("repository", self.name))?)
    }
}

macro_rules! made {
    ($($builder:ident),*) => {
        $(
            impl $builder {
                /// What it is for.
                pub fn description(mut self, description: impl AsRef<str>) -> Self {
                    self.options = self.options.text("description", description.as_ref());
                    self
                }

                /// Whether nobody may push to it.
                pub fn read_only(mut self, read_only: bool) -> Self {
                    self.options = self.options.flag("readOnly", read_only);
                    self
                }
            }

            sent!($builder => Created);

            impl fmt::Debug for $builder {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, concat!(stringify!($builder), "({:?})"), self.name)
                }
            }
        )*
    };
}

made!(Create, Fork, Import);

/// Shows nothing of the token.
impl fmt::Debug for Created {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Created")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("remote", &self.remote)
            .finish_non_exhaustive()
    }
}
