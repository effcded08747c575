use worker_sdk::extract::State;
use worker_sdk::router::{Router, get};

struct App {
    title: &'static str,
}

async fn handler(State(app): State<App>) -> &'static str {
    app.title
}

fn main() {
    let _: Router<App> = Router::new().route("/", get(handler));
}
