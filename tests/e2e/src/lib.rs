//! Starts built workers in the real runtime (workerd, through Miniflare) and talks to them.
//!
//! A [`Config`] lists the workers, [`Server::start`] runs all of them in one process of the runtime, and
//! [`Server::client`] speaks HTTP to one of them. Each worker has its own socket of the runtime, with no router
//! in front of it, so a worker sees the bytes that the test sent.
//!
//! Node and the npm package `wrangler` have to be installed; the package is looked up from the current
//! directory upwards, as Node does.
//!
//! ```no_run
//! # fn main() -> Result<(), e2e::Error> {
//! use e2e::{Config, Server, Worker};
//!
//! let build = e2e::build_worker("tests/workers/hazards", e2e::Panics::Abort)?;
//! let server = Server::start(&Config::new().worker(Worker::built("hazards", build)))?;
//! assert_eq!(server.client("hazards").get("/").text(), "hi");
//! # Ok(())
//! # }
//! ```

mod build;
mod client;
mod config;
mod error;
mod logs;
mod process;
pub mod raw;
mod server;
mod stamp;

pub use build::{Panics, build_project, build_worker, unwind_available, workspace_root};
pub use client::{Answer, Client};
pub use config::{Config, Worker};
pub use error::{Error, Result};
pub use logs::LogLine;
pub use server::Server;
