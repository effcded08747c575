//! Starting a browser.

use std::time::Duration;

use super::answer::ask;
use super::session::Session;
use crate::error::Result;
use crate::fetch::Fetcher;
use crate::http::Method;
use crate::js::awaited;
use crate::js::object::object;

/// Starts a browser: [`Browser::acquire`](super::Browser::acquire). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the account has as many sessions as it may, or started one a moment ago: then the error
/// [is rate limited](crate::Error::is_rate_limited). Fails when the platform does.
#[must_use = "no browser is started until it is awaited"]
pub struct Acquire {
    browser: Fetcher,
    keep_alive: Option<Duration>,
}

#[derive(Default)]
struct Acquired {
    session_id: String,
}

object!(Acquired, "a session", { "sessionId" => session_id } needs "sessionId");

impl Acquire {
    pub(super) fn new(browser: Fetcher) -> Self {
        Self {
            browser,
            keep_alive: None,
        }
    }

    /// How long the session goes on without a command, in whole milliseconds, at most ten minutes; one minute without this.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.keep_alive = Some(time);
        self
    }

    async fn send(self) -> Result<Session> {
        let path = match self.keep_alive {
            None => "devtools/browser".to_owned(),
            Some(time) => format!("devtools/browser?keep_alive={}", time.as_millis()),
        };
        let Acquired { session_id } = ask(&self.browser, Method::POST, &path).await?;
        Ok(Session::new(self.browser, session_id))
    }
}

awaited!(Acquire => Session);
