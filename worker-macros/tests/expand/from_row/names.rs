#[derive(FromRow)]
#[row(rename_all = "camelCase")]
struct User {
    id: i64,
    created_at: String,
    #[row(rename = "mail")]
    email: Option<String>,
    #[row(json)]
    tags: Vec<String>,
    #[row(default)]
    visits: u32,
    #[row(flatten)]
    address: Address,
}
