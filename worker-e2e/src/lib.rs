//! Starts a worker in the real runtime from a Rust test.
//!
//! The test is an ordinary one, in `tests/`, run by `cargo test` on your machine. The worker is built by its own build
//! command and runs in `workerd`, as under `wrangler dev`, with the bindings of its configuration and a simulator for
//! each. What the test sees is what a client sees: HTTP and WebSockets.
//!
//! ```no_run
//! # mod test {
//! use worker_e2e::Worker;
//!
//! #[test]
//! fn greets_by_name() -> worker_e2e::Result<()> {
//!     let worker = Worker::start()?;
//!     assert_eq!(worker.get("/Ferris")?.text(), "Hello, Ferris!");
//!     Ok(())
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! - [`Worker`]: a running worker: its URL, a small HTTP client, its logs.
//! - [`Client`]: requests that belong together: cookies are kept, redirects followed.
//! - [`WebSocket`] and [`Stream`]: connections that stay open while the worker sends.
//! - [`Project`]: where a worker comes from and what differs in the test: another environment, other variables,
//!   stand-ins for services.
//! - [`Runtime`]: several workers that call each other.
//!
//! # What it needs
//!
//! The npm package `wrangler` in the project, of 4.86 or later, as for `wrangler dev`, and Node.js: 20.3 or later, and what that
//! wrangler asks for, which is 22.12 today. In `Cargo.toml` it is a dependency of the host only, so that tests inside the
//! runtime can be in the same crate:
//!
//! ```toml
//! [target.'cfg(not(target_family = "wasm"))'.dev-dependencies]
//! worker-e2e = "0.1"
//! ```
//!
//! # Nothing is left behind
//!
//! The runtime ends with the last [`Worker`], and with the test process: when it returns, panics, is interrupted by
//! Ctrl-C or killed. A build that is running then is ended as well.
//!
//! # Logs
//!
//! [`Worker::logs`] has what the worker wrote to its console. A test that panics prints it, if it owns the worker. With
//! `WORKER_E2E_LOGS=1` in the environment, all of it is printed at once, the output of the build included.

#![deny(missing_docs, unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod answer;
mod builds;
mod client;
mod connection;
mod cookies;
mod error;
mod exchange;
mod host;
mod logs;
mod project;
mod redirects;
mod runtime;
mod stream;
mod websocket;
mod wire;
mod worker;

pub use answer::Answer;
pub use client::Client;
pub use error::{Error, Result};
pub use logs::LogLine;
pub use project::Project;
pub use runtime::Runtime;
pub use stream::{Event, Stream};
pub use websocket::{CloseFrame, Message, WebSocket};
pub use worker::Worker;

pub use http;
pub use serde_json;
