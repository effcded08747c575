#![deny(warnings)]

extern crate worker_sdk as sdk;

#[sdk::rpc(crate = ::sdk)]
pub trait Accounts {
    #[sdk::rpc(name = "shut")]
    fn close(&self);

    #[sdk::rpc(name = "total")]
    #[sdk::rpc(getter)]
    fn sum(&self) -> u8;
}

pub fn calls(accounts: &AccountsStub) -> [String; 2] {
    [format!("{:?}", accounts.close()), format!("{:?}", accounts.sum())]
}

fn main() {}
