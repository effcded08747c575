#[worker_sdk::test(crate = missing)]
async fn works() {}
