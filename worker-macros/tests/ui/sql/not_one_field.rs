use worker_sdk::sql::{FromSql, ToSql};

#[derive(FromSql)]
struct Name {
    first: String,
    last: String,
}

#[derive(ToSql)]
struct Nothing;

#[derive(ToSql)]
enum Never {}

#[derive(FromSql)]
union Both {
    a: u8,
    b: u8,
}

fn main() {}
