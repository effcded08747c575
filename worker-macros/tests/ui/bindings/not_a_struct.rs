use worker_sdk::Bindings;

#[derive(Bindings)]
enum Kind {
    Cache,
}

#[derive(Bindings)]
union Either {
    text: u8,
}

#[derive(Bindings)]
struct Tuple(String);

#[derive(Bindings)]
struct Unit;

fn main() {}
