use worker_sdk::router::{Router, get};

async fn handler(_id: u32) -> &'static str {
    "hello"
}

fn main() {
    let _: Router = Router::new().route("/", get(handler));
    let _: Router = Router::new().route("/", get(|| "hello")).layer(handler);
}
