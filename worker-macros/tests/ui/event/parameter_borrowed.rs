use worker_sdk::event;

#[event(fetch)]
async fn fetch(_request: &mut worker_sdk::Request, _env: &worker_sdk::Env) -> &'static str {
    "hello"
}

fn main() {}
