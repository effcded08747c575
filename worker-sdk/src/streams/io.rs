//! Reading as the traits of `futures-io` know it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_io::{AsyncBufRead, AsyncRead};

use super::{ByteStream, Rest, Source};
use crate::error::{Error, Result};

const CHUNK: usize = 32_768;

impl ByteStream {
    /// Copies the next bytes into `buffer`; 0 at the end. Of a JavaScript stream they are copied only here.
    pub(crate) fn poll_into(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
        least: usize,
    ) -> Poll<Result<usize>> {
        if buffer.is_empty() {
            return Poll::Ready(Ok(0));
        }
        if self.rest.bytes().is_empty() {
            self.open()?;
            if let Source::Reader { reader, .. } = &mut self.source {
                let read = ready!(reader.poll_read(context, buffer, least));
                if !matches!(read, Ok(1..)) {
                    self.source = Source::Done;
                }
                return Poll::Ready(read);
            }
            ready!(self.poll_rest(context))?;
        }
        let bytes = self.rest.bytes();
        let count = bytes.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), bytes.get(..count)) {
            to.copy_from_slice(from);
        }
        self.rest.taken += count;
        Poll::Ready(Ok(count))
    }

    /// Fetches a chunk that is not empty, if none is left and the stream has not ended.
    fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        while self.rest.bytes().is_empty() {
            let Some(bytes) = ready!(self.poll_source(context)).transpose()? else {
                break;
            };
            self.rest = Rest { bytes, taken: 0 };
        }
        Poll::Ready(Ok(()))
    }

    pub(crate) fn poll_filled(&mut self, context: &mut Context<'_>) -> Poll<Result<&[u8]>> {
        ready!(self.poll_rest(context))?;
        Poll::Ready(Ok(self.rest.bytes()))
    }

    pub(crate) fn used(&mut self, count: usize) {
        self.rest.taken += count;
    }
}

impl AsyncRead for ByteStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_into(context, buffer, 1).map_err(Error::into)
    }
}

impl AsyncBufRead for ByteStream {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        self.get_mut().poll_filled(context).map_err(Error::into)
    }

    fn consume(mut self: Pin<&mut Self>, count: usize) {
        self.used(count);
    }
}

/// What a reader gives, as chunks.
pub(super) struct Chunks<R> {
    reader: Pin<Box<R>>,
    buffer: Vec<u8>,
}

impl<R: AsyncRead> Chunks<R> {
    pub(super) fn of(reader: R) -> Self {
        Self {
            reader: Box::pin(reader),
            buffer: vec![0; CHUNK],
        }
    }
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let read = ready!(this.reader.as_mut().poll_read(context, &mut this.buffer));
        Poll::Ready(match read {
            Ok(0) => None,
            Ok(count) => Some(Ok(this.buffer.get(..count).unwrap_or_default().to_vec())),
            Err(error) => Some(Err(error.into())),
        })
    }
}
