//! Cloudflare Workers in Rust.
//!
//! A worker is a `cdylib` crate with a handler for each event. `worker-build`, called by `wrangler`, compiles it to
//! wasm and writes the few lines of JavaScript that the platform loads.
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::http::StatusCode;
//! use worker_sdk::{Env, Request, Response, Result, event};
//!
//! #[event(fetch)]
//! async fn main(request: Request, env: Env) -> Result<Response> {
//!     match request.path() {
//!         "/" => Ok(Response::text(env.var("GREETING")?)),
//!         path => Ok(Response::text(format!("no page at {path}")).with_status(StatusCode::NOT_FOUND)),
//!     }
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! An `Err` rejects the event with a real JavaScript error, and the future of a client that went away is dropped. Every
//! future of this crate is `Send`, so handlers fit axum and tower.
//!
//! A panic fails one request, when the worker was built with a standard library that unwinds, which
//! `worker-build setup --panic-unwind` makes, once on each machine that builds releases. With the ordinary one, the requests
//! in flight of that isolate fail at once, and the next one is served by a fresh instance. `worker-build doctor` says which
//! it is.
//!
//! # What `std` has not here
//!
//! A worker is one thread of wasm without an operating system. All of `std` compiles; some of it panics, or does nothing:
//!
//! | instead of | which here | use |
//! |---|---|---|
//! | `println!`, `eprintln!`, `dbg!` | prints nothing | [`console_log!`], [`console_error!`], [`console_debug!`] |
//! | `std::time::Instant`, `SystemTime::now` | panics | [`time::Instant`], [`now`] |
//! | `std::thread::sleep`, `tokio::time` | panics | [`sleep`], [`timeout`], [`interval`] |
//! | `std::thread::spawn`, `tokio::spawn` | panics | [`spawn`], [`Context::wait_until`] |
//! | `std::env::var` | finds nothing | a field of your [`Bindings`](macro@Bindings), [`Env::var`] |
//! | `std::sync::Mutex` across an `.await` | panics at the second lock | `tokio::sync::Mutex` |
//! | `std::sync::RwLock` across an `.await` | aborts when a writer meets another guard | `tokio::sync::RwLock` |
//!
//! With debug assertions, the report of such a panic says what to use.
//!
//! # Guides
//!
//! | | |
//! |---|---|
//! | [developing](https://github.com/worker-sdk/worker-sdk/blob/main/docs/development.md) | real data, compatibility dates, two workers at once |
//! | [bindings](https://github.com/worker-sdk/worker-sdk/blob/main/docs/bindings.md) | typed bindings, checked against wrangler's configuration |
//! | [testing](https://github.com/worker-sdk/worker-sdk/blob/main/docs/testing.md) | on the host, in the runtime, end to end |
//! | [deploying](https://github.com/worker-sdk/worker-sdk/blob/main/docs/deploy.md) | what a machine needs, where Cloudflare builds, without a network |
//! | [production](https://github.com/worker-sdk/worker-sdk/blob/main/docs/production.md) | what failures do, logs, stacks of a release, going back |
//! | [axum](https://github.com/worker-sdk/worker-sdk/blob/main/docs/axum.md) | a whole application, with its middleware and layers of `tower-http` |
//! | [from the `worker` crate](https://github.com/worker-sdk/worker-sdk/blob/main/docs/migrate-from-worker.md), [from Hono](https://github.com/worker-sdk/worker-sdk/blob/main/docs/migrate-from-hono.md) | names, programs, pitfalls |
//! | [`router`], [`middleware`] | routes, what stands around handlers |
//! | [`durable_objects`], [`r2`], [`streams`] | objects, files, bodies piece by piece |
//! | [`event_source`], [`html_rewriter`] | events sent by a server, pages changed on their way |
//!
//! # Features
//!
//! A feature adds a dependency and what needs it, and changes nothing else.
//!
//! | feature | | adds |
//! |---|---|---|
//! | `allocator` | default | a small global allocator; switch it off to bring your own |
//! | `json` | default | [`Json`], [`Request::json`], [`Response::json`], JSON variables and properties, [`jwt`]; `serde_json` |
//! | `serde` | through `json` | structured values of products as types of serde |
//! | `form` | | `Request::form_as`, `Request::query_as`, `FormData::parse`; `form_urlencoded`, `typeid` |
//! | `multipart` | | `Request::multipart`: forms whose files are streams of any size |
//! | `router` | default | [`router`], [`extract`], [`middleware`], with `json` [`sessions`]; `form` |
//! | `http-body` | | [`Body`] as an `http_body::Body`, and from one |
//! | `tokio` | | [sockets] and [streams] with tokio's `AsyncRead` and `AsyncWrite` |
//! | `axum` | | routers of axum 0.8 as handlers: `integrations::axum`; brings `http-body` and `tower` |
//! | `tower` | | `fetch::Client` and `fetch::Fetcher` as `tower::Service`s |
//! | `log` | | messages of the crate `log` on the console: `integrations::log` |
//! | `tracing` | | events and spans of the crate `tracing` on the console: `integrations::tracing` |
//! | `tokio-postgres` | | PostgreSQL over sockets and Hyperdrive, by tokio-postgres 0.7: `integrations::tokio_postgres` |
//! | `getrandom-02`, `-03`, `-04` | | makes that version of `getrandom`, for crates like `rand` and `uuid`, ask the platform |
//!
//! The feature `allocator`, on by default, makes a small global allocator part of the wasm and gates nothing else. To
//! bring your own `#[global_allocator]`, leave it out: `default-features = false, features = ["json", "router"]`.

