#[derive(FromSql)]
#[sql(rename_all = "snake_case")]
enum Status {
    InReview,
    #[sql(rename = "live")]
    Published,
    r#Raw,
}
