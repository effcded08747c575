//! Durable Objects: single objects with their own storage, which all requests in the world can reach by name.
//!
//! An object handles its events one after another, as long as none of them waits, so it is the place for what several
//! clients change: a chat room, a counter, a booking. It is made when it is called, near to the first caller, and goes
//! from memory when nobody calls; its storage stays.
//!
//! Use another product for data that is read from everywhere and seldom changes (KV), and for tables of which no part
//! belongs to one object (D1). One object handles some hundreds of requests in a second: let there be many.
//!
//! [`#[durable_object]`](macro@crate::durable_object) makes a type a class of objects; a [`Namespace`] has all objects of
//! a class; a [`Stub`] is one of them, as others see it.
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::durable_objects::{Cell, Namespace, State};
//! use worker_sdk::{Bindings, IntoResponse, Request, Response, Result, durable_object, event};
//!
//! #[derive(Bindings)]
//! struct App {
//!     #[binding("COUNTER")]
//!     counters: Namespace,
//! }
//!
//! #[event(fetch)]
//! async fn main(request: Request, app: App) -> Result<Response> {
//!     app.counters.get_by_name(request.path()).fetch("/").await
//! }
//!
//! struct Counter {
//!     visits: Cell<u32>,
//! }
//!
//! #[durable_object]
//! impl Counter {
//!     fn new(_state: State) -> Self {
//!         Self { visits: Cell::new(0) }
//!     }
//!
//!     fn fetch(&self) -> impl IntoResponse {
//!         self.visits.set(self.visits.get() + 1);
//!         format!("visit {}", self.visits.get())
//!     }
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! ```jsonc
//! // wrangler.jsonc
//! "durable_objects": { "bindings": [{ "name": "COUNTER", "class_name": "Counter" }] },
//! "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Counter"] }]
//! ```
#![doc = include_str!("guide.md")]

mod alarm;
mod block;
mod cell;
pub mod facets;
mod hibernation;
mod id;
mod namespace;
mod placement;
mod retry;
mod state;
pub mod storage;
mod stub;
mod sys;

pub(crate) use block::begin as begin_blocking;

pub use alarm::Alarm;
pub use cell::Cell;
pub use facets::Facets;
pub use id::Id;
pub use namespace::Namespace;
pub use placement::{Jurisdiction, LocationHint, RoutingMode};
pub use retry::Retry;
pub use state::State;
pub use storage::Storage;
pub use stub::Stub;
