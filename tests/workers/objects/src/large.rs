//! Objects that hold memory.

use std::cell::Cell;

use worker_sdk::durable_objects::State;
use worker_sdk::{Env, Request, Response, Result, durable_object};

thread_local! {
    static LIVE: Cell<u32> = const { Cell::new(0) };
}

pub(crate) async fn route(what: &str, count: u32, env: &Env) -> Result<Response> {
    let objects = env.durable_object("LARGE")?;
    Ok(Response::text(match what {
        "live" => LIVE.get().to_string(),
        "pages" => core::arch::wasm32::memory_size(0).to_string(),
        "garbage" => {
            for _ in 0..4 {
                js_sys::Uint8Array::new_with_length(8 << 20);
            }
            "made".to_owned()
        }
        // Each is made, and then evicted.
        _ => {
            for number in 0..count {
                let object = objects.get_by_name(number.to_string());
                object.fetch("/").await?;
                let _ = object.fetch("/abort").await;
            }
            LIVE.get().to_string()
        }
    }))
}

/// Less than a page of memory of 64 KiB, so that an object with all that belongs to it takes at most one.
const HELD: usize = 56 << 10;

struct Large {
    state: State,
    held: Vec<u8>,
}

#[durable_object]
impl Large {
    fn new(state: State) -> Self {
        LIVE.set(LIVE.get() + 1);
        Self {
            state,
            held: vec![1; HELD],
        }
    }

    async fn fetch(&self, request: Request) -> String {
        if request.path() == "/abort" {
            self.state.abort("evicted");
        }
        self.held.len().to_string()
    }
}

impl Drop for Large {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - 1);
    }
}
