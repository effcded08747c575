use worker_sdk::{Result, rpc};

#[rpc]
trait Accounts {
    async fn balance(&self, name: &str) -> Result<i64>;
    async fn title(&self, id: i64) -> &'static str;
    fn any(&self, what: impl ToString) -> impl ToString;
}

fn main() {}
