//! Two sockets that are connected with each other.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::close::{CloseCode, CloseFrame};
use super::socket::WebSocket;
use super::stream::HIGH_WATER;
use crate::error::Result;

/// Hands messages on between two accepted sockets, both ways and untouched, until both are closed.
///
/// Messages do not enter wasm. A close frame goes on with its code and reason; a side that is lost closes the other with
/// [`CloseCode::GOING_AWAY`]. While more than 1 MiB waits to be sent to one side, nothing more is taken from the other,
/// where the runtime says how much that is ([`WebSocket::buffered_amount`]); what waits there is limited by
/// [`AcceptOptions::buffer`](super::AcceptOptions::buffer).
///
/// When the messages need not be seen, hand on the response instead, as the answer of the handler:
/// `fetch(request).await` passes the connection itself, which costs nothing.
///
/// # Errors
///
/// Fails when one side breaks the protocol or sends faster than the other takes; then the other is closed with
/// [`CloseCode::INTERNAL_ERROR`].
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Response, Result};
/// use worker_sdk::websockets;
///
/// async fn handle(request: Request) -> Result<Response> {
///     let server = websockets::connect("wss://server.example/").await?;
///     websockets::upgrade(&request, |client| websockets::proxy(client, server))
/// }
/// ```
pub async fn proxy(a: WebSocket, b: WebSocket) -> Result<()> {
    let (mut there, mut back) = (Way::new(&a, &b), Way::new(&b, &a));
    drop((a, b));
    poll_fn(|context| {
        // Both have to be polled.
        let (there, back) = (there.poll(context)?, back.poll(context)?);
        if there.is_ready() && back.is_ready() {
            return Poll::Ready(Ok(()));
        }
        Poll::Pending
    })
    .await
}

/// One direction.
struct Way {
    from: WebSocket,
    to: WebSocket,
    done: bool,
}

impl Way {
    fn new(from: &WebSocket, to: &WebSocket) -> Self {
        Self {
            from: from.clone(),
            to: to.clone(),
            done: false,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        while !self.done {
            ready!(self.to.poll_drained(HIGH_WATER, context));
            match ready!(self.from.poll_taken(context)) {
                Some(Ok(message)) => self.hand_on(&message.into_raw()),
                Some(Err(error)) => {
                    self.done = true;
                    close(&self.to, CloseCode::INTERNAL_ERROR, "");
                    return Poll::Ready(Err(error));
                }
                None => {
                    self.done = true;
                    self.end();
                }
            }
        }
        Poll::Ready(Ok(()))
    }

    /// The other side may have been closed, and says so itself.
    fn hand_on(&self, message: &wasm_bindgen::JsValue) {
        let _ = self.to.send_raw(message);
    }

    fn end(&self) {
        match self.from.close_frame() {
            Some(CloseFrame { code, reason, .. }) if code != CloseCode::ABNORMAL => {
                close(&self.to, code, &reason);
            }
            _ => close(&self.to, CloseCode::GOING_AWAY, ""),
        }
    }
}

/// What was closed already is left as it is.
fn close(socket: &WebSocket, code: CloseCode, reason: &str) {
    let _ = socket.close(code, reason);
}
