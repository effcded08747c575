use worker_sdk::sql::FromRow;

#[derive(FromRow)]
enum Either {
    One,
    Other,
}

#[derive(FromRow)]
union Both {
    a: u8,
    b: u8,
}

fn main() {}
