use worker_sdk::{Bindings, Json};

struct Shape;

#[derive(Bindings)]
struct App {
    list: Vec<String>,
    maybe: Option<Vec<String>>,
    shape: Json<Shape>,
    #[binding(flatten)]
    flat: String,
    nested: Limits,
}

#[derive(Bindings)]
struct Limits {
    max: u32,
}

fn main() {}
