use worker_sdk::{Env, event};

#[event(start)]
fn setup(_env: Env) {}

fn main() {}
