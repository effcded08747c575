#![deny(warnings)]

use worker_sdk::rpc;

#[rpc]
pub trait Accounts {
    #[deprecated = "ask for the balance"]
    fn sum(&self) -> u8;
}

fn main() {}
