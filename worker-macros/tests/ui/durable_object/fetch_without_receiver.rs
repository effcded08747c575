use worker_sdk::{Request, Response, durable_object};

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    async fn fetch(_: Request) -> Response {
        Response::empty()
    }
}

struct Hall;

#[durable_object]
impl Hall {
    fn new() -> Self {
        Hall
    }

    fn fetch() {}
}

fn main() {}
