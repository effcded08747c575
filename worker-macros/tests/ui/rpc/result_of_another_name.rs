use worker_sdk::rpc;

type Answer<T> = Result<T, String>;

#[rpc]
trait Accounts {
    async fn balance(&self) -> Answer<u8>;
    fn plain(&self) -> Option<u8>;
}

fn main() {}
