//! A page of a browser.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::devtools::{DevTools, Event};
use super::error::Failed;
use crate::base64::{self, Alphabet};
use crate::error::{Error, Result};
use crate::js::object::object;

/// A page of a browser: [`Session::open`](super::Session::open). It stays when this is dropped, as long as its browser runs.
///
/// # Examples
///
/// ```no_run
/// # async fn run(session: worker_sdk::browser_rendering::Session) -> worker_sdk::Result<()> {
/// let mut page = session.open("https://example.com/").await?;
/// let title: String = page.evaluate("document.title").await?;
/// let pdf = page.pdf().await?;
/// page.close().await?;
/// # Ok(())
/// # }
/// ```
pub struct Page {
    target: String,
    devtools: DevTools,
}

#[derive(Default)]
struct Navigated {
    error: Option<String>,
    frame: String,
    /// None where only the part behind `#` is another one: then nothing is loaded.
    loader: Option<String>,
}

#[derive(Default)]
struct Evaluated {
    result: Remote,
    exception: Option<Exception>,
}

#[derive(Default)]
struct Remote {
    value: Value,
    /// What JSON has not: `NaN`, `Infinity`, `-0`, large integers.
    unserializable: Option<String>,
    description: Option<String>,
}

#[derive(Default)]
struct Exception {
    text: String,
    exception: Option<Remote>,
}

#[derive(Default)]
struct Data {
    data: String,
}

object!(Navigated, "an answer to `Page.navigate`", { "errorText" => error, "frameId" => frame, "loaderId" => loader });
object!(Evaluated, "an answer to `Runtime.evaluate`", { "result" => result, "exceptionDetails" => exception });
object!(Remote, "a value of the page", {
    "value" => value, "unserializableValue" => unserializable, "description" => description,
});
object!(Exception, "an exception of the page", { "text" => text, "exception" => exception });
object!(Data, "an answer with data", { "data" => data });

impl Remote {
    fn into_value(self) -> Value {
        self.unserializable.map_or(self.value, Value::String)
    }
}

impl Exception {
    /// The text alone is no more than `Uncaught`.
    fn into_message(self) -> String {
        let Some(thrown) = self.exception else {
            return self.text;
        };
        let described = thrown.description.clone();
        described.unwrap_or_else(|| format!("{} {}", self.text, thrown.into_value()))
    }
}

/// What is loaded. A page may send the browser on to another one before all of it is there.
struct Loading {
    frame: String,
    loader: String,
    /// Whether the browser shows it already. What it showed before may still be heard of until then.
    is_shown: bool,
}

impl Loading {
    fn ends_with(&mut self, Event { method, params, .. }: &Event) -> bool {
        match method.as_str() {
            "Page.frameNavigated" if text(params, "/frame/id") == Some(&self.frame) => {
                self.show(text(params, "/frame/loaderId").unwrap_or_default());
                false
            }
            "Page.lifecycleEvent" => {
                text(params, "/name") == Some("load")
                    && text(params, "/loaderId") == Some(&self.loader)
            }
            _ => false,
        }
    }

    fn show(&mut self, loader: &str) {
        if self.is_shown {
            self.loader = loader.to_owned();
        }
        self.is_shown = self.loader == loader;
    }
}

fn text<'a>(params: &'a Value, path: &str) -> Option<&'a str> {
    params.pointer(path).and_then(Value::as_str)
}

impl Page {
    pub(super) fn new(target: String, devtools: DevTools) -> Self {
        Self { target, devtools }
    }

    /// The id of its target.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Its connection, for any command of the DevTools protocol.
    pub fn devtools(&mut self) -> &mut DevTools {
        &mut self.devtools
    }

