//! Workers AI: the runtime's own class of the binding, in front of a stand-in for the platform that it calls, as there is no
//! simulator. AI Search and Agent Memory: stand-ins for the bindings.
#![cfg(target_family = "wasm")]

mod agent_memory;
mod ai_search;
mod autorag;
mod gateway;
mod markdown;
mod platform;
mod run;
mod stand_in;
mod tokens;
mod web_search;
#[path = "../../../wrangler.rs"]
mod wrangler;
