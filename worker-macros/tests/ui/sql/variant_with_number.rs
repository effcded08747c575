use worker_sdk::sql::{FromSql, ToSql};

#[derive(FromSql)]
#[repr(i32)]
enum Priority {
    #[sql(rename = "low")]
    Low = 1,
    High = 10 * 2,
}

#[derive(ToSql)]
#[sql(rename_all = "snake_case")]
enum Level {
    VeryLow = -1,
    High,
}

fn main() {}
