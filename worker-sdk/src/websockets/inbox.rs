//! What an accepted socket has received. The messages wait in JavaScript; see `websockets.js`.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use wasm_bindgen::JsValue;

use super::close::{CloseCode, CloseFrame};
use super::error::Refused;
use super::sys;
use crate::error::{Error, Result};
use crate::executor::{self, Id, Promised};

/// How a socket is accepted.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::websockets::{self, AcceptOptions};
/// # fn run() -> worker_sdk::Result<()> {
/// let (client, mut server) = websockets::pair()?;
/// server.accept_with(AcceptOptions::new().buffer(1 << 20))?;
/// # drop(client);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AcceptOptions {
    half_open: bool,
    strict_text: bool,
    buffer: u32,
}

impl AcceptOptions {
    const BUFFER: u32 = 16 << 20;

    /// What [`WebSocket::accept`](super::WebSocket::accept) does.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            half_open: false,
            strict_text: false,
            buffer: Self::BUFFER,
        }
    }

    /// Leaves the close frame of the other side unanswered, so that messages can still be sent.
    ///
    /// Close the socket when there is nothing more to send; dropping it does so, too.
    #[must_use]
    pub const fn half_open(mut self) -> Self {
        self.half_open = true;
        self
    }

    /// Refuses text that is not UTF-8: the socket is closed with [`CloseCode::INVALID_DATA`], and the reader gets an
    /// error.
    ///
    /// The platform puts U+FFFD in the place of what it cannot decode, and shows neither the bytes nor that it did. So this
    /// refuses every text that has U+FFFD in it.
    #[must_use]
    pub const fn strict_text(mut self) -> Self {
        self.strict_text = true;
        self
    }

    /// How many bytes of messages may wait to be read, at first 16 MiB.
    ///
    /// One message may be larger. The platform has no way to slow the other side down: when more is sent, the socket is
    /// closed with [`CloseCode::TRY_AGAIN_LATER`], and after the messages that have arrived comes an error. Text counts
    /// one byte for each unit of UTF-16, and each message 64 bytes more.
    #[must_use]
    pub const fn buffer(mut self, bytes: u32) -> Self {
        self.buffer = bytes;
        self
    }
}

impl Default for AcceptOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// A message as JavaScript has it: a string, or an `ArrayBuffer`.
pub(super) enum Taken {
    Text(JsValue),
    Binary(JsValue),
}

impl Taken {
    pub(super) fn into_raw(self) -> JsValue {
        match self {
            Self::Text(raw) | Self::Binary(raw) => raw,
        }
    }
}

/// Shared by the handles of a socket; closes it when the last one is gone.
pub(super) struct Inbox {
    raw: JsValue,
    limit: u32,
    /// The event whose request the messages arrive in.
    root: Option<Id>,
}

impl Inbox {
    pub(super) fn open(socket: &JsValue, options: AcceptOptions) -> Result<Self> {
        let limit = options.buffer.min(i32::MAX as u32);
        let (half_open, strict) = (options.half_open.into(), options.strict_text.into());
        let is_left = executor::callback(executor::is_left);
        let raw = sys::accept(socket, limit as i32, half_open, strict, is_left);
        if raw.is_undefined() {
            return Err(Error::last_failure("accepting a WebSocket"));
        }
        Promised::introduce();
        let root = executor::current_root();
        Ok(Self { raw, limit, root })
    }

    pub(super) fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// `None` at the end.
    pub(super) fn poll_next(
        &self,
        waiting: &mut Option<Promised>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Taken>>> {
        loop {
            let next = self.next();
            if next.is_ready() {
                *waiting = None;
                return next;
            }
            let promised = waiting.get_or_insert_with(|| self.wait());
            // A promise of another request may fail with that; the inbox says the same.
            let _ = ready!(Pin::new(promised).poll(context));
            *waiting = None;
        }
    }

    /// What there is to read now: as `poll_next`, with the numbers of `websockets.js`.
    fn next(&self) -> Poll<Option<Result<Taken>>> {
        let taken = || sys::take_message(&self.raw);
        Poll::Ready(match sys::next_kind(&self.raw) {
            0 => return Poll::Pending,
            1 => Some(Ok(Taken::Text(taken()))),
            2 => Some(Ok(Taken::Binary(taken()))),
            3 => None,
            4 => {
                let limit = self.limit;
                Some(Err(Error::of(Refused::Overflow { limit })))
            }
            _ => Some(Err(Error::last_failure("receiving from a WebSocket"))),
        })
    }

    fn wait(&self) -> Promised {
        let is_here = self.root.is_some() && self.root == executor::current_root();
        match is_here {
            true => Promised::told(|callbacks, id| {
                sys::wait_here(&self.raw, callbacks, id.index, id.generation);
            }),
            false => Promised::new(&sys::wait_message(&self.raw)),
        }
    }

    pub(super) fn close_frame(&self) -> Option<CloseFrame> {
        let list = sys::close_frame(&self.raw);
        (!list.is_undefined()).then(|| CloseFrame::from_list(&list))
    }

    /// Closes the socket with [`CloseCode::INTERNAL_ERROR`] if `promise` is rejected.
    pub(super) fn close_after(&self, promise: &JsValue) {
        sys::close_after(&self.raw, promise);
    }

    /// Leaves the socket open to whoever else has it.
    pub(super) fn give_away(&self) {
        sys::leave(&self.raw, 0);
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        let code = match std::thread::panicking() {
            true => CloseCode::INTERNAL_ERROR,
            false => CloseCode::GOING_AWAY,
        };
        sys::leave(&self.raw, code.as_u16().into());
    }
}
