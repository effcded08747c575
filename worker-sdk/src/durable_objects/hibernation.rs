//! WebSockets that stay open while their object sleeps.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::prelude::*;

use super::State;
use crate::error::{Detail, Error, Kind, Result};
use crate::js;
use crate::time::Timestamp;
use crate::websockets::{AutoResponse, WebSocket};

#[wasm_bindgen(module = "/src/js/hibernation.js")]
extern "C" {
    fn accept_websocket(state: &JsValue, socket: &JsValue, tags: &JsValue) -> i32;
    fn websockets(state: &JsValue, tag: &JsValue) -> JsValue;
    fn socket_tags(state: &JsValue, socket: &JsValue) -> JsValue;
    fn set_auto_response(state: &JsValue, request: &JsValue, response: &JsValue) -> i32;
    fn auto_response(state: &JsValue) -> JsValue;
    fn auto_response_time(state: &JsValue, socket: &JsValue) -> f64;
    fn set_event_timeout(state: &JsValue, ms: f64) -> i32;
    fn event_timeout(state: &JsValue) -> f64;
}

/// The most tags of a socket.
const MAX_TAGS: usize = 10;

/// The longest tag, in bytes.
const MAX_TAG_LENGTH: usize = 256;

/// Sockets whose messages come to `websocket_message`, so that the object may sleep in between.
impl State {
    /// Accepts a socket for the object: its messages are events of the object, whose `websocket_message` handles them. In
    /// between the object may leave memory, and the socket stays open. An object has up to 32,768 of them.
    ///
    /// Tags find the socket again ([`websockets`](Self::websockets)); there are up to 10 of up to 256 bytes.
    /// [`Upgrade::hibernate`](crate::websockets::Upgrade::hibernate) makes the socket and its response.
    ///
    /// # Errors
    ///
    /// Fails when there are too many tags or one is too long, and when the socket was accepted before.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::durable_objects::State;
    /// # use worker_sdk::{Response, Result, websockets};
    /// fn join(state: &State, user: &str) -> Result<Response> {
    ///     let (client, server) = websockets::pair()?;
    ///     state.accept_websocket(&server, &[user])?;
    ///     server.send("welcome")?;
    ///     Ok(Response::from_websocket(client))
    /// }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/durable-objects/best-practices/websockets/>.
    pub fn accept_websocket(&self, socket: &WebSocket, tags: &[&str]) -> Result<()> {
        check_tags(tags)?;
        let tags = js::list(tags.iter().map(|tag| js::text(tag)));
        let accepted = accept_websocket(self.as_raw(), socket.as_raw(), &tags);
        done(accepted, "accepting a WebSocket for a Durable Object")
    }

    /// The object's sockets that are connected: those with a tag, or all of them. Their order has no meaning.
    ///
    /// When `websocket_close` begins, the closing socket is still among them, as [`ReadyState::Closing`], or
    /// [`ReadyState::Closed`] when the object closed it first. Who counts the others leaves it out, as in
    /// `filter(|other| **other != socket)`.
    ///
    /// [`ReadyState::Closing`]: crate::websockets::ReadyState::Closing
    /// [`ReadyState::Closed`]: crate::websockets::ReadyState::Closed
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(state: &worker_sdk::durable_objects::State) {
    /// for socket in state.websockets(None) {
    ///     // One that is being closed takes nothing any more.
    ///     let _ = socket.send("hello, everybody");
    /// }
    /// for socket in state.websockets("Ferris") {
    ///     let _ = socket.send("hello, you");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn websockets<'a>(&self, tag: impl Into<Option<&'a str>>) -> Vec<WebSocket> {
        let tag = tag.into().map_or(JsValue::UNDEFINED, js::text);
        let list = websockets(self.as_raw(), &tag);
        js::items(&list).map(WebSocket::from_raw).collect()
    }

    /// The tags that a socket was accepted with.
    ///
    /// # Errors
    ///
    /// Fails when the socket was not accepted by [`accept_websocket`](Self::accept_websocket).
    pub fn tags(&self, socket: &WebSocket) -> Result<Vec<String>> {
        let tags = socket_tags(self.as_raw(), socket.as_raw());
        if tags.is_undefined() {
            return Err(Error::last_failure("reading the tags of a WebSocket"));
        }
        Ok(js::list_to_strings(&tags))
    }

