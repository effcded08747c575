//! Stream against the simulator, and against a stand-in for what it refuses and what it does not say.
#![cfg(target_family = "wasm")]

mod answers;
mod calls;
mod errors;
mod platform;
mod simulator;
#[path = "../../../wrangler.rs"]
mod wrangler;
