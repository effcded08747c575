//! The future of an answer.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::Response;
use crate::error::Result;
use crate::js::Local;

/// The answer of a router, or of what a middleware stands around. It is a future.
///
/// # Errors
///
/// Fails with what a handler or a middleware failed with, if that error is no response. The event is then rejected.
#[must_use = "a future does nothing until it is awaited"]
pub struct Answer(Local<Repr>);

enum Repr {
    Ready(Option<Result<Response>>),
    Pending(Pin<Box<dyn Future<Output = Result<Response>>>>),
}

impl Answer {
    pub(crate) fn of(future: impl Future<Output = Result<Response>> + 'static) -> Self {
        Self(Local::new(Repr::Pending(Box::pin(future))))
    }

    pub(crate) fn ready(response: Result<Response>) -> Self {
        Self(Local::new(Repr::Ready(Some(response))))
    }
}

impl Future for Answer {
    type Output = Result<Response>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.get_mut() {
            Repr::Ready(response) => response.take().map_or(Poll::Pending, Poll::Ready),
            Repr::Pending(future) => future.as_mut().poll(context),
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer { .. }")
    }
}
