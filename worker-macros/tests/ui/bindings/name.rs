use worker_sdk::{Bindings, Env};

#[derive(Bindings)]
struct App {
    #[binding("")]
    empty: String,
    #[binding("with \"quotes\"")]
    quotes: String,
    #[binding("line\nfeed")]
    line: String,
    #[binding("BACK\\SLASH")]
    slash: String,
    #[binding("ENV", flatten)]
    env: Env,
}

fn main() {}
