#![allow(non_camel_case_types)]
use worker_sdk::durable_object;

struct room;

#[durable_object]
impl room {
    fn new() -> Self {
        room
    }
}

struct Hall;

#[durable_object(name = "Große Halle")]
impl Hall {
    fn new() -> Self {
        Hall
    }
}

fn main() {}
