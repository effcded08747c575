#![forbid(unsafe_code)]
#![deny(warnings, clippy::all)]

use std::rc::Rc;

use worker_sdk::durable_objects::{Alarm, Cell, State};
use worker_sdk::fetch::Fetcher;
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, Env, IntoResponse, Request, durable_object, worker_entrypoint};

#[derive(Bindings)]
struct App {
    accounts: Fetcher,
}

pub struct Room {
    app: App,
    visits: Cell<u32>,
}

#[durable_object]
impl Room {
    async fn new(_: State, app: App) -> Result<Self, std::num::ParseIntError> {
        Ok(Self { app, visits: "0".parse().map(Cell::new)? })
    }

    /// What it returns may borrow from the object.
    pub async fn fetch(&self, request: Request) -> Result<impl IntoResponse + '_, worker_sdk::Error> {
        self.app.accounts.fetch(request).await
    }

    async fn alarm(self: Rc<Self>, alarm: Alarm) -> Result<(), String> {
        self.visits.set(alarm.retry_count());
        Err("never".to_owned())
    }

    async fn websocket_message(&self) {}

    fn websocket_close(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }

    fn websocket_error(&self) {
        Self::helper(&self.visits.get());
    }

    fn helper(_: &u32) {}
}

struct Hall;

#[durable_object(name = "OldHall", crate = ::worker_sdk)]
impl Hall {
    fn new(_: Env) -> Self {
        Hall
    }

    fn fetch(&self, request: Request) -> (StatusCode, String) {
        (StatusCode::OK, request.url().to_string())
    }
}

mod inner {
    use std::rc::Rc;

    use worker_sdk::Router;
    use worker_sdk::extract::State;

    pub(super) struct Attic;

    impl Attic {
        pub(super) fn routes() -> Router<Rc<Self>> {
            Router::new().route("/", worker_sdk::router::get(|_: State<Rc<Self>>| ""))
        }
    }
}

#[durable_object]
impl inner::Attic {
    fn new() -> Self {
        Self
    }

    fn fetch() -> worker_sdk::Router<Rc<Self>> {
        Self::routes()
    }
}

struct Table<T>(T);

#[durable_object(name = "Bytes")]
impl Table<u8> {
    fn new() -> Self {
        Self(1)
    }

    fn fetch() -> worker_sdk::Router<Rc<Self>> {
        worker_sdk::Router::new().route("/", worker_sdk::router::get(Self::byte))
    }

    fn byte(self: Rc<Self>) -> Vec<u8> {
        vec![self.0]
    }
}

#[durable_object(name = "Words")]
impl Table<u16> {
    fn new() -> Self {
        Self(1)
    }

    fn fetch() -> worker_sdk::router::Router<Rc<Table<u16>>> {
        worker_sdk::Router::new().route("/", worker_sdk::router::get(async |table: Rc<Self>| table.0.to_string()))
    }

    async fn alarm(&self) {}
}

/// Its names are those of the expansion.
struct Router;

#[durable_object]
impl Router {
    fn new() -> Self {
        Self
    }

    fn fetch() -> worker_sdk::Router<Rc<Self>> {
        worker_sdk::Router::new().merge(Self::more())
    }

    fn more() -> worker_sdk::Router<Rc<Self>> {
        worker_sdk::Router::new().fallback(|| "")
    }
}

struct Desk;

#[worker_entrypoint]
impl Desk {
    fn new(_: Env) -> Result<Self, std::num::ParseIntError> {
        Ok(Desk)
    }

    fn fetch() -> worker_sdk::Router<Rc<Desk>> {
        worker_sdk::Router::new().route("/", worker_sdk::router::get(Self::seats))
    }

    async fn seats(self: Rc<Self>) -> String {
        "all".to_owned()
    }
}

fn main() {}
