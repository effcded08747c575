#[worker_sdk::test]
async fn number() -> u32 {
    3
}

#[worker_sdk::test]
fn result_of_number() -> worker_sdk::Result<u32> {
    Ok(3)
}

#[worker_sdk::test]
fn future() -> impl Future<Output = ()> {
    async {}
}
