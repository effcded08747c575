//! Listings by pages with numbers.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::info::Info;
use super::item::{ItemInfo, Status};
use crate::error::Result;
use crate::js::object::object;
use crate::js::{self, Checked, Place, awaited, codec};
use crate::vectorize::Filter;

/// Lists instances, items, jobs, or what a job logged. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when there is no such instance or job, and when the platform fails.
///
/// # Examples
///
/// ```no_run
/// # async fn run(docs: worker_sdk::ai_search::Instance) -> worker_sdk::Result<()> {
/// let items = docs.items();
/// let mut page = items.list().await?;
/// loop {
///     for item in &page.result {
///         worker_sdk::console_log!("{}", item.key);
///     }
///     let Some(next) = page.next_page() else { break };
///     page = items.list().page(next).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is awaited"]
pub struct List<T>(Checked, Listing, PhantomData<fn() -> T>);

struct Listing {
    place: Place,
    method: &'static str,
    doing: &'static str,
}

/// Some of what there is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// What is on this page.
    pub result: Vec<T>,
    /// Which page it is, if the platform says so.
    pub info: Option<PageInfo>,
}

/// Which page it is, as far as the platform says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageInfo {
    /// How many are on it.
    pub count: Option<u32>,
    /// Its number; the first is 1.
    pub page: Option<u32>,
    /// How many are on a page at most.
    pub per_page: Option<u32>,
    /// How many there are on all pages.
    pub total_count: Option<u32>,
}

object!(PageInfo, "the number of a page", {
    "count" => count, "page" => page, "per_page" => per_page, "total_count" => total_count,
});

impl<T> Page<T> {
    /// The number of the next page; `None` on the last one, and where the platform does not say.
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        let info = self.info?;
        let page = info.page.filter(|page| *page != 0)?;
        let per_page = info.per_page.filter(|size| *size != 0)?;
        let until_here = page.saturating_mul(per_page);
        let is_last = info.count == Some(0) || until_here >= info.total_count?;
        (!is_last).then(|| page.saturating_add(1))
    }

    fn of(answer: &JsValue) -> Result<Self>
    where
        T: DeserializeOwned,
    {
        let info = js::property(answer, "result_info");
        Ok(Self {
            result: codec::from_js_of(&js::property(answer, "result"), "a page of AI Search")?,
            info: codec::from_js_of(&info, "the number of a page of AI Search")?,
        })
    }
}

impl<T> List<T> {
    pub(super) fn new(place: &Place, method: &'static str, doing: &'static str) -> Self {
        let place = place.clone();
        let listing = Listing {
            place,
            method,
            doing,
        };
        Self(Checked::new(), listing, PhantomData)
    }

    js::members! {
        /// The page, beginning with 1.
        page: integer() = "page";
        /// How many a page has; 20 without this, and of items 50 at most.
        per_page: integer() = "per_page";
    }

    async fn send(self) -> Result<Page<T>>
    where
        T: DeserializeOwned,
    {
        let Listing {
            place,
            method,
            doing,
        } = self.1;
        let promise = place.start(method, [self.0.into_js()?]);
        Page::of(&place.settled(promise, doing).await?)
    }
}

/// Of instances.
impl List<Info> {
    js::members! {
        /// Only instances whose id has this in it.
        search: text() = "search";
    }

    /// The newest first.
    pub fn newest_first(self) -> Self {
        self.ordered("desc")
    }

    /// The oldest first.
    pub fn oldest_first(self) -> Self {
        self.ordered("asc")
    }

    fn ordered(mut self, direction: &'static str) -> Self {
        let options = self.0.value("order_by", js::constant("created_at"));
        self.0 = options.value("order_by_direction", js::constant(direction));
        self
    }
}

/// Of items.
impl List<ItemInfo> {
    js::members! {
        /// Only items whose key has this in it.
        search: text() = "search";
        /// Only items of this source, such as `builtin` for uploads, or `web-crawler:https://example.com`.
        source: text() = "source";
        /// Only the item of this id.
        item_id: text() = "item_id";
        /// Only the item of this key.
        key: text() = "key";
    }

    /// Only items in this state.
    pub fn status(mut self, status: &Status) -> Self {
        self.0 = self.0.text("status", status.as_str());
        self
    }

    /// By when they were changed, not by their states.
    pub fn sort_by_modified_at(mut self) -> Self {
        self.0 = self.0.value("sort_by", js::constant("modified_at"));
        self
    }

    /// Only items whose metadata is so. A filter without conditions is none.
    pub fn metadata_filter(mut self, filter: &Filter) -> Self {
        if !filter.is_empty() {
            let json = filter.to_js().map(|filter| js::json_text(&filter));
            let json = json.map(|json| js::text(&json.unwrap_or_default()));
            self.0 = self.0.tried("metadata_filter", json);
        }
        self
    }

    /// A further option, by the name that the platform gives it. A call with a value that JavaScript does not have fails.
    pub fn option<O: Serialize + ?Sized>(mut self, name: impl AsRef<str>, value: &O) -> Self {
        self.0 = self.0.json(name.as_ref(), value);
        self
    }
}

awaited!(List<T: DeserializeOwned> => Page<T>);
