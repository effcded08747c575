//! Listing sessions.

use super::answer::{Query, Sessions, ask, with_query};
use super::types::SessionInfo;
use crate::error::Result;
use crate::fetch::Fetcher;
use crate::http::Method;
use crate::js::awaited;

/// Lists the sessions that run: [`Browser::sessions`](super::Browser::sessions). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does.
#[must_use = "nothing is listed until it is awaited"]
pub struct ListSessions {
    browser: Fetcher,
    query: Query,
}

impl ListSessions {
    pub(super) fn new(browser: Fetcher) -> Self {
        Self {
            browser,
            query: Query::new(),
        }
    }

    /// How many sessions are listed at most. The local simulator lists all.
    pub fn limit(mut self, limit: u32) -> Self {
        self.query.insert("limit", limit.to_string());
        self
    }

    /// How many sessions are left out before the first one. The local simulator leaves out none.
    pub fn offset(mut self, offset: u32) -> Self {
        self.query.insert("offset", offset.to_string());
        self
    }

    async fn send(self) -> Result<Vec<SessionInfo>> {
        // Only the newer of the two paths takes pages.
        let path = match self.query.is_empty() {
            true => "sessions",
            false => "devtools/session",
        };
        let path = with_query(path, &self.query);
        let sessions: Sessions = ask(&self.browser, Method::GET, &path).await?;
        Ok(sessions.0)
    }
}

awaited!(ListSessions => Vec<SessionInfo>);
