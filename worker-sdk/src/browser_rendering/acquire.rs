//! Starting a browser.

use std::collections::BTreeMap;
use std::time::Duration;

use super::answer::{BASE, Query, ask_with, with_query};
use super::session::Session;
use crate::error::Result;
use crate::fetch::Fetcher;
use crate::http::Request;
use crate::js::awaited;
use crate::js::object::object;

/// Starts a browser: [`Browser::acquire`](super::Browser::acquire). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the account has as many sessions as it may, or started one a moment ago: then the error
/// [is rate limited](crate::Error::is_rate_limited). Fails when the platform does, which refuses hosts that are none.
///
/// # Examples
///
/// ```no_run
/// # async fn run(browser: worker_sdk::browser_rendering::Browser) -> worker_sdk::Result<()> {
/// let session = browser.acquire().allowed_domains(["example.com", "*.example.com"]).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "no browser is started until it is awaited"]
pub struct Acquire {
    browser: Fetcher,
    query: Query,
    guardrails: BTreeMap<&'static str, Vec<String>>,
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
            query: Query::new(),
            guardrails: BTreeMap::new(),
        }
    }

    /// How long the session goes on without a command, in whole milliseconds, at most ten minutes; one minute without this.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.query
            .insert("keep_alive", time.as_millis().to_string());
        self
    }

    /// Whether the session is recorded; it is not by default. The local simulator records nothing.
    pub fn recording(mut self, recording: bool) -> Self {
        self.query.insert("recording", recording.to_string());
        self
    }

    /// The only hosts to which the browser sends requests, up to 50, beside those of
    /// [sets](Self::allowed_domain_sets): `example.com`, or with one `*`, `*.example.com`. What a page needs of others is
    /// among that: scripts, fonts, and where it is sent on to. With an empty list, it sends none at all; without this and
    /// without sets, all. The local simulator does not hold the browser back.
    ///
    /// See <https://developers.cloudflare.com/browser-run/features/guardrails/>.
    pub fn allowed_domains<T: Into<String>>(self, domains: impl IntoIterator<Item = T>) -> Self {
        self.guarded("allowedDomains", domains)
    }

    /// As [`allowed_domains`](Self::allowed_domains), for up to 4 lists of hosts: `common-cdns`, which is the platform's, or
    /// an address with `https` at which a list is, one host on each line.
    pub fn allowed_domain_sets<T: Into<String>>(self, sets: impl IntoIterator<Item = T>) -> Self {
        self.guarded("allowedDomainSets", sets)
    }

    fn guarded<T: Into<String>>(
        mut self,
        name: &'static str,
        list: impl IntoIterator<Item = T>,
    ) -> Self {
        let list = list.into_iter().map(Into::into).collect();
        self.guardrails.insert(name, list);
        self
    }

    async fn send(self) -> Result<Session> {
        let path = with_query("devtools/browser", &self.query);
        let mut request = Request::post(format!("{BASE}{path}"));
        if !self.guardrails.is_empty() {
            request = request.json(&BTreeMap::from([("guardrails", self.guardrails)]));
        }
        let Acquired { session_id } = ask_with(&self.browser, &path, request).await?;
        Ok(Session::new(self.browser, session_id))
    }
}

awaited!(Acquire => Session);
