use worker_sdk::Bindings;

#[derive(Bindings)]
struct App {
    #[binding]
    empty: String,
    #[binding()]
    nothing: String,
    #[binding = "NAME"]
    value: String,
    #[binding(NAME)]
    word: String,
    #[binding(4)]
    number: String,
    #[binding("A", "B")]
    two: String,
    #[binding("C" "D")]
    no_comma: String,
}

fn main() {}
