use worker_sdk::sql::FromSql;

#[derive(FromSql)]
#[sql(rename_al = "lowercase", rename_all = "snakecase", table)]
enum Role {
    #[sql(renam = "a", json)]
    Admin,
}

#[derive(FromSql)]
#[sql(rename_all = "lowercase")]
struct Id(#[sql(rename = "id")] u32);

#[derive(FromSql)]
#[sql(rename_all = "Title Case!")]
enum Level {
    One,
}

fn main() {}
