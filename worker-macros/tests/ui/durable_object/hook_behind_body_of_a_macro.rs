use worker_sdk::{Response, durable_object};

struct Room;

macro_rules! room {
    ($new:block, $fetch:block) => {
        #[durable_object]
        impl Room {
            fn new() -> Self $new

            fn fetch(self) -> Response $fetch

            fn on_alarm(&self) {}
        }
    };
}

room!({ Self }, { Response::empty() });

fn main() {}
