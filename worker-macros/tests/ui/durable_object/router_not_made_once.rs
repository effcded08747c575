use std::rc::Rc;

use worker_sdk::{Request, Router, durable_object};

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    async fn fetch() -> Router<Rc<Self>> {
        Router::new()
    }
}

struct Hall;

#[durable_object]
impl Hall {
    fn new() -> Self {
        Hall
    }

    fn fetch(_: Request) -> Router<Rc<Self>> {
        Router::new()
    }
}

struct Attic;

#[durable_object]
impl Attic {
    fn new() -> Self {
        Attic
    }

    fn fetch(&self) -> Router<Rc<Self>> {
        Router::new()
    }
}

fn main() {}
