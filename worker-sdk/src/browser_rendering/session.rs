//! A running browser.

use std::fmt;

use serde::de::{DeserializeOwned, IgnoredAny};

use super::answer::{BASE, ask, refused};
use super::devtools::DevTools;
use super::page::Page;
use super::script::SessionScript;
use super::types::{SessionInfo, Target, Version};
use crate::error::Result;
use crate::fetch::Fetcher;
use crate::http::{Method, percent_encode};
use crate::websockets::{self, ConnectError};

/// A running browser: [`Browser::acquire`](super::Browser::acquire). It goes on when this is dropped, until no command came for
/// its time; [`close`](Session::close) ends it.
///
/// See <https://developers.cloudflare.com/browser-rendering/>.
#[derive(Clone)]
pub struct Session {
    browser: Fetcher,
    id: String,
}

impl Session {
    pub(super) fn new(browser: Fetcher, id: String) -> Self {
        Self { browser, id }
    }

    /// Its id, by which [`Browser::session`](super::Browser::session) finds it again, in other requests too.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the platform says of it.
    ///
    /// # Errors
    ///
    /// Fails when there is no such session, and when the platform fails.
    pub async fn info(&self) -> Result<SessionInfo> {
        let path = format!("devtools/session/{}", percent_encode(&self.id));
        ask(&self.browser, Method::GET, &path).await
    }

    /// Which browser it is.
    ///
    /// # Errors
    ///
    /// As [`info`](Self::info).
    pub async fn version(&self) -> Result<Version> {
        ask(&self.browser, Method::GET, &self.path("json/version")).await
    }

    /// The DevTools protocol that it speaks: all domains, with their commands, events and types. That is more than a megabyte
    /// of JSON, of which a type of your own reads what it names, and a `serde_json::Value` everything.
    ///
    /// # Errors
    ///
    /// Fails when the type is another one, and as [`info`](Self::info).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// #[derive(serde::Deserialize)]
    /// struct Protocol {
    ///     domains: Vec<Domain>,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Domain {
    ///     domain: String,
    /// }
    ///
    /// # async fn run(session: worker_sdk::browser_rendering::Session) -> worker_sdk::Result<bool> {
    /// let protocol: Protocol = session.protocol().await?;
    /// Ok(protocol.domains.iter().any(|domain| domain.domain == "WebMCP"))
    /// # }
    /// ```
    pub async fn protocol<T: DeserializeOwned>(&self) -> Result<T> {
        ask(&self.browser, Method::GET, &self.path("json/protocol")).await
    }

    /// Its pages, and what else it runs.
    ///
    /// # Errors
    ///
    /// As [`info`](Self::info).
    pub async fn targets(&self) -> Result<Vec<Target>> {
        ask(&self.browser, Method::GET, &self.path("json/list")).await
    }

    /// What the browser says of one page. The local simulator says it of [all](Self::targets) only.
    ///
    /// # Errors
    ///
    /// Fails when there is no such page, and as [`info`](Self::info).
    pub async fn target(&self, id: impl AsRef<str>) -> Result<Target> {
        let path = format!("json/list/{}", percent_encode(id.as_ref()));
        ask(&self.browser, Method::GET, &self.path(&path)).await
    }

    /// Makes a new page, and begins to load this address.
    ///
    /// # Errors
    ///
    /// As [`info`](Self::info).
    pub async fn new_target(&self, url: impl AsRef<str>) -> Result<Target> {
        let path = format!("json/new?url={}", percent_encode(url.as_ref()));
        ask(&self.browser, Method::PUT, &self.path(&path)).await
    }

    /// Ends a page.
    ///
    /// # Errors
    ///
    /// Fails when there is no such page, and as [`info`](Self::info).
    pub async fn close_target(&self, id: impl AsRef<str>) -> Result<()> {
        let path = format!("json/close/{}", percent_encode(id.as_ref()));
        ask::<IgnoredAny>(&self.browser, Method::GET, &self.path(&path)).await?;
        Ok(())
    }

    /// Brings a page to the front.
    ///
    /// # Errors
    ///
    /// Fails when there is no such page, and as [`info`](Self::info).
    pub async fn activate_target(&self, id: impl AsRef<str>) -> Result<()> {
        let path = format!("json/activate/{}", percent_encode(id.as_ref()));
        ask::<IgnoredAny>(&self.browser, Method::GET, &self.path(&path)).await?;
        Ok(())
    }

    /// A new page that has loaded this address.
    ///
    /// # Errors
    ///
    /// Fails when the page cannot be loaded, and as [`info`](Self::info).
    pub async fn open(&self, url: impl AsRef<str>) -> Result<Page> {
        let mut page = self.new_page().await?;
        match page.navigate(url).await {
            Ok(()) => Ok(page),
            Err(error) => {
                // Nobody else knows of it, and the session goes on.
                let _ = page.close().await;
                Err(error)
            }
        }
    }

    /// A new page that is empty, to be [filled](Page::set_content), or to be prepared before it loads an address.
    ///
    /// # Errors
    ///
    /// As [`info`](Self::info).
    pub async fn new_page(&self) -> Result<Page> {
        let target = self.new_target("about:blank").await?;
        let page = self.page(&target.id).await;
        if page.is_err() {
            let _ = self.close_target(&target.id).await;
        }
        page
    }

    /// A page that is there.
    ///
    /// # Errors
    ///
    /// Fails when there is no such page, and as [`info`](Self::info).
    pub async fn page(&self, target: impl Into<String>) -> Result<Page> {
        let id = target.into();
        let path = self.path(&format!("page/{}", percent_encode(&id)));
        Ok(Page::new(id, self.devtools(&path).await?))
    }

    /// A connection with the browser itself, for any command of the DevTools protocol.
    ///
    /// # Errors
    ///
    /// As [`info`](Self::info).
    pub async fn connect(&self) -> Result<DevTools> {
        self.devtools(&self.path("")).await
    }

    /// Runs a program of JavaScript in it, as [`Browser::script`](super::Browser::script) does in a new one: scripts of one session
    /// share pages and cookies. Nothing is sent before it is awaited.
    pub fn script(&self, code: impl Into<String>) -> SessionScript {
        SessionScript::new(self.browser.clone(), self.id.clone(), code.into())
    }

    /// Ends the browser, and all that is connected with it.
    ///
    /// # Errors
    ///
    /// As [`info`](Self::info).
    pub async fn close(self) -> Result<()> {
        ask::<IgnoredAny>(&self.browser, Method::DELETE, &self.path("")).await?;
        Ok(())
    }

    fn path(&self, rest: &str) -> String {
        let slash = if rest.is_empty() { "" } else { "/" };
        format!("devtools/browser/{}{slash}{rest}", percent_encode(&self.id))
    }

    async fn devtools(&self, path: &str) -> Result<DevTools> {
        let connection = websockets::connect(format!("{BASE}{path}")).service(&self.browser);
        match connection.await.map_err(ConnectError::into_parts) {
            Ok(socket) => Ok(DevTools::new(socket)),
            Err(Ok(answer)) => Err(refused(path, *answer).await),
            Err(Err(error)) => Err(error),
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session({:?})", self.id)
    }
}