    /// Lets the platform answer a message by itself, such as "ping" by "pong", on all sockets of the object and without
    /// waking it.
    ///
    /// # Errors
    ///
    /// Fails when the message or the answer has more than 2,048 characters.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::websockets::AutoResponse;
    /// # fn run(state: &worker_sdk::durable_objects::State) -> worker_sdk::Result<()> {
    /// state.set_websocket_auto_response(&AutoResponse::new("ping", "pong"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_websocket_auto_response(&self, pair: &AutoResponse) -> Result<()> {
        let (request, response) = (js::text(&pair.request), js::text(&pair.response));
        let set = set_auto_response(self.as_raw(), &request, &response);
        done(set, "setting the automatic response of WebSockets")
    }

    /// Lets all messages come to the object again.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses it.
    pub fn clear_websocket_auto_response(&self) -> Result<()> {
        let none = JsValue::UNDEFINED;
        let cleared = set_auto_response(self.as_raw(), &none, &none);
        done(cleared, "clearing the automatic response of WebSockets")
    }

    /// What the platform answers by itself.
    #[must_use]
    pub fn websocket_auto_response(&self) -> Option<AutoResponse> {
        let pair = auto_response(self.as_raw());
        let part = |name| js::string_property(&pair, name);
        Some(AutoResponse {
            request: part("request")?,
            response: part("response")?,
        })
    }

    /// When the platform last answered a message of this socket by itself; `None` if it never did.
    #[must_use]
    pub fn websocket_auto_response_timestamp(&self, socket: &WebSocket) -> Option<Timestamp> {
        let time = auto_response_time(self.as_raw(), socket.as_raw());
        (!time.is_nan()).then(|| Timestamp::from_millis(time))
    }

    /// How long one event of a socket may take, up to seven days; `None` for the platform's own limit.
    ///
    /// # Errors
    ///
    /// Fails when the time is too long.
    pub fn set_hibernatable_websocket_event_timeout(
        &self,
        timeout: impl Into<Option<Duration>>,
    ) -> Result<()> {
        let ms = timeout.into().map_or(-1.0, |time| time.as_millis() as f64);
        let set = set_event_timeout(self.as_raw(), ms);
        done(set, "setting the event timeout of WebSockets")
    }

    /// How long one event of a socket may take, if that was set.
    #[must_use]
    pub fn hibernatable_websocket_event_timeout(&self) -> Option<Duration> {
        let ms = event_timeout(self.as_raw());
        (ms >= 0.0).then(|| Duration::from_millis(ms as u64))
    }
}

fn done(ok: i32, doing: &'static str) -> Result<()> {
    match ok {
        0 => Err(Error::last_failure(doing)),
        _ => Ok(()),
    }
}

fn check_tags(tags: &[&str]) -> Result<()> {
    if tags.len() > MAX_TAGS {
        return Err(Error::of(Tags::Many { count: tags.len() }));
    }
    match tags.iter().find(|tag| tag.len() > MAX_TAG_LENGTH) {
        Some(tag) => Err(Error::of(Tags::Long { length: tag.len() })),
        None => Ok(()),
    }
}

/// What is wrong with the tags of a socket.
enum Tags {
    Many { count: usize },
    Long { length: usize },
}

impl Detail for Tags {
    fn kind(&self) -> Kind {
        Kind::TooLarge
    }
}

impl fmt::Display for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Many { count } => write!(
                f,
                "a WebSocket cannot have {count} tags, and {MAX_TAGS} are the most; keep the others in its attachment"
            ),
            Self::Long { length } => write!(
                f,
                "a tag of a WebSocket has {length} bytes, and {MAX_TAG_LENGTH} are the most; shorten it, for instance to a hash"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_few_and_short() {
        let (long, longest) = ("x".repeat(257), "x".repeat(256));
        let cases = [
            (vec!["a"; 10], None),
            (vec![&*longest], None),
            (
                vec!["a"; 11],
                Some(
                    "a WebSocket cannot have 11 tags, and 10 are the most; keep the others in its attachment",
                ),
            ),
            (
                vec!["a", &long],
                Some(
                    "a tag of a WebSocket has 257 bytes, and 256 are the most; shorten it, for instance to a hash",
                ),
            ),
        ];
        for (tags, expected) in cases {
            let error = check_tags(&tags).err();
            assert!(error.as_ref().is_none_or(Error::is_too_large));
            assert_eq!(error.map(|error| error.to_string()).as_deref(), expected);
        }
    }
}
