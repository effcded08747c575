//! Builds the workers of this repository, starts them with `worker-e2e`, and talks to them in ways that a user's test
//! does not need: with half requests, and bytes that no client sends.
//!
//! A [`Config`] lists the workers, [`Server::start`] runs all of them in one process of the runtime, and
//! [`Server::client`] speaks HTTP to one of them. Each worker has its own socket of the runtime, with no router
//! in front of it, so a worker sees the bytes that the test sent.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use e2e::{Config, Project, Server};
//!
//! let build = e2e::build_worker("tests/workers/hazards", e2e::Panics::Abort)?;
//! let server = Server::start(&Config::new().worker(Project::built("hazards", build)))?;
//! assert_eq!(server.client("hazards").get("/").text(), "hi");
//! # Ok(())
//! # }
//! ```

mod build;
mod client;
mod error;
mod postgres;
pub mod raw;
mod server;
mod stamp;
mod tls;

pub use build::{
    Panics, build_for_development, build_project, build_with_lines, build_worker, example,
    is_todays_wrangler, stand_in, symbolicate, workspace_root,
};
pub use client::{Answer, Client};
pub use error::{Error, Result};
pub use postgres::Postgres;
pub use server::{Config, Server};
pub use tls::Certificate;
pub use worker_e2e::{LogLine, Project};
