use std::rc::Rc;

use worker_sdk::router::{Router, get};

async fn handler(_id: u32) -> &'static str {
    "hello"
}

struct Room;

impl Room {
    fn list(&self) -> &'static str {
        "nothing"
    }
}

fn main() {
    let _: Router = Router::new().route("/", get(handler));
    let _: Router = Router::new().route("/", get(|| "hello")).layer(handler);
    let _: Router<Rc<Room>> = Router::new().route("/", get(Room::list));
}
