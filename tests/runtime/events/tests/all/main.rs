//! Events that others cause.
#![cfg(target_family = "wasm")]

mod email;
mod tail;
