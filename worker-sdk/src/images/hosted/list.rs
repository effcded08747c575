//! Listing images.

use wasm_bindgen::JsValue;

use super::{Details, sys};
use crate::cursor::Cursor;
use crate::error::Result;
use crate::js::{self, Checked, awaited};

/// Lists images: [`Hosted::list`](super::Hosted::list). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does.
///
/// # Examples
///
/// ```no_run
/// # async fn run(images: worker_sdk::images::Images) -> worker_sdk::Result<()> {
/// let mut page = images.hosted().list().await?;
/// loop {
///     for image in &page.images {
///         worker_sdk::console_log!("{}", image.id);
///     }
///     if page.is_complete() {
///         break;
///     }
///     page = images.hosted().list().cursor(page.cursor).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is awaited"]
pub struct List {
    images: JsValue,
    options: Checked,
}

/// Some of the images.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page {
    /// What is known of each.
    pub images: Vec<Details>,
    /// Where the next page begins; `None` on the last one.
    pub cursor: Option<String>,
}

impl Page {
    /// Whether this is the last page.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.cursor.is_none()
    }

    fn from_js(page: &JsValue) -> Self {
        let images = js::property(page, "images");
        let is_complete = js::property(page, "listComplete").is_truthy();
        let cursor = js::string_property(page, "cursor");
        Self {
            images: js::items(&images)
                .filter_map(|details| Details::from_js(&details))
                .collect(),
            cursor: cursor.filter(|_| !is_complete),
        }
    }
}

impl List {
    pub(super) fn new(images: &JsValue) -> Self {
        Self {
            images: images.clone(),
            options: Checked::new(),
        }
    }

    /// How many images a page has at most.
    pub fn limit(self, limit: u32) -> Self {
        self.set(|options| options.number("limit", f64::from(limit)))
    }

    /// Begins where [`Page::cursor`] of an earlier listing ended, or at the beginning for `None`.
    pub fn cursor(self, cursor: impl Into<Cursor>) -> Self {
        let cursor = cursor.into().0;
        self.set(|options| options.text("cursor", cursor.as_deref()))
    }

    /// The oldest first.
    pub fn oldest_first(self) -> Self {
        self.set(|options| options.value("sortOrder", js::constant("asc")))
    }

    /// The newest first.
    pub fn newest_first(self) -> Self {
        self.set(|options| options.value("sortOrder", js::constant("desc")))
    }

    /// Only images of this creator.
    pub fn creator(self, creator: impl AsRef<str>) -> Self {
        self.set(|options| options.text("creator", creator.as_ref()))
    }

    /// Only images whose metadata is so: a struct or a map of what each member is, or of conditions such as
    /// `{"gte": 2020}`, `{"in": ["a", "b"]}`. Older local simulators leave it out.
    ///
    /// # Errors
    ///
    /// The listing fails when JavaScript has no such value.
    #[cfg(feature = "serde")]
    pub fn filter_metadata<T: serde::Serialize>(mut self, conditions: &T) -> Self {
        let filter = Checked::new().json("metadata", conditions);
        self.options = self.options.options("filter", filter);
        self
    }

    fn set(mut self, set: impl FnOnce(Checked) -> Checked) -> Self {
        self.options = set(self.options);
        self
    }

    async fn send(self) -> Result<Page> {
        let options = self.options.into_js()?;
        let promise = sys::list(&self.images, &options);
        let page = js::settled(promise, "listing images").await?;
        Ok(Page::from_js(&page))
    }
}

awaited!(List => Page);
