//! Streams over all pages of a listing.

use std::future::IntoFuture;

use super::list::{List, Page};
use super::object::Object;
use crate::error::Result;
use crate::listing::{self, Items, Listing, Pending, stream};

/// All pages of a listing. It ends after an error.
#[must_use = "nothing is listed until this is polled"]
pub struct Pages(listing::Pages<List, Page>);

impl Pages {
    pub(super) fn new(list: List) -> Self {
        Self(listing::Pages::new(list))
    }

    /// The next page, `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`List`].
    pub async fn try_next(&mut self) -> Result<Option<Page>> {
        self.0.next().await
    }
}

stream!(Pages => Page);

/// All objects of a listing. It ends after an error.
#[must_use = "nothing is listed until this is polled"]
pub struct Objects(Items<List, Page, Object>);

impl Objects {
    pub(super) fn new(list: List) -> Self {
        Self(Items::new(list, |page| page.objects))
    }

    /// The next object, `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`List`].
    pub async fn try_next(&mut self) -> Result<Option<Object>> {
        self.0.next().await
    }
}

stream!(Objects => Object);

impl Listing for List {
    type Page = Page;

    fn ask(&self) -> Pending<Page> {
        self.clone().into_future()
    }

    fn go_on(&mut self, page: &Page) -> bool {
        self.cursor = page.cursor.clone();
        self.cursor.is_some()
    }
}
