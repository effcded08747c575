//! The reader of a JavaScript stream.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use wasm_bindgen::JsValue;

use super::{reason, sys};
use crate::error::{Error, Result};
use crate::executor::Promised;
use crate::http::WrongChunk;
use crate::js;

const DOING: &str = "reading a stream";

/// What one read asks for when nobody says how much.
const ROOM: usize = 32_768;
/// The most that one read asks for: the platform sets as much aside.
const MAX_ROOM: usize = 1 << 20;

/// Holds the lock of a stream. The chunk that was read last stays in JavaScript until all of it was taken.
pub(crate) struct Reader {
    raw: JsValue,
    pending: Option<Promised>,
    chunk: JsValue,
    length: usize,
    /// How much of the chunk was taken.
    taken: usize,
}

impl Reader {
    /// Takes the lock of a `ReadableStream`.
    pub(crate) fn of(stream: &JsValue) -> Result<Self> {
        let raw = sys::reader_of(stream);
        if raw.is_undefined() {
            return Err(Error::last_failure(DOING));
        }
        Ok(Self {
            raw,
            pending: None,
            chunk: JsValue::UNDEFINED,
            length: 0,
            taken: 0,
        })
    }

    /// The next bytes, `None` at the end.
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Vec<u8>>>> {
        if self.taken == self.length {
            match ready!(self.poll_next(context, ROOM, 1)) {
                Ok(true) => {}
                Ok(false) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let bytes = js::bytes_rest(&self.chunk, self.taken);
        self.took(self.length - self.taken);
        Poll::Ready(Some(Ok(bytes)))
    }

    /// Copies the next bytes, at least `least` of them unless the stream ends before; 0 at the end.
    pub(crate) fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
        least: usize,
    ) -> Poll<Result<usize>> {
        if buffer.is_empty() {
            return Poll::Ready(Ok(0));
        }
        while self.taken == self.length {
            let want = buffer.len().min(MAX_ROOM);
            if !ready!(self.poll_next(context, want, least.min(want)))? {
                return Poll::Ready(Ok(0));
            }
        }
        let copied = js::bytes_part(&self.chunk, self.taken, buffer);
        self.took(copied);
        Poll::Ready(Ok(copied))
    }

    /// Waits for the next chunk; false at the end.
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
        want: usize,
        least: usize,
    ) -> Poll<Result<bool>> {
        let raw = &self.raw;
        let pending = self
            .pending
            .get_or_insert_with(|| Promised::new(&sys::read(raw, want as i32, least as i32)));
        let outcome = ready!(Pin::new(pending).poll(context));
        self.pending = None;
        let result = outcome.map_err(|thrown| Error::thrown(thrown, DOING))?;
        if sys::is_done(&result) == 1 {
            return Poll::Ready(Ok(false));
        }
        self.chunk = sys::next_chunk(&self.raw, &result);
        if self.chunk.is_undefined() {
            return Poll::Ready(Err(Error::of(WrongChunk)));
        }
        self.length = js::bytes_length(&self.chunk);
        self.taken = 0;
        Poll::Ready(Ok(true))
    }

    fn took(&mut self, count: usize) {
        self.taken += count;
        if self.taken == self.length {
            self.chunk = JsValue::UNDEFINED;
        }
    }

    /// Gives the lock back; false when a read is under way or bytes would be lost.
    pub(crate) fn release(&mut self) -> bool {
        let idle = self.pending.is_none() && self.taken == self.length;
        if idle && sys::release_reader(&self.raw) == 1 {
            self.raw = JsValue::UNDEFINED;
            return true;
        }
        false
    }

    /// A promise of the end of the stream's source.
    pub(super) fn cancel(mut self, reason: &JsValue) -> JsValue {
        sys::cancel_reader(&std::mem::take(&mut self.raw), reason)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if !self.raw.is_undefined() {
            sys::stop_reading(&self.raw, &reason::current());
        }
    }
}