#![deny(missing_docs, unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
pub mod __private;
pub mod abort;
pub mod access;
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub mod agent_memory;
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub mod ai;
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub mod ai_search;
pub mod analytics_engine;
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub mod analytics_sql;
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub mod artifacts;
mod base64;
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub mod browser_rendering;
pub mod cache;
pub mod console;
pub mod containers;
mod context;
pub mod crypto;
mod cursor;
pub mod d1;
#[cfg(feature = "serde")]
pub mod dispatch_namespaces;
pub mod durable_objects;
pub mod email;
pub mod encoding;
pub mod env;
mod error;
pub mod event_source;
mod executor;
mod exports;
#[cfg(feature = "router")]
#[cfg_attr(docsrs, doc(cfg(feature = "router")))]
pub mod extract;
pub mod fetch;
#[cfg(feature = "form")]
mod fields;
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub mod flagship;
pub mod hello_world;
pub mod html_rewriter;
pub mod http;
pub mod hyperdrive;
pub mod images;
pub mod integrations;
pub mod isolate;
#[allow(
    unsafe_code,
    reason = "the one place that argues about threads and writes into reserved memory"
)]
mod js;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
#[cfg_attr(docsrs, doc(cfg(feature = "json")))]
pub mod jwt;
pub mod k2;
pub mod kv;
mod listing;
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub mod media_transformations;
#[cfg(feature = "router")]
#[cfg_attr(docsrs, doc(cfg(feature = "router")))]
pub mod middleware;
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub mod pipelines;
pub mod queues;
mod quoted;
pub mod r2;
pub mod rate_limiting;
#[cfg(feature = "router")]
#[cfg_attr(docsrs, doc(cfg(feature = "router")))]
pub mod router;
#[cfg(feature = "serde")]
pub mod rpc;
mod scheduled;
pub mod secrets_store;
#[cfg(feature = "serde")]
pub mod service_bindings;
#[cfg(all(feature = "json", feature = "router"))]
#[cfg_attr(docsrs, doc(cfg(all(feature = "json", feature = "router"))))]
pub mod sessions;
pub mod sockets;
pub mod spans;
pub mod sql;
pub mod stream;
pub mod streams;
pub mod tail;
pub mod task;
pub mod test;
mod text;
pub mod time;
pub mod url;
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub mod vectorize;
pub mod version_metadata;
pub mod webhooks;
pub mod websockets;
#[cfg(feature = "serde")]
pub mod worker_loader;
#[cfg(feature = "serde")]
pub mod workflows;

pub use context::Context;
pub use cursor::Cursor;
pub use env::{Bindings, Env};
pub use error::{Error, Result};
pub use exports::Exports;
pub use fetch::fetch;
#[cfg(feature = "json")]
pub use http::Json;
pub use http::{Body, Headers, HttpError, IntoResponse, Request, Response};
#[cfg(feature = "serde")]
pub use js::codec::Bytes;
#[cfg(feature = "router")]
pub use router::Router;
pub use scheduled::ScheduledEvent;
pub use task::spawn;
pub use time::{interval, now, sleep, timeout};
#[cfg(feature = "router")]
pub use worker_macros::debug_handler;
pub use worker_macros::{Bindings, durable_object, event, test, worker_entrypoint};
#[cfg(feature = "serde")]
pub use worker_macros::{pipeline_transformation, rpc, workflow};

/// Any value of JavaScript: what `from_raw` takes and `as_raw` gives, and `wasm-bindgen` works with.
///
/// # Examples
///
/// ```
/// use worker_sdk::{JsValue, Response};
///
/// fn response(raw: JsValue) -> Response {
///     Response::from_raw(raw)
/// }
/// ```
pub use wasm_bindgen::JsValue;

/// The programs of the guides compile.
#[cfg(all(doctest, feature = "axum", feature = "router"))]
mod guides {
    #[doc = include_str!("../../docs/axum.md")]
    struct Axum;
    #[doc = include_str!("../../docs/migrate-from-hono.md")]
    struct Hono;
    #[doc = include_str!("../../docs/migrate-from-worker.md")]
    struct Worker;
    #[doc = include_str!("../../docs/production.md")]
    struct Production;
}
