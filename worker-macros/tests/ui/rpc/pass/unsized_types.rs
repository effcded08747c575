#![deny(warnings)]

use worker_sdk::rpc;
use worker_sdk::rpc::Described;

#[rpc]
pub trait Files {
    fn list(&self, folder: Box<str>) -> Box<[String]>;
}

#[derive(Described)]
pub struct File {
    pub name: std::rc::Rc<str>,
    pub sizes: std::sync::Arc<[u32]>,
    pub path: Box<std::path::Path>,
    pub source: Box<dyn std::fmt::Debug>,
}

#[derive(Described)]
pub struct Node {
    pub next: Option<Box<Self>>,
}

fn main() {
    assert_eq!(<str as Described>::TYPESCRIPT, "string");
}
