use std::rc::Rc;

use worker_sdk::{debug_handler, durable_object};

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    fn fetch(&self) {}
}

impl Room {
    #[debug_handler]
    async fn list(self: Rc<Self>) -> &'static str {
        "nothing"
    }

    #[debug_handler]
    fn count(&self) -> String {
        "0".to_owned()
    }
}

fn main() {}
