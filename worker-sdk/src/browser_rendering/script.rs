//! Programs of JavaScript that drive a browser.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::Result;
use crate::fetch::Fetcher;
use crate::http::Response;
use crate::js::{self, Options, awaited, choices};

choices! {
    /// What a script drives the browser with.
    Library {
        /// Playwright.
        Playwright = "playwright",
        /// Puppeteer.
        Puppeteer = "puppeteer",
    }
}

/// Runs a script in a new browser: [`Browser::script`](super::Browser::script). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails where the platform is older than this method, and when it fails. What went wrong in the script is in the response.
#[must_use = "no script runs until it is awaited"]
pub struct Script(Run);

/// Runs a script in a browser that is there: [`Session::script`](super::Session::script). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when there is no such session, where the platform is older than this method, and when it fails. What went wrong in the
/// script is in the response.
#[must_use = "no script runs until it is awaited"]
pub struct SessionScript(Run);

struct Run {
    browser: Fetcher,
    session: Option<String>,
    code: String,
    options: Options,
}

impl Script {
    pub(super) fn new(browser: Fetcher, code: String) -> Self {
        Self(Run::new(browser, None, code))
    }

    /// How long the session goes on without a command when the script has ended, in whole milliseconds: 10 seconds to 20
    /// minutes.
    pub fn keep_alive(self, time: Duration) -> Self {
        Self(self.0.milliseconds("keepAlive", time))
    }

    /// Whether to use an experimental browser.
    pub fn lab(self, lab: bool) -> Self {
        Self(self.0.set(|options| options.flag("lab", lab)))
    }

    /// Whether the session is recorded.
    pub fn recording(self, recording: bool) -> Self {
        Self(self.0.set(|options| options.flag("recording", recording)))
    }
}

impl SessionScript {
    pub(super) fn new(browser: Fetcher, session: String, code: String) -> Self {
        Self(Run::new(browser, Some(session), code))
    }

    /// The page that the script gets, by its id, such as one of [`targets`](super::Session::targets).
    pub fn target(self, id: impl AsRef<str>) -> Self {
        Self(self.0.set(|options| options.text("targetId", id.as_ref())))
    }
}

impl Run {
    fn new(browser: Fetcher, session: Option<String>, code: String) -> Self {
        Self {
            browser,
            session,
            code,
            options: Options::new(),
        }
    }

    fn set(mut self, set: impl FnOnce(Options) -> Options) -> Self {
        self.options = set(self.options);
        self
    }

    fn milliseconds(self, name: &'static str, time: Duration) -> Self {
        self.set(|options| options.number(name, time.as_millis() as f64))
    }

    async fn send(self) -> Result<Response> {
        let session = self.session.as_deref();
        let session = session.map_or(JsValue::UNDEFINED, js::text);
        let (code, options) = (js::text(&self.code), self.options.into_js());
        let promise = sys::script(self.browser.as_raw(), &session, &code, &options);
        drop((code, options));
        let response = js::settled(promise, "a script of the browser").await?;
        Ok(Response::from_raw(response))
    }
}

macro_rules! scripts {
    ($($script:ident),*) => {
        $(
            impl $script {
                /// The library that the script is given; without this, a connection for the DevTools protocol.
                pub fn library(self, library: Library) -> Self {
                    Self(self.0.set(|options| options.value("library", library.into_js())))
                }

                /// How long the script may take, in whole milliseconds.
                pub fn timeout(self, time: Duration) -> Self {
                    Self(self.0.milliseconds("timeout", time))
                }

                async fn send(self) -> Result<Response> {
                    self.0.send().await
                }
            }

            awaited!($script => Response);
        )*
    };
}

scripts!(Script, SessionScript);
