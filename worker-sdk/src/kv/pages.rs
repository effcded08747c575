//! Streams over all pages of a listing.

use super::list::{Key, List, Page};
use crate::error::Result;
use crate::listing::{self, Items, Listing, Pending, stream};

/// The pages of a listing, as a stream: [`List::pages`].
///
/// # Examples
///
/// ```no_run
/// # async fn run(users: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
/// let mut pages = users.list().pages();
/// while let Some(page) = pages.try_next().await? {
///     users.delete_many(page.keys.iter().map(|key| &key.name)).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is read"]
pub struct Pages<M = ()>(listing::Pages<List<M>, Page<M>>);

impl<M> Pages<M> {
    pub(super) fn new(list: List<M>) -> Self {
        Self(listing::Pages::new(list))
    }
}

impl<M: 'static> Pages<M> {
    /// The next page; `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`List`]; the stream ends there.
    pub async fn try_next(&mut self) -> Result<Option<Page<M>>> {
        self.0.next().await
    }
}

stream!(Pages<M> => Page<M>);

/// The keys of a listing, as a stream: [`List::keys`].
///
/// # Examples
///
/// ```no_run
/// # async fn run(users: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
/// let mut keys = users.list().prefix("user:").keys();
/// while let Some(key) = keys.try_next().await? {
///     worker_sdk::console_log!("{}", key.name);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is read"]
pub struct Keys<M = ()>(Items<List<M>, Page<M>, Key<M>>);

impl<M> Keys<M> {
    pub(super) fn new(list: List<M>) -> Self {
        Self(Items::new(list, |page| page.keys))
    }
}

impl<M: 'static> Keys<M> {
    /// The next key; `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`List`]; the stream ends there.
    pub async fn try_next(&mut self) -> Result<Option<Key<M>>> {
        self.0.next().await
    }
}

stream!(Keys<M> => Key<M>);

impl<M: 'static> Listing for List<M> {
    type Page = Page<M>;

    fn ask(&self) -> Pending<Page<M>> {
        Box::pin(self.page())
    }

    fn go_on(&mut self, page: &Page<M>) -> bool {
        self.cursor = page.cursor.clone();
        self.cursor.is_some()
    }
}
