//! Answering a request for a WebSocket.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;

use http::{Method, StatusCode};

use super::close::CloseCode;
use super::inbox::AcceptOptions;
use super::pair;
use super::socket::WebSocket;
use crate::durable_objects::State;
use crate::error::Result;
use crate::executor;
use crate::http::{Request, Response};
use crate::task::TaskOutput;

/// Answers a request for a WebSocket and runs `talk` with it, beside the handler.
///
/// When `talk` is done, the socket is closed: with [`CloseCode::NORMAL`], or, when it fails or panics, with
/// [`CloseCode::INTERNAL_ERROR`]; then the error is logged. A request that asks for no WebSocket is answered with
/// status 426. See [`Upgrade`] for protocols and options.
///
/// A browser lets any site open a WebSocket with the cookies of its user. Where cookies say who that is, look at the
/// `origin` of the request first, as [`Csrf`](crate::middleware::Csrf) does.
///
/// # Errors
///
/// As [`Upgrade::start`].
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::websockets;
/// use worker_sdk::{Request, Response, Result, event};
///
/// #[event(fetch)]
/// async fn echo(request: Request) -> Result<Response> {
///     websockets::upgrade(&request, |mut socket| async move {
///         while let Some(message) = socket.receive().await? {
///             socket.send(message)?;
///         }
///         Ok(())
///     })
/// }
/// # }
/// # fn main() {}
/// ```
#[track_caller]
pub fn upgrade<F, T>(request: &Request, talk: F) -> Result<Response>
where
    F: FnOnce(WebSocket) -> T,
    T: Future<Output = Result<()>> + 'static,
{
    Upgrade::of(request).start(talk)
}

/// The answer to a request for a WebSocket, in steps.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::websockets::Upgrade;
/// # use worker_sdk::{Request, Response, Result};
/// fn chat(request: Request) -> Result<Response> {
///     let upgrade = Upgrade::of(&request).protocols(&["chat.v2", "chat.v1"]);
///     let is_new = upgrade.protocol() == Some("chat.v2");
///     upgrade.start(move |socket| async move { socket.send(if is_new { "{}" } else { "" }) })
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an upgrade does nothing until it is started"]
pub struct Upgrade {
    is_asked_for: bool,
    /// What the client offers, as its header has it.
    offered: Option<String>,
    protocol: Option<&'static str>,
    options: AcceptOptions,
}

impl Upgrade {
    /// Looks at what the request asks for.
    pub fn of(request: &Request) -> Self {
        let headers = request.headers();
        let upgrade = headers.get("upgrade").unwrap_or_default();
        Self {
            is_asked_for: *request.method() == Method::GET
                && tokens(&upgrade).any(|token| token.eq_ignore_ascii_case("websocket")),
            offered: headers.get("sec-websocket-protocol"),
            protocol: None,
            options: AcceptOptions::new(),
        }
    }

    /// Whether the request asks for a WebSocket.
    #[must_use]
    pub fn is_asked_for(&self) -> bool {
        self.is_asked_for
    }

    /// The protocols that the worker speaks; of those that the client offers too, the first is taken.
    pub fn protocols(mut self, known: &[&'static str]) -> Self {
        let offered = self.offered.as_deref().unwrap_or_default();
        self.protocol = chosen(known, offered);
        self
    }

    /// The protocol that was taken. A client whose offers were all left out usually closes the socket.
    #[must_use]
    pub fn protocol(&self) -> Option<&'static str> {
        self.protocol
    }

    /// How the socket is accepted.
    pub fn options(mut self, options: AcceptOptions) -> Self {
        self.options = options;
        self
    }

    /// Runs `talk` as [`upgrade`] does. Where cookies say who asks, look at the `origin` of the request first, as there.
    ///
    /// # Errors
    ///
    /// Fails where the platform makes no sockets, which is outside of a request.
    #[track_caller]
    pub fn start<F, T>(self, talk: F) -> Result<Response>
    where
        F: FnOnce(WebSocket) -> T,
        T: Future<Output = Result<()>> + 'static,
    {
        if !self.is_asked_for {
            return refusal();
        }
        let (client, server) = self.accept()?;
        let work = talk(server.clone());
        run(Location::caller(), server, Box::pin(work));
        self.answer(client)
    }

