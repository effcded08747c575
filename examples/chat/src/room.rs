//! A room, and what its members say.

use std::rc::Rc;

use worker_sdk::durable_objects::State;
use worker_sdk::extract::Query;
use worker_sdk::router::{Router, get};
use worker_sdk::websockets::{Message, Upgrade, WebSocket};
use worker_sdk::{Json, Request, Response, Result, console_log, durable_object, now, params};

use crate::messages::{Incoming, Line, Member, Outgoing, Page};

struct Room {
    state: State,
}

#[durable_object]
impl Room {
    fn new(state: State) -> Result<Self> {
        let table = "CREATE TABLE IF NOT EXISTS lines (id INTEGER PRIMARY KEY, name TEXT, text TEXT, at REAL)";
        state.storage().sql().exec(table, ())?;
        console_log!("a room is made");
        Ok(Self { state })
    }

    fn fetch() -> Router<Rc<Self>> {
        Router::new()
            .route("/rooms/{room}", get(Self::join))
            .route("/rooms/{room}/messages", get(Self::history))
    }

    /// Members name themselves, so it may be any site that opens the socket. Where a cookie says who somebody is, look at
    /// the `origin` of the request first.
    fn join(self: Rc<Self>, Query(member): Query<Member>, request: Request) -> Result<Response> {
        let name = member.name.unwrap_or("somebody".to_owned());
        Upgrade::of(&request).hibernate(&self.state, &[], |socket| {
            socket.serialize_attachment(&name)?;
            let members = self.state.websockets(None).len();
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

    /// The last lines, oldest first; with `before`, those before a line.
    fn history(self: Rc<Self>, Query(page): Query<Page>) -> Result<Json<Vec<Line>>> {
        let limit = page.limit.unwrap_or(50).clamp(1, 100);
        let query = "SELECT id, name, text, at FROM lines WHERE id < coalesce(?, id + 1) ORDER BY id DESC LIMIT ?";
        let sql = self.state.storage().sql();
        let mut lines: Vec<Line> = sql.exec(query, params![page.before, limit])?.all()?;
        lines.reverse();
        Ok(Json(lines))
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
        self.left(&socket)
    }

    /// A member who is lost has not said goodbye.
    fn websocket_error(&self, socket: WebSocket) -> Result<()> {
        self.left(&socket)
    }
}

impl Room {
    fn left(&self, socket: &WebSocket) -> Result<()> {
        let name: String = socket.deserialize_attachment()?.unwrap_or_default();
        self.tell_others(socket, &Outgoing::Left { name: &name });
        Ok(())
    }

    /// What a member that is about to leave does not get is nobody's loss.
    fn tell_others(&self, socket: &WebSocket, what: &Outgoing<'_>) {
        for other in self
            .state
            .websockets(None)
            .iter()
            .filter(|other| *other != socket)
        {
            let _ = other.send_json(what);
        }
    }
}
