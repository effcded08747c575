use worker_sdk::Bindings;

#[derive(Bindings)]
struct App {
    text: String,
    #[binding("TEXT")]
    other: String,
    r#type: String,
    #[allow(non_snake_case)]
    TYPE: String,
}

fn main() {}
