// What the attribute overlooks is dead code.
#![deny(warnings)]

use std::cell::Cell;

use worker_sdk::{Response, durable_object};

struct Room {
    alarms: Cell<u32>,
}

macro_rules! room {
    ($new:block, $fetch:block) => {
        #[durable_object]
        impl Room {
            fn new() -> Self $new

            fn fetch(&self) -> Response $fetch

            fn alarm(&self) {
                self.alarms.set(self.alarms.get() + 1);
            }
        }
    };
}

room!({ Self { alarms: Cell::new(0) } }, { Response::empty() });

fn main() {}
