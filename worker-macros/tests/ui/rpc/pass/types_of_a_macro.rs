#![deny(warnings)]

use std::num::ParseIntError;

use worker_sdk::rpc;

// The error is none of serde's: it compiles only as that of a `Result`.
macro_rules! interface {
    ($result:ty, $argument:ty) => {
        #[rpc]
        pub trait Accounts {
            async fn balance(&self, name: $argument) -> $result;
        }
    };
}

interface!(Result<u8, ParseIntError>, Option<String>);

fn main() {}
