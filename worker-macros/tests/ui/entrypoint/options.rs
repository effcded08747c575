use worker_sdk::{workflow, worker_entrypoint};

struct Bank;

#[worker_entrypoint(defualt, crat = worker_sdk)]
impl Bank {
    fn new() -> Self {
        Self
    }

    fn fetch(&self) {}
}

struct Order;

#[workflow(default_name)]
impl Order {
    fn new() -> Self {
        Self
    }

    fn run(&self) {}
}

fn main() {}
