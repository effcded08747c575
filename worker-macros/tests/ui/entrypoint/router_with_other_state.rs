use worker_sdk::{Router, worker_entrypoint};

struct Desk;

#[worker_entrypoint]
impl Desk {
    fn new() -> Self {
        Desk
    }

    fn fetch() -> Router<u32> {
        Router::new()
    }
}

fn main() {}
