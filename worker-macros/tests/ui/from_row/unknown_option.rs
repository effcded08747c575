use worker_sdk::sql::FromRow;

#[derive(FromRow)]
#[row(renam_all = "camelCase", nothing)]
struct User {
    #[row(renme = "mail")]
    email: String,
    #[row(camel)]
    name: String,
}

fn main() {}
