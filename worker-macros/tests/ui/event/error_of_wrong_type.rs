use worker_sdk::event;

struct Failure;

#[event(fetch)]
async fn fetch() -> Result<&'static str, Failure> {
    Err(Failure)
}

#[event(scheduled)]
fn tick() -> Result<(), Failure> {
    Err(Failure)
}

#[event(start)]
fn setup() -> Result<(), Failure> {
    Err(Failure)
}

fn main() {}
