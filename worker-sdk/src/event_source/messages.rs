//! The events of a source as a stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::parser::Message;
use super::source::EventSource;
use crate::error::Result;
use crate::js::Local;

type Next = Local<Pin<Box<dyn Future<Output = (Result<Option<Message>>, EventSource)>>>>;

/// The events of an [`EventSource`]: what [`EventSource::into_stream`] gives.
#[must_use = "no event is asked for until the stream is read"]
pub struct Messages(Option<Next>);

impl Messages {
    pub(super) fn of(source: EventSource) -> Self {
        Self(Some(next_of(source)))
    }
}

fn next_of(source: EventSource) -> Next {
    Local::new(Box::pin(next(source)))
}

async fn next(mut source: EventSource) -> (Result<Option<Message>>, EventSource) {
    (source.try_next().await, source)
}

impl Stream for Messages {
    type Item = Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(future) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let (result, source) = ready!(future.get_mut().as_mut().poll(context));
        self.0 = match result {
            Ok(Some(_)) => Some(next_of(source)),
            _ => None,
        };
        Poll::Ready(result.transpose())
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages { .. }")
    }
}
