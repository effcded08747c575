#![forbid(unsafe_code)]
#![deny(warnings, clippy::all)]

use std::rc::Rc;

use worker_sdk::durable_objects::{Alarm, Cell, State};
use worker_sdk::fetch::Fetcher;
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, Env, IntoResponse, Request, Response, durable_object};

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
    pub(super) struct Attic;
}

#[durable_object]
impl inner::Attic {
    fn new() -> Self {
        Self
    }

    fn fetch(&self) -> Response {
        Response::empty()
    }
}

fn main() {}
