use worker_sdk::sql::FromRow;

#[derive(FromRow)]
struct Inner {
    id: u8,
}

#[derive(FromRow)]
struct Outer {
    #[row(flatten, json)]
    inner: Inner,
}

fn main() {}
