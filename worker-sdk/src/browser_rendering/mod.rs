//! Browser Rendering, or Browser Run: Chrome on the platform's machines, driven from a worker: screenshots, PDFs, pages as they
//! look when their scripts have run.
//!
//! A [`Session`] is a running browser. To start one takes a second or more, and an account has
//! [a limited number at once](https://developers.cloudflare.com/browser-rendering/limits/), so end a session when it is done:
//! [`with_session`](Browser::with_session) does. It ends by itself when no command came for a minute, or for longer with
//! [`keep_alive`](Acquire::keep_alive). A [`Page`] does the most common things; for all others, [`DevTools`] sends any command
//! of the DevTools protocol.
//!
//! Locally, wrangler runs a Chrome that it downloads when the first session starts.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "browser": { "binding": "BROWSER" }
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::browser_rendering::Browser;
//! use worker_sdk::{Bindings, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     browser: Browser, // BROWSER
//! }
//!
//! async fn screenshot(app: App) -> Result<Response> {
//!     let taken = app.browser.with_session(async |session| {
//!         let mut page = session.open("https://example.com/").await?;
//!         page.screenshot().await
//!     });
//!     Response::bytes(taken.await?).with_header("content-type", "image/png")
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/browser-rendering/>.

mod acquire;
mod answer;
mod devtools;
mod error;
mod list;
mod page;
mod script;
mod session;
mod sys;
mod types;

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::Result;
use crate::fetch::{Fetch, Fetcher};
use crate::http::{IntoRequest, Method, Response};
use crate::js::{self, codec};
pub use acquire::Acquire;
use answer::{Sessions, ask};
pub use devtools::{DevTools, Event};
pub use list::ListSessions;
pub use page::Page;
pub use script::{Library, Script, SessionScript};
pub use session::Session;
pub use types::{ActiveSession, Limits, SessionInfo, Target, Version};

/// A browser, by the binding in `browser`. Cheap to clone.
///
/// See the [module](self) for an example, and <https://developers.cloudflare.com/browser-rendering/>.
#[derive(Clone)]
pub struct Browser(Fetcher);

impl Browser {
    /// Wraps a JavaScript `BrowserRun`, which is a `Fetcher` at least.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(Fetcher::from_raw(raw))
    }

    /// The JavaScript object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        self.0.as_raw()
    }

    /// The JavaScript object.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0.as_raw().clone()
    }

    /// Sends a request of the platform's protocol, for what has no method here.
    pub fn fetch(&self, request: impl IntoRequest) -> Fetch {
        self.0.fetch(request)
    }

    /// Starts a browser. Nothing is sent before it is awaited.
    pub fn acquire(&self) -> Acquire {
        Acquire::new(self.0.clone())
    }

    /// Starts a browser, does something with it, and ends it, whatever that came to. A [`timeout`](crate::timeout()) belongs
    /// inside, as nobody ends the browser when this is dropped.
    ///
    /// # Errors
    ///
    /// As [`acquire`](Self::acquire), and with the error of what was done.
    pub async fn with_session<T>(&self, run: impl AsyncFnOnce(&Session) -> Result<T>) -> Result<T> {
        let session = self.acquire().await?;
        let outcome = run(&session).await;
        // What was done stays done; the browser then ends by itself.
        let _ = session.close().await;
        outcome
    }

    /// The session of this id, such as one of [`sessions`](Self::sessions). Nothing is sent yet, so it need not be there.
    pub fn session(&self, id: impl Into<String>) -> Session {
        Session::new(self.0.clone(), id.into())
    }

    /// The sessions that run. To use one again saves the time to start it; pages of several requests can be in the same one.
    /// Nothing is sent before it is awaited.
    pub fn sessions(&self) -> ListSessions {
        ListSessions::new(self.0.clone())
    }

    /// The last sessions, those that run among them. The local simulator remembers none.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn history(&self) -> Result<Vec<SessionInfo>> {
        let sessions: Sessions = ask(&self.0, Method::GET, "history").await?;
        Ok(sessions.0)
    }

    /// How many sessions the account may have, and when the next one may start.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn limits(&self) -> Result<Limits> {
        ask(&self.0, Method::GET, "limits").await
    }

    /// Does one thing with one page, without a session: `screenshot`, `pdf`, `content`, `scrape`, `links`, `snapshot`, `json`,
    /// `markdown` or `accessibilityTree`. The options are a struct or a map; they have a `url` or `html` at least. It needs a
    /// compatibility date of 2026-03-24 or later; the local simulator has no such method.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such options, where the platform is older than this method, and when it fails. What went
    /// wrong with the page is in the response.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use serde_json::json;
    /// # async fn run(browser: worker_sdk::browser_rendering::Browser) -> worker_sdk::Result<String> {
    ///
    /// let answer = browser.quick_action("markdown", &json!({"url": "https://example.com/"})).await?;
    /// let answer: serde_json::Value = answer.read_json().await?;
    /// Ok(answer["result"].as_str().unwrap_or_default().to_owned())
    /// # }
    /// ```
    pub async fn quick_action(&self, action: &str, options: &impl Serialize) -> Result<Response> {
        let options = codec::to_js(options)?;
        let promise = sys::quick_action(self.as_raw(), &js::text(action), &options);
        drop(options);
        let response = js::settled(promise, "an action of the browser").await?;
        Ok(Response::from_raw(response))
    }

    /// Runs a program of JavaScript in a new browser, in a worker of the platform beside it: for many steps that would each be a
    /// round trip from here. It is the body of a function; what it returns is the body of the response, as JSON. The session
    /// goes on; its id and that of its page are in headers of the response. Nothing is sent before it is awaited. Older
    /// platforms and the local simulator have no such method.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::browser_rendering::{Browser, Library};
    /// # async fn run(browser: Browser) -> worker_sdk::Result<()> {
    ///
    /// const TITLE: &str = "await page.goto('https://example.com/'); return page.title();";
    /// let answer = browser.script(TITLE).library(Library::Playwright).await?;
    /// let title = answer.read_json::<String>().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/browser-run/script/>.
    pub fn script(&self, code: impl Into<String>) -> Script {
        Script::new(self.0.clone(), code.into())
    }
}

impl Binding for Browser {
    const SECTION: &'static str = "browser";
    const EXPECTED: &'static str = "a browser";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "fetch").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Browser { .. }")
    }
}
