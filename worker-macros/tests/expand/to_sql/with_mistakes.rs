#[derive(ToSql)]
enum Role {
    Admin(u8),
}
