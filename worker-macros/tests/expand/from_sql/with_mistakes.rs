#[derive(FromSql)]
enum Role {
    Admin(u8),
}
