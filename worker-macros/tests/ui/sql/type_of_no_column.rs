use worker_sdk::sql::{FromSql, ToSql};

#[derive(FromSql, ToSql)]
struct Tags(Vec<String>);

fn main() {}
