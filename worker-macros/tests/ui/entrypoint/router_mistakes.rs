use std::rc::Rc;

use worker_sdk::{Response, Router, worker_entrypoint};

struct Desk;

#[worker_entrypoint]
impl Desk {
    fn new() -> Self {
        Desk
    }

    async fn fetch() -> Router<Rc<Self>> {
        Router::new()
    }
}

struct Bank;

#[worker_entrypoint]
impl Bank {
    fn new() -> Self {
        Bank
    }

    fn fetch() -> Response {
        Response::empty()
    }
}

struct Post;

#[worker_entrypoint]
impl Post {
    fn new() -> Self {
        Post
    }

    fn fetch(&self) -> Router<Rc<Self>> {
        Router::new()
    }
}

fn main() {}
