//! The future of an answer.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::Response;
use crate::error::Result;
use crate::fetch::Fetch;
use crate::js::Local;

/// The answer of a router, or of what a middleware stands around. It is a future.
///
/// # Errors
///
/// Fails with what a handler or a middleware failed with, if that error is no response. The event is then rejected.
#[must_use = "a future does nothing until it is awaited"]
pub struct Answer(Local<Repr>);

enum Repr {
    Here(Option<Result<Fetch>>),
    Pending(Pin<Box<dyn Future<Output = Result<Fetch>>>>),
}

impl Answer {
    pub(crate) fn of(future: impl Future<Output = Result<Fetch>> + 'static) -> Self {
        Self(Local::new(Repr::Pending(Box::pin(future))))
    }

    pub(crate) fn ready(response: Result<Response>) -> Self {
        Self(Local::new(Repr::Here(Some(response.map(Fetch::from)))))
    }

    /// What the handler has handed on, not waited for.
    pub(crate) async fn into_fetch(mut self) -> Result<Fetch> {
        poll_fn(|context| self.poll_fetch(context)).await
    }

    fn poll_fetch(&mut self, context: &mut Context<'_>) -> Poll<Result<Fetch>> {
        match self.0.get_mut() {
            Repr::Here(fetch) => fetch.take().map_or(Poll::Pending, Poll::Ready),
            Repr::Pending(future) => future.as_mut().poll(context),
        }
    }
}

impl Future for Answer {
    type Output = Result<Response>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut fetch = ready!(self.poll_fetch(context))?;
        let polled = Pin::new(&mut fetch).poll(context);
        if polled.is_pending() {
            self.0 = Local::new(Repr::Here(Some(Ok(fetch))));
        }
        polled
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer { .. }")
    }
}
