//! Receiving and sending as `Stream` and `Sink`.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_sink::Sink;

use super::close::CloseCode;
use super::error::Refused;
use super::inbox::Taken;
use super::message::Message;
use super::socket::{ReadyState, WebSocket};
use crate::error::{Error, Result};
use crate::time::sleep;

/// With more than this on its way, a sink is not ready.
pub(super) const HIGH_WATER: u64 = 1 << 20;

/// The platform does not tell when it has sent something.
const GLANCE: Duration = Duration::from_millis(5);

impl WebSocket {
    /// The next message; `None` when the other side has closed the socket or the connection is lost.
    ///
    /// Dropping the future loses no message.
    ///
    /// # Errors
    ///
    /// Fails when the other side breaks the protocol, which the platform has answered with the code for it; when more messages are waiting than
    /// [`AcceptOptions::buffer`](super::AcceptOptions::buffer) allows; and when the socket is not accepted.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(mut socket: worker_sdk::websockets::WebSocket) -> worker_sdk::Result<()> {
    /// while let Some(message) = socket.receive().await? {
    ///     worker_sdk::console_log!("{message:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn receive(&mut self) -> Result<Option<Message>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// The next message, as the platform has it.
    pub(super) fn poll_taken(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Taken>>> {
        match &self.inbox {
            Some(inbox) => inbox.poll_next(&mut self.waiting, context),
            None => Poll::Ready(Some(Err(Error::of(Refused::NotAccepted)))),
        }
    }

    /// Ready when at most `bytes` wait to be sent, or the runtime does not say how many do.
    pub(super) fn poll_drained(&mut self, bytes: u64, context: &mut Context<'_>) -> Poll<()> {
        while self
            .buffered_amount()
            .is_some_and(|waiting| waiting > bytes)
            && self.is_open()
        {
            let draining = self.draining.get_or_insert_with(|| sleep(GLANCE));
            ready!(Pin::new(draining).poll(context));
            self.draining = None;
        }
        self.draining = None;
        Poll::Ready(())
    }

    fn is_open(&self) -> bool {
        self.ready_state() != ReadyState::Closed
    }
}

impl Stream for WebSocket {
    type Item = Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.poll_taken(context));
        Poll::Ready(item.map(|item| item.map(Message::from)))
    }
}

/// Not ready while more than 1 MiB waits to be sent, flushed when all is sent, where the runtime says how much that is
/// ([`buffered_amount`](WebSocket::buffered_amount)); otherwise the platform takes everything at once. Closing it
/// sends [`CloseCode::NORMAL`].
impl Sink<Message> for WebSocket {
    type Error = Error;

    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_drained(HIGH_WATER, context).map(Ok)
    }

    fn start_send(self: Pin<&mut Self>, message: Message) -> Result<()> {
        self.send_raw(&message.as_raw())
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_drained(0, context).map(Ok)
    }

    fn poll_close(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Result<()>> {
        Poll::Ready(self.close(CloseCode::NORMAL, ""))
    }
}
