use worker_sdk::sql::FromRow;

#[derive(FromRow)]
struct Pair(u8, #[row(rename = "second")] u8);

fn main() {}
