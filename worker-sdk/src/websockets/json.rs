//! Messages of one type.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::socket::WebSocket;
use crate::error::Result;

/// The messages of a socket as values of `T`. See [`WebSocket::messages`].
pub struct Messages<T> {
    socket: WebSocket,
    of: PhantomData<fn() -> T>,
}

impl WebSocket {
    /// The messages, each of them JSON of a `T`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::websockets::WebSocket;
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "lowercase")]
    /// enum Command {
    ///     Say(String),
    ///     Leave,
    /// }
    ///
    /// # async fn run(socket: WebSocket) -> worker_sdk::Result<()> {
    /// let mut commands = socket.messages::<Command>();
    /// while let Some(command) = commands.try_next().await.transpose() {
    ///     match command {
    ///         Ok(Command::Say(text)) => socket.send(text)?,
    ///         Ok(Command::Leave) => break,
    ///         Err(error) if error.is_malformed() => socket.send(error.to_string())?,
    ///         Err(error) => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn messages<T: DeserializeOwned>(&self) -> Messages<T> {
        Messages {
            socket: self.clone(),
            of: PhantomData,
        }
    }
}

impl<T: DeserializeOwned> Messages<T> {
    /// The next one; `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`WebSocket::receive`]. An error that [is malformed](crate::Error::is_malformed) is that of one message: the next
    /// may be better.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }
}

impl<T: DeserializeOwned> Stream for Messages<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let message = ready!(Pin::new(&mut self.socket).poll_next(context));
        Poll::Ready(message.map(|message| message.and_then(|message| message.json())))
    }
}

impl<T> fmt::Debug for Messages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages { .. }")
    }
}
