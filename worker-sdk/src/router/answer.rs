//! The future of an answer.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::endpoint::{Endpoint, start};
use crate::Response;
use crate::error::Result;
use crate::extract::Parts;
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
    Unasked(Endpoint, Parts),
    Here(Result<Fetch>),
    Taken,
    Pending(Pin<Box<dyn Future<Output = Result<Fetch>>>>),
}

impl Answer {
    pub(crate) fn of(future: impl Future<Output = Result<Fetch>> + 'static) -> Self {
        Self(Local::new(Repr::Pending(Box::pin(future))))
    }

    /// That of an endpoint, which is asked when somebody waits for it.
    pub(crate) fn from(endpoint: Endpoint, parts: Parts) -> Self {
        Self(Local::new(Repr::Unasked(endpoint, parts)))
    }

    /// None.
    pub(crate) fn taken() -> Self {
        Self(Local::new(Repr::Taken))
    }

    #[inline(never)]
    pub(crate) fn ready(response: Result<Response>) -> Self {
        Self::here(response.map(Fetch::from))
    }

    pub(crate) fn here(fetch: Result<Fetch>) -> Self {
        Self(Local::new(Repr::Here(fetch)))
    }

    /// What the handler has handed on, not waited for.
    pub(crate) async fn into_fetch(mut self) -> Result<Fetch> {
        poll_fn(|context| self.poll_fetch(context)).await
    }

    #[inline(never)]
    fn poll_fetch(&mut self, context: &mut Context<'_>) -> Poll<Result<Fetch>> {
        loop {
            if let Repr::Pending(future) = self.0.get_mut() {
                return future.as_mut().poll(context);
            }
            match std::mem::replace(self.0.get_mut(), Repr::Taken) {
                Repr::Unasked(endpoint, parts) => *self = start(endpoint, parts),
                Repr::Here(fetch) => return Poll::Ready(fetch),
                _ => return Poll::Pending,
            }
        }
    }
}

impl Future for Answer {
    type Output = Result<Response>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut fetch = ready!(self.poll_fetch(context))?;
        let polled = Pin::new(&mut fetch).poll(context);
        if polled.is_pending() {
            self.0 = Local::new(Repr::Here(Ok(fetch)));
        }
        polled
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer { .. }")
    }
}
