use worker_sdk::{Request, rpc, worker_entrypoint};

#[rpc]
trait Accounts {
    fn close(&self);
}

struct Nobody;

#[worker_entrypoint]
impl Nobody {
    async fn new() -> Self {
        Self
    }
}

struct Both;

#[worker_entrypoint(default, name = "Both", rpc())]
impl Both {
    fn fetch(&mut self, _: Request) {}
}

struct NotServed;

#[worker_entrypoint(rpc(Accounts))]
impl NotServed {
    fn new(_: Request) -> Self {
        Self
    }
}

#[worker_entrypoint]
struct NoBlock;

fn main() {}
