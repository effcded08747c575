//! Hashes, keys, random values and published test vectors.
#![cfg(target_family = "wasm")]

mod keys;
mod random;
mod vectors;