    /// Loads an address, and waits until the page with its images and styles is there, or the page that its scripts sent the
    /// browser on to before that. What its scripts fetch may come later. A dialog, as of `alert`, is answered with no. Put a
    /// [`timeout`](crate::timeout()) around it for servers that are slow.
    ///
    /// # Errors
    ///
    /// Fails when the browser cannot load it: it is not an address, no server answers, the answer is a download. A page that
    /// says 404 is a page.
    pub async fn navigate(&mut self, url: impl AsRef<str>) -> Result<()> {
        let url = url.as_ref();
        self.devtools.dismiss_dialogs();
        let _: Value = self.devtools.call("Page.enable", &json!({})).await?;
        let lifecycle = json!({ "enabled": true });
        let _: Value = self
            .devtools
            .call("Page.setLifecycleEventsEnabled", &lifecycle)
            .await?;
        let Navigated {
            error,
            frame,
            loader,
        } = self
            .devtools
            .call("Page.navigate", &json!({ "url": url }))
            .await?;
        if let Some(message) = error {
            let url = url.to_owned();
            return Err(Error::of(Failed::Navigation { url, message }));
        }
        if let Some(loader) = loader {
            let mut loading = Loading {
                frame,
                loader,
                is_shown: false,
            };
            let is_it = |event: &Event| loading.ends_with(event);
            self.devtools.wait_until("Page.navigate", is_it).await?;
        }
        Ok(())
    }

    /// Shows this HTML, and waits until its images and styles are there.
    ///
    /// # Errors
    ///
    /// Fails when the page crashes or the connection ends.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(session: worker_sdk::browser_rendering::Session) -> worker_sdk::Result<Vec<u8>> {
    /// let mut invoice = session.new_page().await?;
    /// invoice.set_content("<h1>Invoice 42</h1><p>12 €</p>").await?;
    /// invoice.pdf().await
    /// # }
    /// ```
    pub async fn set_content(&mut self, html: impl AsRef<str>) -> Result<()> {
        let html = serde_json::to_string(html.as_ref())?;
        let script = format!(
            "document.open(); document.write({html}); document.close(); \
             new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', () => done()))"
        );
        let _: Value = self.evaluate(script).await?;
        Ok(())
    }

    /// The value of a JavaScript expression in the page; of a promise, what it comes to. It crosses as JSON: `NaN` and
    /// `Infinity` are text.
    ///
    /// # Errors
    ///
    /// Fails when the script throws, and when the value is not an `R`.
    pub async fn evaluate<R: DeserializeOwned>(
        &mut self,
        expression: impl AsRef<str>,
    ) -> Result<R> {
        let params = json!({ "expression": expression.as_ref(), "returnByValue": true, "awaitPromise": true });
        let Evaluated { result, exception } =
            self.devtools.call("Runtime.evaluate", &params).await?;
        match exception {
            None => serde_json::from_value(result.into_value()).map_err(Error::from),
            Some(exception) => {
                let message = exception.into_message();
                Err(Error::of(Failed::Script { message }))
            }
        }
    }

    /// The HTML of the page, as its scripts have left it.
    ///
    /// # Errors
    ///
    /// Fails when the page crashes or the connection ends.
    pub async fn content(&mut self) -> Result<String> {
        self.evaluate("document.documentElement.outerHTML").await
    }

    /// What can be seen of the page, as PNG.
    ///
    /// # Errors
    ///
    /// Fails when the page crashes or the connection ends.
    pub async fn screenshot(&mut self) -> Result<Vec<u8>> {
        self.data("Page.captureScreenshot", json!({ "format": "png" }))
            .await
    }

    /// The page as PDF, as it is printed.
    ///
    /// # Errors
    ///
    /// Fails when the page crashes or the connection ends.
    pub async fn pdf(&mut self) -> Result<Vec<u8>> {
        self.data("Page.printToPDF", json!({ "printBackground": true }))
            .await
    }

    /// Ends the page.
    ///
    /// # Errors
    ///
    /// Fails when the connection has ended before.
    pub async fn close(mut self) -> Result<()> {
        let _: Value = self.devtools.call("Page.close", &json!({})).await?;
        Ok(())
    }

    async fn data(&mut self, method: &'static str, params: Value) -> Result<Vec<u8>> {
        let Data { data } = self.devtools.call(method, &params).await?;
        let digits = data.trim_end_matches('=');
        base64::decode(digits, Alphabet::Standard)
            .filter(|bytes| !bytes.is_empty())
            .ok_or_else(|| Error::of(Failed::NotBase64 { method }))
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page({:?})", self.target)
    }
}
