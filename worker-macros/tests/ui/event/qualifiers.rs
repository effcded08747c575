use worker_sdk::event;

#[event(fetch)]
const fn constant() -> &'static str {
    "hello"
}

#[event(fetch)]
async unsafe fn dangerous() -> &'static str {
    "hello"
}

#[event(fetch)]
extern "C" fn foreign() -> &'static str {
    "hello"
}

#[event(scheduled)]
unsafe extern "C" fn variadic(_: ...) {}

fn main() {}
