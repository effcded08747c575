//! Sending, receiving, and the test kit's deliveries.
#![cfg(target_family = "wasm")]

mod consumer;
mod producer;
