struct Silent;

#[worker_sdk::test]
async fn fails() -> Result<(), Silent> {
    Err(Silent)
}
