use worker_sdk::sql::{FromSql, ToSql};

#[derive(FromSql)]
enum Role {
    Admin(u8),
    Member { since: u32 },
}

#[derive(ToSql)]
enum Level {
    One(u8),
}

fn main() {}
