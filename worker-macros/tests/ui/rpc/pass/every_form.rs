#![deny(warnings)]
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::rc::Rc;

use worker_sdk::rpc::Function;
use worker_sdk::{Body, Bytes, Request, Response, Result, rpc};

mod inner {
    /// Public, and of another module.
    #[worker_sdk::rpc]
    pub trait Session {
        fn who(&self) -> String;
    }
}

use inner::SessionStub;

#[rpc]
pub trait Accounts {
    fn nothing(&self);
    fn plain(&self) -> u8;
    fn fails(&self) -> Result<u8>;
    fn fails_otherwise(&self) -> std::result::Result<u8, std::num::ParseIntError>;
    async fn waits(&self, bytes: Bytes, map: BTreeMap<String, Vec<u8>>) -> Result<(u8, String)>;
    async fn shared(self: Rc<Self>, f: Function<(u8, String), u8>) -> Function<()>;
    async fn session(&self) -> Result<SessionStub>;
    async fn sessions(&self) -> Vec<Option<SessionStub>>;
    async fn http(&self, request: Request, body: Body) -> Result<Response>;
    async fn arguments(&self, method: i32, arguments: i32, this: i32, output: i32, list: i32) -> i32;
    fn provided(&self) -> u8 {
        7
    }
}

fn is_send<T: Send>(_: T) {}

pub fn futures(accounts: &AccountsStub) {
    use std::future::IntoFuture;
    is_send(accounts.waits(Bytes::default(), BTreeMap::new()).into_future());
    is_send(accounts.nothing().into_future());
    is_send(accounts.clone());
}

fn main() {}
