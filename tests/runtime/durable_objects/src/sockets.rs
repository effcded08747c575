//! Objects whose sockets may outlive their time in memory.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::durable_objects::{Cell, State};
use worker_sdk::websockets::{AutoResponse, CloseFrame, Message, Upgrade, WebSocket};
use worker_sdk::{Error, Request, Response, Result, durable_object};

#[derive(Debug, Serialize, Deserialize, PartialEq)]
pub struct Member {
    pub name: String,
    pub badges: Vec<u8>,
}

#[derive(Debug)]
pub struct Sockets {
    state: State,
    closed: Cell<Option<CloseFrame>>,
}

#[durable_object]
impl Sockets {
    fn new(state: State) -> Self {
        Self {
            state,
            closed: Cell::new(None),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        match request.path() {
            "/join" => self.join(&request),
            "/greet-err" => Upgrade::of(&request)
                .hibernate(&self.state, &[], |_| Err(Error::new("no seat is left"))),
            "/count" => Ok(Response::text(self.count(request.query_value("tag")))),
            "/closed" => Ok(Response::text(format!("{:?}", self.closed.take()))),
            path => Ok(Response::text(self.set(path)?)),
        }
    }

    async fn websocket_message(&self, socket: WebSocket, message: Message) -> Result<()> {
        let Some(text) = message.as_text() else {
            return socket.send(message);
        };
        match text {
            "tags" => socket.send_json(&self.state.tags(&socket)?),
            "attach" => socket.serialize_attachment(&Member {
                name: "Ferris".to_owned(),
                badges: vec![1, 2],
            }),
            "attachment" => socket.send_json(&socket.deserialize_attachment::<Member>()?),
            "attach too much" => {
                let refused = socket.serialize_attachment(&"x".repeat(20_000));
                let error = refused.err().ok_or("it was taken")?;
                socket.send(format!("{} {error}", error.is_too_large()))
            }
            "wrong attachment" => {
                socket.serialize_attachment(&1)?;
                let read = socket.deserialize_attachment::<Member>();
                socket.send(read.err().ok_or("it was read")?.to_string())
            }
            "others" => {
                let others = self.state.websockets(None);
                let mut others = others.iter().filter(|other| **other != socket);
                others.try_for_each(|other| other.send("hello"))
            }
            "close" => socket.close(4005, "as you like"),
            "timestamp" => {
                let time = self.state.websocket_auto_response_timestamp(&socket);
                socket.send(time.map_or("never".to_owned(), |time| time.to_string()))
            }
            "accept" => {
                let error = socket.clone().accept().err();
                socket.send(error.map_or_else(String::new, |error| error.to_string()))
            }
            "slow" => {
                socket.send("begun")?;
                worker_sdk::sleep(Duration::from_millis(300)).await;
                socket.send("done")
            }
            other => socket.send(format!("you said {other}")),
        }
    }

    async fn websocket_close(&self, socket: WebSocket, frame: CloseFrame) -> Result<()> {
        worker_sdk::sleep(Duration::from_millis(1)).await;
        socket.send("a last word")?;
        self.closed.set(Some(frame));
        Ok(())
    }
}

impl Sockets {
    fn join(&self, request: &Request) -> Result<Response> {
        let pairs = request.query_pairs();
        let tags: Vec<&str> = pairs.iter().map(|(_, tag)| tag.as_str()).collect();
        let upgrade = Upgrade::of(request).protocols(&["chat"]);
        upgrade.hibernate(&self.state, &tags, |socket| socket.send("welcome"))
    }

    fn count(&self, tag: Option<String>) -> String {
        self.state.websockets(tag.as_deref()).len().to_string()
    }

    fn set(&self, path: &str) -> Result<String> {
        let state = &self.state;
        let pair = |request: &str| AutoResponse::new(request, "pong");
        match path {
            "/auto" => state.set_websocket_auto_response(&pair("ping"))?,
            "/auto/clear" => state.clear_websocket_auto_response()?,
            "/auto/long" => state.set_websocket_auto_response(&pair(&"x".repeat(2049)))?,
            "/timeout" => {
                state.set_hibernatable_websocket_event_timeout(Duration::from_millis(1500))?;
            }
            "/timeout/short" => {
                state.set_hibernatable_websocket_event_timeout(Duration::from_millis(100))?;
            }
            "/timeout/clear" => state.set_hibernatable_websocket_event_timeout(None)?,
            "/timeout/long" => {
                let eight_days = Duration::from_secs(8 * 86_400);
                state.set_hibernatable_websocket_event_timeout(eight_days)?;
            }
            "/tags/foreign" => return Ok(format!("{:?}", self.foreign_tags())),
            _ => {}
        }
        let auto = state.websocket_auto_response();
        let auto = auto.map(|pair| (pair.request, pair.response));
        let timeout = state.hibernatable_websocket_event_timeout();
        Ok(format!("{auto:?} {timeout:?}"))
    }

    fn foreign_tags(&self) -> Result<Vec<String>> {
        let (socket, _) = worker_sdk::websockets::pair()?;
        self.state.tags(&socket)
    }
}

/// Has no function for close frames.
#[derive(Debug)]
pub struct Quiet {
    state: State,
}

#[durable_object]
impl Quiet {
    fn new(state: State) -> Self {
        Self { state }
    }

    fn fetch(&self, request: Request) -> Result<Response> {
        Upgrade::of(&request).hibernate(&self.state, &[], |_| Ok(()))
    }

    fn websocket_message(&self, _message: Message) -> Result<()> {
        Err(Error::new("I do not listen"))
    }
}
