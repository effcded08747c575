#![deny(warnings)]

use worker_sdk::durable_objects::State;
use worker_sdk::{Request, Response, durable_object};

struct Room;

macro_rules! class {
    ($object:ty) => {
        #[durable_object]
        impl $object {
            #[cfg_attr(all(), allow(unused_variables))]
            fn new(state: State) -> Self {
                Room
            }

            #[cfg_attr(any(), inline, must_use)]
            async fn fetch(&self, #[cfg_attr(all(), allow(unused_variables))] request: Request) -> Response {
                Response::empty()
            }
        }
    };
}

class!(Room);

fn main() {}
