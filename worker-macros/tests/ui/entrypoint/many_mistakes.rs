use worker_sdk::{Request, pipeline_transformation, rpc, worker_entrypoint};

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

struct NoRun;

#[pipeline_transformation(default, rpc(Accounts))]
impl NoRun {
    fn new() -> Self {
        Self
    }
}

fn main() {}
