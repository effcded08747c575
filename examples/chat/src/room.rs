//! A room, and what its members say.

use worker_sdk::durable_objects::State;
use worker_sdk::websockets::{Message, Upgrade, WebSocket};
use worker_sdk::{Request, Response, Result, durable_object, now, params};

use crate::messages::{Incoming, Line, Outgoing};

struct Room {
    state: State,
}

#[durable_object]
impl Room {
    fn new(state: State) -> Result<Self> {
        let table = "CREATE TABLE IF NOT EXISTS lines (id INTEGER PRIMARY KEY, name TEXT, text TEXT, at REAL)";
        state.storage().sql().exec(table, ())?;
        Ok(Self { state })
    }

    fn fetch(&self, request: Request) -> Result<Response> {
        if request.path().ends_with("/messages") {
            return self.history(&request);
        }
        // Members name themselves, so it may be any site that opens the socket. Where a cookie says who somebody is, look at
        // the `origin` of the request first.
        let name = request.query_value("name").unwrap_or("somebody".to_owned());
        Upgrade::of(&request).hibernate(&self.state, &[], |socket| {
            socket.serialize_attachment(&name)?;
            let members = self.state.web_sockets(None).len();
            self.tell_others(
                socket,
                &Outgoing::Joined {
                    name: &name,
                    members,
                },
            );
            socket.send_json(&Outgoing::Joined {
                name: &name,
                members,
            })
        })
    }

    fn websocket_message(&self, socket: WebSocket, message: Message) -> Result<()> {
        let name: String = socket.deserialize_attachment()?.unwrap_or_default();
        match message.json() {
            Ok(Incoming::Say { text }) => {
                let insert = "INSERT INTO lines (name, text, at) VALUES (?, ?, ?) RETURNING id";
                let line = params![&name, &text, now().as_millis()];
                let (id,) = self.state.storage().sql().exec(insert, line)?.one()?;
                self.tell_others(
                    &socket,
                    &Outgoing::Said {
                        id,
                        name: &name,
                        text: &text,
                    },
                );
            }
            Ok(Incoming::Typing) => self.tell_others(&socket, &Outgoing::Typing { name: &name }),
            Err(error) => socket.send_json(&Outgoing::Error {
                message: error.to_string(),
            })?,
        }
        Ok(())
    }

    fn websocket_close(&self, socket: WebSocket) -> Result<()> {
        let name: String = socket.deserialize_attachment()?.unwrap_or_default();
        self.tell_others(&socket, &Outgoing::Left { name: &name });
        Ok(())
    }
}

impl Room {
    /// What a member that is about to leave does not get is nobody's loss.
    fn tell_others(&self, socket: &WebSocket, what: &Outgoing<'_>) {
        for other in self
            .state
            .web_sockets(None)
            .iter()
            .filter(|other| *other != socket)
        {
            let _ = other.send_json(what);
        }
    }

    /// The last lines, oldest first; with `before`, those before a line.
    fn history(&self, request: &Request) -> Result<Response> {
        let number = |name| request.query_value(name)?.parse::<i64>().ok();
        let limit = number("limit").unwrap_or(50).clamp(1, 100);
        let query = "SELECT id, name, text, at FROM lines WHERE id < coalesce(?, id + 1) ORDER BY id DESC LIMIT ?";
        let lines = self
            .state
            .storage()
            .sql()
            .exec(query, params![number("before"), limit]);
        let mut lines: Vec<Line> = lines?.all()?;
        lines.reverse();
        Response::json(&lines)
    }
}
