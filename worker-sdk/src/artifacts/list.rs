//! Listing repositories.

use wasm_bindgen::JsValue;

use super::answer::Method;
use super::repo::Info;
use crate::cursor::Cursor;
use crate::error::Result;
use crate::js::{Options, awaited};

/// Lists repositories: [`Artifacts::list`](super::Artifacts::list). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does.
///
/// # Examples
///
/// ```no_run
/// # async fn run(repos: worker_sdk::artifacts::Artifacts) -> worker_sdk::Result<()> {
/// let mut page = repos.list().limit(200).await?;
/// loop {
///     for repo in &page.repos {
///         worker_sdk::console_log!("{}", repo.name);
///     }
///     let Some(cursor) = page.cursor else { break };
///     page = repos.list().limit(200).cursor(cursor).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is awaited"]
pub struct List {
    artifacts: JsValue,
    options: Options,
}

/// Some of the repositories.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// What is known of each.
    pub repos: Vec<Info>,
    /// How many there are on all pages.
    pub total: u64,
    /// Where the next page begins; `None` on the last one.
    pub cursor: Option<String>,
}

impl List {
    pub(super) fn new(artifacts: &JsValue) -> Self {
        Self {
            artifacts: artifacts.clone(),
            options: Options::new(),
        }
    }

    /// How many repositories a page has at most: 1 to 200, and 50 without this.
    pub fn limit(mut self, limit: u32) -> Self {
        self.options = self.options.number("limit", f64::from(limit));
        self
    }

    /// Begins where [`Page::cursor`] of an earlier listing ended, or at the beginning for `None`.
    pub fn cursor(mut self, cursor: impl Into<Cursor>) -> Self {
        let cursor = cursor.into().0;
        self.options = self.options.text("cursor", cursor.as_deref());
        self
    }

    async fn send(self) -> Result<Page> {
        let options = self.options.into_js();
        let page = Method::LIST.call(&self.artifacts, options, JsValue::UNDEFINED);
        let page = page.await?;
        let repos = page.part("repos").each("repos", Info::read)?;
        Ok(Page {
            total: page
                .number("total")
                .map_or(repos.len() as u64, |total| total as u64),
            repos,
            cursor: page.text("cursor"),
        })
    }
}

awaited!(List => Page);
