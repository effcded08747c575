use worker_sdk::sql::ToSql;

#[derive(ToSql)]
#[sql(rename_all = "lowercase")]
enum Role {
    Admin,
    #[sql(rename = "admin")]
    Root,
    ADMIN,
}

fn main() {}
