use worker_sdk::{Result, rpc, worker_entrypoint};

#[rpc]
trait Accounts {
    async fn balance(&self, name: String) -> Result<i64>;
    async fn close(&self);
}

struct Bank;

#[worker_entrypoint(rpc(Accounts))]
impl Bank {
    fn new() -> Self {
        Self
    }
}

impl Accounts for Bank {
    async fn balance(&self, name: u32) -> Result<i64> {
        Ok(name.into())
    }
}

struct Shop;

#[worker_entrypoint(rpc(Accounts))]
impl Shop {
    fn new() -> Self {
        Self
    }
}

fn main() {}
