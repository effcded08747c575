use worker_sdk::Bindings;

#[derive(Bindings)]
#[binding("NAME")]
struct Name {
    text: String,
}

#[derive(Bindings)]
#[binding(flatten)]
struct Flatten {
    text: String,
}

#[derive(Bindings)]
#[binding(crate = "text")]
struct Text {
    text: String,
}

#[derive(Bindings)]
#[binding(crate = worker_sdk, crate = worker_sdk)]
struct Twice {
    text: String,
}

fn main() {}
