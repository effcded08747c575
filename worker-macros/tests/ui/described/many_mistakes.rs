use worker_sdk::rpc::Described;

#[derive(Described)]
struct Page<T> {
    items: Vec<T>,
}

#[derive(Described)]
#[described(name = "My-Order", rename = "x")]
struct Order {
    #[described(type = "\"a\" | \"b\"")]
    kind: String,
    #[described(name = "x")]
    number: u8,
}

#[derive(Described)]
union Either {
    a: u8,
}

fn main() {}
