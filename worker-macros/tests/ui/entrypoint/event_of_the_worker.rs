use worker_sdk::{rpc, worker_entrypoint};

#[rpc]
trait Accounts {
    fn close(&self);
}

struct Bank;

impl Accounts for Bank {
    fn close(&self) {}
}

#[worker_entrypoint(default, rpc(Accounts))]
impl Bank {
    fn new() -> Self {
        Self
    }

    async fn scheduled(&self) {}

    async fn tail_stream(&self) {}

    fn start(&self) {}

    fn email() {}
}

fn main() {}
