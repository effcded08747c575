use worker_sdk::{Request, event};

struct App;

impl App {
    #[event(fetch)]
    async fn handle(&self, _request: Request) -> &'static str {
        "hello"
    }
}

fn main() {}
