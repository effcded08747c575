use std::rc::Rc;

use worker_sdk::router::get;
use worker_sdk::{Router, durable_object};

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    fn fetch() -> Router<Self> {
        Router::new()
    }
}

struct Hall;

#[durable_object]
impl Hall {
    fn new() -> Self {
        Hall
    }

    fn fetch() -> Router {
        Router::new()
    }
}

struct Attic;

#[durable_object]
impl Attic {
    fn new() -> Self {
        Attic
    }

    fn fetch() -> Router<Rc<Self>> {
        Router::new().route("/", get(|_: Rc<Hall>| ""))
    }
}

mod other {
    pub struct Router;
}

struct Cellar;

#[durable_object]
impl Cellar {
    fn new() -> Self {
        Cellar
    }

    fn fetch() -> other::Router {
        other::Router
    }
}

fn main() {}
