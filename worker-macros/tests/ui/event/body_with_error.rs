use worker_sdk::{Request, event};

#[event(fetch)]
async fn fetch(request: Request) -> &'static str {
    let unused = request.no_such_method().await;
    3
}

fn main() {}
