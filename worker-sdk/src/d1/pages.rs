//! Big tables, page by page.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::statement::Statement;
use crate::error::Result;
use crate::listing::{self, Listing, Pending};
use crate::sql::{FromRow, Params, ToSql};

/// The pages of a statement, see [`Statement::pages`].
#[must_use = "pages are read by awaiting `next`"]
pub struct Pages<T, K, F> {
    statement: Statement,
    size: u32,
    /// The key of the last row.
    last: K,
    is_over: bool,
    key: F,
    further: Vec<Box<dyn ToSql + Send + Sync>>,
    row: PhantomData<fn() -> T>,
}

impl<T, K, F> Pages<T, K, F>
where
    T: FromRow + 'static,
    K: ToSql,
    F: Fn(&T) -> K,
{
    pub(super) fn new(statement: Statement, size: u32, start: K, key: F) -> Self {
        Self {
            statement,
            size: size.max(1),
            last: start,
            is_over: false,
            key,
            further: Vec::new(),
            row: PhantomData,
        }
    }

    /// A value for the next placeholder, of which `?3` is the first.
    pub fn with(mut self, value: impl ToSql + Send + Sync + 'static) -> Self {
        self.further.push(Box::new(value));
        self
    }

    /// The next page; `None` after the last row.
    ///
    /// # Errors
    ///
    /// As [`Statement::raw`]. The same page can be asked for again.
    pub async fn try_next(&mut self) -> Result<Option<Vec<T>>> {
        if self.is_over {
            return Ok(None);
        }
        let rows = self.ask().await?;
        self.go_on(&rows);
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }

    /// The pages as a stream, which ends after an error.
    ///
    /// # Example: an export of any size
    ///
    /// ```no_run
    /// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<worker_sdk::Response> {
    /// use futures_util::TryStreamExt;
    /// use worker_sdk::{Body, Response};
    ///
    /// let pages = db
    ///     .prepare("SELECT id, name FROM users WHERE id > ?1 ORDER BY id LIMIT ?2")
    ///     .pages(1_000, 0, |(id, _): &(i64, String)| *id)
    ///     .into_stream();
    /// let lines = pages.map_ok(|page| {
    ///     let lines = page.iter().map(|(id, name)| format!("{id},{name}\n"));
    ///     lines.collect::<String>().into_bytes()
    /// });
    /// Ok(Response::new(Body::from_stream(lines)))
    /// # }
    /// ```
    pub fn into_stream(self) -> impl Stream<Item = Result<Vec<T>>> + Send + Unpin
    where
        K: Send + 'static,
        F: Send + 'static,
    {
        Streamed(listing::Pages::new((!self.is_over).then_some(self)))
    }
}

impl<T, K, F> Listing for Pages<T, K, F>
where
    T: FromRow + 'static,
    K: ToSql,
    F: Fn(&T) -> K,
{
    type Page = Vec<T>;

    fn ask(&self) -> Pending<Vec<T>> {
        let mut params = Params::new().with(&self.last).with(&self.size);
        for value in &self.further {
            params.push(&**value);
        }
        self.statement.bind(params).raw::<T>().into_future()
    }

    fn go_on(&mut self, rows: &Vec<T>) -> bool {
        match rows.last() {
            Some(row) if rows.len() >= self.size as usize => self.last = (self.key)(row),
            _ => self.is_over = true,
        }
        !self.is_over
    }
}

struct Streamed<T, K, F>(listing::Pages<Pages<T, K, F>, Vec<T>>);

impl<T, K, F> Stream for Streamed<T, K, F>
where
    T: FromRow + 'static,
    K: ToSql,
    F: Fn(&T) -> K,
{
    type Item = Result<Vec<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.0.poll(context));
        // None but the last page is empty.
        Poll::Ready(page.filter(|page| !page.as_ref().is_ok_and(Vec::is_empty)))
    }
}

impl<T, K, F> fmt::Debug for Pages<T, K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({} rows each)", self.size)
    }
}
