use worker_sdk::rpc;

#[rpc]
trait Accounts {
    #[rpc(name = "shut", name = "end")]
    fn close(&self);

    #[rpc(getter)]
    #[rpc(name = "total", getter)]
    fn sum(&self) -> u8;

    #[rpc(getters)]
    fn size(&self) -> u8;

    #[rpc]
    fn first(&self) -> u8;
}

fn main() {}