    /// Makes the socket one of a Durable Object, whose hooks get its messages, so that the object may sleep in between.
    /// `greet` gets the socket, to attach something to it or to send a first message. See
    /// [`State::accept_websocket`] for the tags.
    ///
    /// A browser lets any site open a WebSocket with the cookies of its user. Where cookies say who that is, look at the
    /// `origin` of the request first, in the worker or here.
    ///
    /// # Errors
    ///
    /// As [`State::accept_websocket`], and with the error of `greet`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # mod worker {
    /// use worker_sdk::durable_objects::State;
    /// use worker_sdk::websockets::{Message, Upgrade, WebSocket};
    /// use worker_sdk::{Request, Response, Result, durable_object};
    ///
    /// struct Room {
    ///     state: State,
    /// }
    ///
    /// #[durable_object]
    /// impl Room {
    ///     fn new(state: State) -> Self {
    ///         Self { state }
    ///     }
    ///
    ///     fn fetch(&self, request: Request) -> Result<Response> {
    ///         Upgrade::of(&request).hibernate(&self.state, &[], |socket| socket.send("welcome"))
    ///     }
    ///
    ///     fn websocket_message(&self, message: Message) {
    ///         for socket in self.state.websockets(None) {
    ///             let _ = socket.send(message.clone());
    ///         }
    ///     }
    /// }
    /// # }
    /// # fn main() {}
    /// ```
    pub fn hibernate(
        self,
        state: &State,
        tags: &[&str],
        greet: impl FnOnce(&WebSocket) -> Result<()>,
    ) -> Result<Response> {
        if !self.is_asked_for {
            return refusal();
        }
        let (client, server) = pair()?;
        state.accept_websocket(&server, tags)?;
        if let Err(error) = greet(&server) {
            // Its other end never reaches the client.
            let _ = server.close(CloseCode::INTERNAL_ERROR, "");
            return Err(error);
        }
        self.answer(client)
    }

    fn accept(&self) -> Result<(WebSocket, WebSocket)> {
        let (client, mut server) = pair()?;
        server.accept_with(self.options)?;
        Ok((client, server))
    }

    fn answer(&self, client: WebSocket) -> Result<Response> {
        let response = Response::from_websocket(client);
        match self.protocol {
            Some(protocol) => response.with_header("sec-websocket-protocol", protocol),
            None => Ok(response),
        }
    }
}

fn run(
    location: &'static Location<'static>,
    socket: WebSocket,
    work: Pin<Box<dyn Future<Output = Result<()>>>>,
) {
    let inbox = socket.inbox.clone();
    let promise = executor::run_kept(location, async move {
        let outcome = work.await;
        let code = match &outcome {
            Ok(_) => CloseCode::NORMAL,
            Err(_) => CloseCode::INTERNAL_ERROR,
        };
        // The other side may have closed it, and that was answered.
        let _ = socket.close(code, "");
        outcome.into_outcome()
    });
    if let Some(inbox) = inbox {
        inbox.close_after(&promise);
    }
}

fn refusal() -> Result<Response> {
    Response::text("this address speaks WebSocket only")
        .with_status(StatusCode::UPGRADE_REQUIRED)
        .with_header("upgrade", "websocket")
}

fn tokens(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim)
}

fn chosen(known: &[&'static str], offered: &str) -> Option<&'static str> {
    let is_offered = |name: &&str| tokens(offered).any(|token| token == *name);
    known.iter().copied().find(is_offered)
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn of_the_protocols_on_offer_the_worker_takes_its_first() {
        let cases = [
            (&["b", "a"][..], "a, b", Some("b")),
            (&["b", "a"], "c,a", Some("a")),
            (&["b"], "B", None),
            (&["b"], "", None),
            (&[], "b", None),
            (&[""], "b", None),
        ];
        for (known, offered, expected) in cases {
            assert_eq!(chosen(known, offered), expected, "{known:?} of {offered}");
        }
    }
}
