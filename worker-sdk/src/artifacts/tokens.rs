//! Tokens for Git.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::answer::{Answer, Method};
use super::repo::Repo;
use crate::error::Result;
use crate::js::{self, sent, words};
use crate::time::Timestamp;

words! {
    /// What a token allows.
    Scope {
        /// To clone and to pull.
        Read = "read",
        /// To push, too.
        Write = "write",
    }

    /// Whether a token is of use.
    TokenState {
        /// It is.
        Active = "active",
        /// Its time is over.
        Expired = "expired",
        /// Somebody ended it.
        Revoked = "revoked",
    }
}

/// A token that was made.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct NewToken {
    /// Its id.
    pub id: String,
    /// The token itself, which the platform does not show again.
    pub plaintext: String,
    /// What it allows.
    pub scope: Scope,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}

/// What is known of a token.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What it allows.
    pub scope: Scope,
    /// Whether it is of use.
    pub state: TokenState,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Until when it is of use.
    pub expires_at: Option<Timestamp>,
}

/// The tokens of a repository.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Tokens {
    /// What is known of each.
    pub tokens: Vec<Token>,
    /// How many there are; the list may have fewer.
    pub total: u64,
}

impl Token {
    fn read(token: &Answer) -> Result<Self> {
        Ok(Self {
            id: token.needed("id")?,
            scope: token.word("scope"),
            state: token.word("state"),
            created_at: token.time("createdAt"),
            expires_at: token.time("expiresAt"),
        })
    }
}

impl Tokens {
    pub(super) fn read(list: &Answer) -> Result<Self> {
        let tokens = list.part("tokens").each("tokens", Token::read)?;
        Ok(Self {
            total: list
                .number("total")
                .map_or(tokens.len() as u64, |total| total as u64),
            tokens,
        })
    }
}

/// Makes a token: [`Repo::create_token`]. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails for a time that a token cannot have ([`ErrorKind::InvalidTtl`](super::ErrorKind::InvalidTtl)), and when the platform
/// fails.
#[must_use = "no token is made until it is awaited"]
pub struct CreateToken {
    repo: Repo,
    scope: Scope,
    ttl: JsValue,
}

impl CreateToken {
    pub(super) fn new(repo: Repo, scope: Scope) -> Self {
        Self {
            repo,
            scope,
            ttl: JsValue::UNDEFINED,
        }
    }

    /// How long it is of use, in whole seconds: from a minute to a year, and a day without this.
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = JsValue::from_f64(ttl.as_secs() as f64);
        self
    }

    async fn send(self) -> Result<NewToken> {
        let scope = js::text(self.scope.as_str());
        let token = self.repo.ask_two(Method::CREATE_TOKEN, scope, self.ttl);
        let token = token.await?;
        Ok(NewToken {
            id: token.text("id").unwrap_or_default(),
            plaintext: token.needed("plaintext")?,
            scope: token.word("scope"),
            expires_at: token.time("expiresAt"),
        })
    }
}

sent!(CreateToken => NewToken);

/// Shows nothing of the token itself.
impl fmt::Debug for NewToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewToken")
            .field("id", &self.id)
            .field("scope", &self.scope)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CreateToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CreateToken({:?})", self.repo.name())
    }
}
