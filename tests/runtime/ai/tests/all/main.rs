//! Workers AI: the runtime's own class of the binding, in front of a stand-in for the platform that it calls, as there is no
//! simulator.
#![cfg(target_family = "wasm")]

mod gateway;
mod markdown;
mod platform;
mod run;
mod tokens;
