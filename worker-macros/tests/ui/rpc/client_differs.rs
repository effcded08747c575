use worker_sdk::{Result, rpc};

#[rpc]
trait Accounts {
    async fn balance(&self, name: String) -> Result<i64>;
}

async fn run(accounts: AccountsStub) -> Result<()> {
    let _: i64 = accounts.balance(5).await?;
    let _: String = accounts.balance("Ada".to_owned()).await?;
    accounts.close().await
}

fn main() {}
