#[worker_entrypoint]
impl Bank {
    async fn new() -> Self {}
}
