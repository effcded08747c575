//! Streams over all pages of a listing.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::list::{Key, List, Page};
use crate::error::Result;
use crate::js::Local;

/// The pages of a listing, as a stream: [`List::pages`].
///
/// # Examples
///
/// ```no_run
/// # async fn run(users: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
/// let mut pages = users.list().pages();
/// while let Some(page) = pages.page().await? {
///     users.delete_bulk(page.keys.iter().map(|key| &key.name)).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is read"]
pub struct Pages<M = ()> {
    /// `None` after the last page.
    list: Option<List<M>>,
    pending: Option<Local<Pending<M>>>,
}

type Pending<M> = Pin<Box<dyn Future<Output = Result<Page<M>>>>>;

impl<M> Pages<M> {
    pub(super) fn new(list: List<M>) -> Self {
        Self {
            list: Some(list),
            pending: None,
        }
    }
}

impl<M: 'static> Pages<M> {
    /// The next page; `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`List`]; the stream ends there.
    pub async fn page(&mut self) -> Result<Option<Page<M>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }
}

impl<M: 'static> Stream for Pages<M> {
    type Item = Result<Page<M>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(list) = &mut this.list else {
            return Poll::Ready(None);
        };
        let pending = this
            .pending
            .get_or_insert_with(|| Local::new(Box::pin(list.page())));
        let page = ready!(pending.get_mut().as_mut().poll(context));
        this.pending = None;
        match page.as_ref().ok().and_then(|page| page.cursor.clone()) {
            Some(cursor) => list.go_on(cursor),
            None => this.list = None,
        }
        Poll::Ready(Some(page))
    }
}

/// The keys of a listing, as a stream: [`List::keys`].
///
/// # Examples
///
/// ```no_run
/// # async fn run(users: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
/// let mut keys = users.list().prefix("user:").keys();
/// while let Some(key) = keys.key().await? {
///     worker_sdk::console_log!("{}", key.name);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is read"]
pub struct Keys<M = ()> {
    pages: Pages<M>,
    page: std::vec::IntoIter<Key<M>>,
}

/// Nothing in it is pinned.
impl<M> Unpin for Keys<M> {}

impl<M> Keys<M> {
    pub(super) fn new(pages: Pages<M>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }
}

impl<M: 'static> Keys<M> {
    /// The next key; `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`List`]; the stream ends there.
    pub async fn key(&mut self) -> Result<Option<Key<M>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }
}

impl<M: 'static> Stream for Keys<M> {
    type Item = Result<Key<M>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(key) = self.page.next() {
                return Poll::Ready(Some(Ok(key)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = page.keys.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<M> fmt::Debug for Pages<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages { .. }")
    }
}

impl<M> fmt::Debug for Keys<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys { .. }")
    }
}
