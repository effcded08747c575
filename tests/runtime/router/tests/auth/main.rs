//! Who asks: tokens, cookies that nobody else can make, sessions.
#![cfg(target_family = "wasm")]

#[path = "../common/mod.rs"]
mod common;

mod cookies;
mod jwks;
mod jwt;
mod jwt_attacks;
mod jwt_middleware;
mod sessions;

// The worker under test.
use runtime_router as _;
