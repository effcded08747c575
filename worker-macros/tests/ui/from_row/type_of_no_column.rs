use worker_sdk::sql::FromRow;

struct Role;

#[derive(FromRow)]
struct User {
    id: u32,
    role: Role,
}

fn main() {}
