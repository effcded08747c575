//! Listings that are read to their end, page by page.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use crate::error::Result;
use crate::js::Local;

/// What gives one page at a time.
pub(crate) trait Listing {
    type Page;

    /// Asks for the page. The future does not borrow the listing, which may be wanted for the next page.
    fn ask(&self) -> Pending<Self::Page>;

    /// Goes on behind this page; false when it is the last one.
    fn go_on(&mut self, page: &Self::Page) -> bool;
}

pub(crate) type Pending<P> = Pin<Box<dyn Future<Output = Result<P>> + Send>>;

/// The pages of a listing. It ends after an error.
pub(crate) struct Pages<L, P> {
    /// `None` after the last page.
    listing: Option<L>,
    pending: Option<Local<Pending<P>>>,
}

/// Nothing in it is pinned.
impl<L, P> Unpin for Pages<L, P> {}

impl<L, P> Pages<L, P> {
    pub(crate) fn new(listing: impl Into<Option<L>>) -> Self {
        Self {
            listing: listing.into(),
            pending: None,
        }
    }
}

impl<L: Listing<Page = P>, P> Pages<L, P> {
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P>>> {
        let Some(listing) = &mut self.listing else {
            return Poll::Ready(None);
        };
        let pending = self
            .pending
            .get_or_insert_with(|| Local::new(listing.ask()));
        let page = ready!(pending.get_mut().as_mut().poll(context));
        self.pending = None;
        if !page.as_ref().is_ok_and(|page| listing.go_on(page)) {
            self.listing = None;
        }
        Poll::Ready(Some(page))
    }

    pub(crate) fn next(&mut self) -> impl Future<Output = Result<Option<P>>> {
        poll_fn(|context| self.poll(context).map(Option::transpose))
    }
}

/// What is on the pages of a listing. It ends after an error.
pub(crate) struct Items<L, P, T> {
    pages: Pages<L, P>,
    on: fn(P) -> Vec<T>,
    page: vec::IntoIter<T>,
}

/// Nothing in it is pinned.
impl<L, P, T> Unpin for Items<L, P, T> {}

impl<L, P, T> Items<L, P, T> {
    /// `on` says what is on a page.
    pub(crate) fn new(listing: L, on: fn(P) -> Vec<T>) -> Self {
        Self {
            pages: Pages::new(listing),
            on,
            page: Vec::new().into_iter(),
        }
    }
}

impl<L: Listing<Page = P>, P, T> Items<L, P, T> {
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.page = (self.on)(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    pub(crate) fn next(&mut self) -> impl Future<Output = Result<Option<T>>> {
        poll_fn(|context| self.poll(context).map(Option::transpose))
    }
}

/// Makes a stream of a type around [`Pages`] or [`Items`].
macro_rules! stream {
    ($type:ident $(<$of:ident>)? => $item:ty) => {
        impl$(<$of: 'static>)? futures_core::Stream for $type$(<$of>)? {
            type Item = $crate::error::Result<$item>;

            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                context: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                self.0.poll(context)
            }
        }

        impl$(<$of>)? std::fmt::Debug for $type$(<$of>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), " { .. }"))
            }
        }
    };
}
pub(crate) use stream;
