//! Big tables, page by page.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::statement::Statement;
use crate::error::Result;
use crate::sql::{FromRow, Params, ToSql};

/// The pages of a statement, see [`Statement::pages`].
#[must_use = "pages are read by awaiting `next`"]
pub struct Pages<T, K, F> {
    statement: Statement,
    size: u32,
    /// The key of the last row; `None` after the last page.
    last: Option<K>,
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
            last: Some(start),
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
    pub async fn next(&mut self) -> Result<Option<Vec<T>>> {
        let Some(params) = self.params() else {
            return Ok(None);
        };
        let rows = self.statement.bind(params).raw::<T>().await?;
        self.last = match rows.last() {
            Some(row) if rows.len() >= self.size as usize => Some((self.key)(row)),
            _ => None,
        };
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }

    fn params(&self) -> Option<Params> {
        let mut params = Params::new().with(self.last.as_ref()?).with(&self.size);
        for value in &self.further {
            params.push(&**value);
        }
        Some(params)
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
        Streamed {
            step: Some(step(self)),
        }
    }
}

type Step<T, K, F> = Pin<Box<dyn Future<Output = (Pages<T, K, F>, Page<T>)> + Send>>;

type Page<T> = Result<Option<Vec<T>>>;

struct Streamed<T, K, F> {
    step: Option<Step<T, K, F>>,
}

fn step<T, K, F>(mut pages: Pages<T, K, F>) -> Step<T, K, F>
where
    T: FromRow + 'static,
    K: ToSql + Send + 'static,
    F: Fn(&T) -> K + Send + 'static,
{
    Box::pin(async move {
        let page = pages.next().await;
        (pages, page)
    })
}

impl<T, K, F> Stream for Streamed<T, K, F>
where
    T: FromRow + 'static,
    K: ToSql + Send + 'static,
    F: Fn(&T) -> K + Send + 'static,
{
    type Item = Result<Vec<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(current) = &mut self.step else {
            return Poll::Ready(None);
        };
        let (pages, page) = ready!(current.as_mut().poll(context));
        self.step = match page {
            Ok(Some(_)) => Some(step(pages)),
            _ => None,
        };
        Poll::Ready(page.transpose())
    }
}

impl<T, K, F> fmt::Debug for Pages<T, K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({} rows each)", self.size)
    }
}
