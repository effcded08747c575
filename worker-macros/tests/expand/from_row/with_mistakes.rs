#[derive(FromRow)]
struct User {
    #[row(jsn)]
    id: i64,
}
