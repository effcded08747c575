#[rpc]
trait Files {
    fn list(&self, r#in: String, r#await: bool, r#type: Option<u8>);
}
