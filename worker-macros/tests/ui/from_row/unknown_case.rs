use worker_sdk::sql::FromRow;

#[derive(FromRow)]
#[row(rename_all = "camelcase")]
struct Near {
    created_at: String,
}

#[derive(FromRow)]
#[row(rename_all = "kebab-case")]
struct Far {
    created_at: String,
}

fn main() {}
