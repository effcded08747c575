use worker_sdk::extract::FromRef;

struct Title(String);

#[derive(FromRef)]
struct App {
    title: Title,
}

fn main() {}
