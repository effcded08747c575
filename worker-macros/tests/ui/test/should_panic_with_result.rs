#[worker_sdk::test]
#[should_panic]
async fn both() -> worker_sdk::Result<()> {
    Ok(())
}

fn main() {}
