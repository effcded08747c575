use worker_sdk::{Result, rpc};

struct Account;

#[rpc]
trait Accounts {
    async fn store(&self, account: Account) -> Result<()>;
    async fn load(&self) -> Result<Account>;
}

fn main() {}
