use worker_sdk::Bindings;

#[derive(Bindings)]
struct App<T> {
    cache: T,
    #[binding("CACHE")]
    other: String,
    #[binding(flaten)]
    limits: Limits,
    text: &'static str,
}

#[derive(Bindings)]
struct Limits {
    max: u32,
}

fn main() {}
