use worker_sdk::event;

#[event(fetch)]
fn future() -> impl Future<Output = &'static str> {
    async { "hello" }
}

fn main() {}
